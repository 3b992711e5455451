"""Many who do something at the same moment, and one in the middle of another's doing."""

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
from tests.waiting import until

Done = TypeVar("Done")


def all_at_once(engine: sa.Engine, verbs: list[Callable[[Session], Done]]) -> list[Done | Refusal]:
    """What each verb gave or refused, in transactions of their own that start together."""
    together = Barrier(len(verbs))

    def go(verb: Callable[[Session], Done]) -> Done | Refusal:
        together.wait(timeout=30)
        return _done(engine, verb)

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(go, verbs))


def in_the_middle(
    engine: sa.Engine,
    first: Callable[[Session], object],
    second: Callable[[Session], Done],
    rest: Callable[[Session], object] = lambda _session: None,
) -> Done | Refusal:
    """What `second` gave or refused, begun between `first` and the `rest` of one transaction.

    On SQLite it only waits for its turn; on PostgreSQL it goes on till it needs what `first` has.
    """
    with ThreadPoolExecutor(1) as pool:
        with session_scope(engine, info={SEALING_KEY: conftest.SEALING_KEY}) as session:
            first(session)
            later = pool.submit(_done, engine, second)
            if engine.dialect.name == "postgresql":
                until(lambda: later.done() or _somebody_waits(engine), pause=0.02)
            rest(session)
        return later.result(timeout=30)


def _done(engine: sa.Engine, verb: Callable[[Session], Done]) -> Done | Refusal:
    try:
        with session_scope(engine, info={SEALING_KEY: conftest.SEALING_KEY}) as session:
            return verb(session)
    except Refusal as refusal:
        return refusal


def _somebody_waits(engine: sa.Engine) -> bool:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with engine.connect() as connection:
        found = connection.scalar(sa.text(f"{waiting} AND wait_event_type = 'Lock'"))
    return bool(found)
