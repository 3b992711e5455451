"""Databases for tests: made once from the migrations, then copied."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from portal.app import create_app
from portal.clock import now
from portal.config import Settings
from portal.db import Base, db
from portal.key_mark import KeyMark
from portal.migrating import migrate
from portal.sealing import fingerprint

POSTGRES_VARIABLE = "PORTAL_TEST_POSTGRES_URL"
POSTGRES_DEFAULT = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"

SEALING_KEY = "only for tests, and sealing nothing that is real"

VERSIONS = Path(__file__).parent.parent / "portal" / "migrations"


def postgres_url() -> str:
    return os.environ.get(POSTGRES_VARIABLE) or POSTGRES_DEFAULT


def migrate_url(url: str, instance: Path) -> None:
    """Bring the empty database at ``url`` to the newest structure."""
    app = create_app(
        Settings(instance=instance, database_url=url, secret_key="x" * 32, sealing_key=SEALING_KEY)
    )
    with app.app_context():
        if list(VERSIONS.glob("*.py")):
            migrate()
        else:
            Base.metadata.create_all(db.engine)
        db.engine.dispose()


def copy_sqlite(template: Path, path: Path) -> str:
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


@contextmanager
def postgres_template(instance: Path) -> Iterator[str]:
    """A migrated database on the test server; without a server, the test is skipped."""
    try:
        with _server() as server:
            server.execute(sa.text("SELECT 1"))
    except sa.exc.OperationalError as error:
        pytest.skip(f"no PostgreSQL answers at {postgres_url()}: {str(error.orig).strip()}")
    with _made(f"portal_template_{uuid4().hex[:12]}", "") as url:
        migrate_url(url.render_as_string(hide_password=False), instance)
        yield str(url.database)


@contextmanager
def postgres_copy(template: str) -> Iterator[str]:
    """URL of a copy of ``template`` that is dropped afterwards."""
    with _made(f"portal_test_{uuid4().hex[:12]}", f" TEMPLATE {template}") as url:
        yield url.render_as_string(hide_password=False)


# Faster by far than another copy. Triggers of foreign keys rest: every table is emptied.
_EMPTYING = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL
    LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', name); END LOOP;
END $$
"""


def tables_of(url: str) -> frozenset[str]:
    engine = sa.create_engine(url)
    found = frozenset(sa.inspect(engine).get_table_names())
    engine.dispose()
    return found


def empty_postgres(url: str, tables: frozenset[str]) -> None:
    """Nothing but the mark of the tests' key stands in the tables afterwards, and others that a
    test made are gone.

    Whoever is still connected is thrown out.
    """
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        for name in sa.inspect(connection).get_table_names():
            if name not in tables:
                connection.execute(sa.text(f'DROP TABLE "{name}" CASCADE'))
        connection.execute(sa.text(_EMPTYING))
        marked = sa.insert(KeyMark).values(id=1, fingerprint=fingerprint(SEALING_KEY), since=now())
        connection.execute(marked)
    engine.dispose()


@contextmanager
def _made(name: str, template: str) -> Iterator[sa.URL]:
    with _server() as server:
        server.execute(sa.text(f"CREATE DATABASE {name}{template}"))
    try:
        yield sa.make_url(postgres_url()).set(database=name)
    finally:
        with _server() as server:
            server.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def _server() -> Iterator[sa.Connection]:
    engine = sa.create_engine(
        postgres_url(), isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3}
    )
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def counted_queries(engine: sa.Engine) -> Iterator[list[str]]:
    """The statements sent to ``engine`` inside the block, in order."""
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
