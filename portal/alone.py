"""Having a database to oneself: for what nobody may see half done, nor go on in the old way after.

Every process of the portal keeps a connection once it has asked for anything, so a server that
runs is noticed, on whatever machine.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.db import writing
from portal.refusals import Refusal

PATIENCE = 2.0  # seconds: a server needs a moment to notice that a connection was closed

_OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND usename IS NOT NULL AND pid <> pg_backend_pid()"
)
"""Whoever else is connected to this PostgreSQL database; its own processes have no user."""


@dataclass(eq=False)
class NotAlone(Refusal):
    """Others have the database open."""


@contextmanager
def alone(engine: sa.Engine, table: str) -> Iterator[sa.Connection]:
    """A connection beside which there is no other until the block ends. Raises NotAlone.

    table: who comes meanwhile and asks for it waits (PostgreSQL); on SQLite they cannot connect.
    The caller commits.
    """
    engine.dispose()  # this process's own
    try:
        with writing(), engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                _have_file(connection)
            else:
                _have_server(connection, table)
            yield connection
    finally:
        engine.dispose()  # the next connection shares the file again


def _have_file(connection: sa.Connection) -> None:
    """Without its log of changes, which only the last one who has the file open may put away, a
    SQLite file serves one writer, and `portal.db` connects to none.
    """
    driver: Any = connection.connection.dbapi_connection
    try:
        driver.execute("PRAGMA journal_mode = DELETE")
        driver.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute(sa.text("SELECT 1"))  # begins, as a writer
    except (sqlite3.OperationalError, sa.exc.OperationalError) as error:
        raise NotAlone from error


def _have_server(connection: sa.Connection, table: str) -> None:
    """Looked at twice: somebody may have come before the lock."""
    _wait_for_others(connection)
    connection.execute(sa.text(f'LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE'))
    _wait_for_others(connection)


def _wait_for_others(connection: sa.Connection) -> None:
    until = time.monotonic() + PATIENCE
    while _others(connection):
        if time.monotonic() > until:
            raise NotAlone
        time.sleep(0.1)


def _others(connection: sa.Connection) -> int:
    connection.execute(sa.text("SELECT pg_stat_clear_snapshot()"))  # a transaction keeps the first
    return connection.scalar(_OTHERS) or 0
