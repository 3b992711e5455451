"""What waits to be brought into the index, and reading it with all around it at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, text, update
from sqlalchemy.orm import Session

from portal import db as database
from portal.catalogue.availability import prune
from portal.catalogue.models import DeletedRecord, Record
from portal.clock import now

MARKED_AT_ONCE = 5000  # rows of one statement


def read_at_one_moment(session: Session) -> None:
    """Begin a transaction whose statements all see the database as it was at the first.

    What the session has not committed is given up. SQLite's transactions read so of themselves;
    PostgreSQL is asked to, or each statement would see what was committed before it.
    """
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the index does not have. changed: record id → its `changed_at`; gone: record ids."""

    changed: dict[int, datetime]
    gone: list[int]

    @classmethod
    def read(cls, session: Session) -> Waiting:
        changed = select(Record.id, Record.changed_at).where(
            or_(Record.indexed_at.is_(None), Record.indexed_at != Record.changed_at)
        )
        gone = select(DeletedRecord.record_id).where(DeletedRecord.indexed_at.is_(None))
        return cls(
            {row.id: row.changed_at for row in session.execute(changed)},
            list(session.scalars(gone)),
        )

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone)

    def since(self, earlier: Waiting) -> set[int]:
        """The records that did not wait earlier, or in another version."""
        changed = {one for one, at in self.changed.items() if earlier.changed.get(one) != at}
        return changed | set(self.gone).difference(earlier.gone)

    def mark(self, session: Session) -> None:
        """Note which version of each record the index has; one changed since keeps waiting."""
        table: Any = Record.__table__
        statement = (
            update(table)
            .where(table.c.id == bindparam("record"), table.c.changed_at == bindparam("seen"))
            .values(indexed_at=bindparam("seen"))
        )
        session.rollback()  # what was read so far; a transaction that writes begins anew
        versions = [{"record": one, "seen": seen} for one, seen in self.changed.items()]
        for start in range(0, len(versions), MARKED_AT_ONCE):
            # Each part by itself: nobody waits to write for longer than one takes.
            with database.writing():
                session.connection().execute(statement, versions[start : start + MARKED_AT_ONCE])
                session.commit()
        with database.writing():
            if self.gone:
                session.execute(
                    update(DeletedRecord)
                    .where(DeletedRecord.record_id.in_(self.gone))
                    .values(indexed_at=now())
                )
            prune(session)
            session.commit()
