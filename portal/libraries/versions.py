"""The stamp that tells every worker that the network has changed.

Any insert, update or delete of a network row through the ORM gives the stamp a new random value in
the same transaction. Random, not counted: a number used by a transaction that was rolled back
would come again and make a stale copy look fresh. Statements that bypass the ORM call `touch`.
"""

import secrets
from typing import Any

from sqlalchemy import Connection, event, insert, select, update
from sqlalchemy.orm import Mapper, Session

from portal.libraries.models import (
    Closure,
    Library,
    LibraryPeriod,
    NetworkVersion,
    OpeningHours,
    Room,
)

_STAMP = select(NetworkVersion.__table__.c.stamp)  # of the table: every request asks


def touch(session: Session) -> None:
    """Make every cached snapshot stale once this transaction commits."""
    _stamp(session.connection())


def current_stamp(session: Session) -> str | None:
    """The present stamp; None in a database where nothing was ever written."""
    return session.connection().execute(_STAMP).scalar()


def _stamp(connection: Connection) -> None:
    stamp = secrets.token_hex(8)
    if connection.execute(update(NetworkVersion).values(stamp=stamp)).rowcount == 0:
        connection.execute(insert(NetworkVersion).values(id=1, stamp=stamp))


def _changed(mapper: Mapper[Any], connection: Connection, target: object) -> None:
    _stamp(connection)


for _model in (Closure, Library, LibraryPeriod, OpeningHours, Room):
    for _event in ("after_insert", "after_update", "after_delete"):
        event.listen(_model, _event, _changed)
