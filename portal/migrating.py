"""Structure of the database: from what it is to what the models say."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from flask import Flask, current_app
from flask_alembic import Alembic
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import Base, db, seal_with, writing
from portal.key_mark import WrongKey, look, mark, marked
from portal.resealing import anything_opens

alembic = Alembic(metadatas=Base.metadata)


class BrokenKeys(RuntimeError):
    """A migration left rows that point nowhere."""


def init_app(app: Flask) -> None:
    app.config["ALEMBIC"] = {"script_location": "migrations"}
    app.config["ALEMBIC_CONTEXT"] = {
        "render_as_batch": True,
        "render_item": plain_type,
        "compare_type": True,
        "transactional_ddl": True,  # SQLite too, as ``portal.db`` begins its transactions
    }
    alembic.init_app(app)


def plain_type(kind: str, item: object, context: object) -> str | Literal[False]:
    """Write our own column types as the plain ones below them, which will not change later."""
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def migrate() -> None:
    """Bring the current application's database to the newest structure, all of it or nothing; a
    new one gets its sealing key. Raises WrongKey, and then no key was noted.
    """
    settings: Settings = current_app.config["PORTAL"]
    with db.engine.connect() as connection:
        new = marked(connection) is None
        if not new:
            look(connection, settings)
    with writing(), foreign_keys_off(alembic.migration_context.connection):
        alembic.upgrade()
    if new:
        _give_key(settings)


def _give_key(settings: Settings) -> None:
    """Say which key the database has; one of an older version may have sealed with it already.

    Raises WrongKey where what stands there was sealed with another.
    """
    with writing(), Session(db.engine) as session:
        if anything_opens(session, settings.sealing_key) is False:
            raise WrongKey(settings.sealing_file, missing=not settings.sealing_key)
        settings = settings.with_sealing_key()
        mark(session, settings.sealing_key)
        session.commit()
    current_app.config["PORTAL"] = settings
    seal_with(settings.sealing_key)


@contextmanager
def foreign_keys_off(connection: sa.Connection | None) -> Iterator[None]:
    """On SQLite, changing a table means copying it and dropping the old one, and a drop deletes
    the rows that point at it. So the keys rest while tables change, and are all checked after.
    """
    if connection is None or connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction: before it
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
    if broken := driver.execute("PRAGMA foreign_key_check").fetchall():
        raise BrokenKeys(f"(table, rowid, …): {broken[:5]}")
