"""Which key a database was sealed with, by its fingerprint.

With another key nothing that was sealed opens, hashes find nobody, and whoever is registered is
registered again. So the fingerprint is kept from the day the database is made, and whoever opens
the database with a key that has another one is refused.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from portal.clock import now
from portal.config import Settings, kept_key
from portal.db import SEALING_KEY, Base
from portal.refusals import Refusal
from portal.sealing import fingerprint


class KeyMark(Base):
    """The one row there is."""

    __tablename__ = "sealing_key_mark"
    __table_args__ = (
        sa.CheckConstraint("id = 1", name="one"),
        sa.CheckConstraint("length(fingerprint) = 32", name="whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    fingerprint: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    since: Mapped[datetime]


@dataclass(eq=False)
class WrongKey(Refusal):
    """The database was sealed with another key. file: where one is looked for, unless the setting
    has it. missing: there is none at all. next: changing the key was cut short, and it is the one
    in the file beside. passed_over: it is the one in the file, but the setting goes before.
    """

    file: Path
    missing: bool
    next: bool = False
    passed_over: bool = False


@dataclass(eq=False)
class NotSetUp(Refusal):
    """Nobody said yet which key this database has: it is empty, or of an older version."""


def marked(connection: sa.Connection) -> bytes | None:
    """The fingerprint of the key; None before the database was set up."""
    if not has_marks(connection):
        return None
    return connection.scalar(sa.select(KeyMark.fingerprint))


def mark(session: Session, key: str) -> None:
    """From now on the database is sealed with this key."""
    row = session.get(KeyMark, 1) or KeyMark(id=1)
    row.fingerprint, row.since = fingerprint(key), now()
    session.add(row)
    session.flush()


def has_marks(connection: sa.Connection) -> bool:
    """Whether the database is of a version that knows of marks."""
    return sa.inspect(connection).has_table(KeyMark.__tablename__)


def next_fits(settings: Settings, there: bytes) -> bool:
    """Whether everything is under the key that was to follow, and only its file is not in place."""
    file = settings.next_sealing_file
    return file.exists() and fits(kept_key("sealing_key", file), there)


def file_fits(settings: Settings, there: bytes) -> bool:
    """Whether the key in the file is the right one, whatever the setting says."""
    file = settings.sealing_file
    return file.exists() and fits(kept_key("sealing_key", file), there)


def fits(key: str, there: bytes) -> bool:
    """Whether a key, "" for none, has this fingerprint."""
    return bool(key) and fingerprint(key) == there


def look(connection: sa.Connection, settings: Settings) -> None:
    """Raises WrongKey, NotSetUp."""
    there = marked(connection)
    if there is None:
        raise NotSetUp
    if not fits(settings.sealing_key, there):
        raise WrongKey(
            settings.sealing_file,
            missing=not settings.sealing_key,
            next=next_fits(settings, there),
            passed_over=file_fits(settings, there),
        )


def ensure(engine: sa.Engine, settings: Settings) -> None:
    """The same before a command or a server begins. A database that does not answer now says so
    to whoever asks it for something; `guard` looks when it does.
    """
    with contextlib.suppress(sa.exc.OperationalError), engine.connect() as connection:
        look(connection, settings)


def guard(sessions: sessionmaker[Session]) -> None:
    """None of these sessions works with another key, whatever started the process and when the
    database came: the first one that begins looks.
    """
    looked = False

    @event.listens_for(sessions, "after_begin")
    def begin(session: Session, transaction: object, connection: sa.Connection) -> None:
        nonlocal looked
        if looked:
            return
        there = marked(connection)
        if there is not None and not fits(session.info[SEALING_KEY], there):
            raise RuntimeError("the sealing key is not the one of this database")
        looked = there is not None
