"""Small catalogues for the tests of these pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.catalogue.kinds import Role
from portal.catalogue.models import Agent, Copy, Record, RecordAgent, Work
from portal.db import db
from portal.libraries.kinds import RoomUse, Stacks
from portal.libraries.mine import COOKIE
from portal.libraries.models import Library, OpeningHours, Room
from tests import make
from tests.pages import PageClient

MONDAY_9 = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 9:00 in Hà Nội


def library(session: Session, code: str, *, opens: int | None = 8 * 60, **fields: Any) -> Library:
    """A library open every day from `opens` to 17:00; None: its hours are not known."""
    made = make.library(session, code, **fields)
    if opens is not None:
        session.add_all(
            OpeningHours(library_id=made.id, weekday=day, opens=opens, closes=17 * 60)
            for day in range(7)
        )
    session.flush()
    return made


def room(
    session: Session, at: Library, stacks: Stacks = Stacks.OPEN, use: RoomUse = RoomUse.LENDABLE
) -> Room:
    name = "Kho mở" if stacks is Stacks.OPEN else "Kho kín"
    return make.room(session, at, code=f"{stacks}-{use}", name=name, stacks=stacks, use=use)


def shelved(session: Session, record: Record, at: Library, call: str, **fields: Any) -> Copy:
    return make.copy(session, record, at, call_number=call, call_number_order=call, **fields)


def edition(session: Session, of: Record, **fields: Any) -> Record:
    """Another edition of the work of a record, under the same title."""
    return make.record(session, of.title, work=session.get(Work, of.work_id), **fields)


def credit(session: Session, record: Record, agent: Agent, role: Role, position: int = 5) -> None:
    session.add(RecordAgent(record_id=record.id, agent_id=agent.id, role=role, position=position))
    session.flush()


def call_mine(client: PageClient, at: Library) -> None:
    client.set_cookie(COOKIE, at.code)


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    """The statements the application runs inside."""
    said: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    with app.app_context():
        engine: sa.Engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)
