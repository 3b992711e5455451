"""One writer of the union at a time: two imports take turns, batch by batch."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_UNION = 0x756E696F6E
"""The number under which PostgreSQL knows the lock."""


def take_turn(session: Session) -> None:
    """Wait until no other import is in the middle of a batch; held to the end of the transaction.

    What one batch finds missing it adds, so two must not look at the same time. SQLite has one
    writer anyway: the caller's transaction is begun inside `portal.db.writing()`.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UNION})
