"""Many who do something at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import SEALING_KEY, session_scope
from portal.refusals import Refusal
from tests import conftest

Done = TypeVar("Done")


def all_at_once(engine: sa.Engine, verbs: list[Callable[[Session], Done]]) -> list[Done | Refusal]:
    """What each verb gave or refused, in transactions of their own that start together."""
    together = Barrier(len(verbs))

    def go(verb: Callable[[Session], Done]) -> Done | Refusal:
        together.wait(timeout=30)
        try:
            with session_scope(engine, info={SEALING_KEY: conftest.SEALING_KEY}) as session:
                return verb(session)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(go, verbs))
