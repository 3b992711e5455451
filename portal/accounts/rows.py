"""How many rows a statement changed: whether of several who tried one was first."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.orm import Session


def changed(session: Session, statement: Update | Delete) -> int:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount
