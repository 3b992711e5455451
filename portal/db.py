"""Engine, session and the base of every table, on SQLite and on PostgreSQL.

SQLite runs in WAL mode with foreign keys enforced. Python's driver would begin a transaction only
at the first write, and a transaction that reads first and writes later fails at once when another
writer came between, busy timeout or not. So transactions are begun here: ``BEGIN`` for reading,
which never waits and never blocks, and ``BEGIN IMMEDIATE`` inside ``writing()``, which queues for
the one writer's place before anything is read. The web layer wraps every changing request in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BUSY_TIMEOUT_MS = 5000

SEALING_KEY = "sealing_key"  # in the `info` of every session

_writing: ContextVar[bool] = ContextVar("portal_writing", default=False)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, UTC in and out on every database; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table. ``Mapped[datetime]`` is stored as ``UtcDateTime``."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime()}


db = SQLAlchemy()


def sealing_key(session: Session) -> str:
    """The key for what is sealed in this session's database; a service need not be handed it.

    The application gives it to its sessions (`info`), a test to its own.
    """
    key: str = session.info[SEALING_KEY]
    return key


def seal_with(key: str) -> None:
    """Give sessions of the current application this key from now on."""
    db.sessionmaker.configure(info={SEALING_KEY: key})


def insert_into(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that may say what it does ON CONFLICT, in the words of this session's database."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def engine_options(url: str) -> dict[str, Any]:
    """Arguments for ``create_engine`` that suit the database of ``url``."""
    # An error quotes its statement in the log; it must not quote what a reader typed.
    options: dict[str, Any] = {"hide_parameters": True}
    if sa.make_url(url).get_backend_name() != "sqlite":
        options["pool_pre_ping"] = True
    return options


def make_engine(url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> sa.Engine:
    """An engine for ``url`` outside any application, tuned as the portal's own."""
    engine = sa.create_engine(url, **engine_options(url))
    tune(engine, busy_timeout_ms=busy_timeout_ms)
    return engine


def tune(engine: sa.Engine, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
    """Give a SQLite engine its pragmas and transactions; leave any other as it is."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {busy_timeout_ms:d}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")  # with WAL: safe, one fsync less a commit
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -32768")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@contextmanager
def writing(enabled: bool = True) -> Iterator[None]:
    """Transactions begun inside take the writer's place at once (SQLite; elsewhere no effect)."""
    token = _writing.set(enabled)
    try:
        yield
    finally:
        _writing.reset(token)


def begin_for_writing(enabled: bool) -> None:
    """``writing()`` for the rest of this request, for code that cannot stay in a ``with``."""
    _writing.set(enabled)


@contextmanager
def session_scope(
    where: str | sa.Engine, *, read_only: bool = False, info: dict[Any, Any] | None = None
) -> Iterator[Session]:
    """A session outside a request: committed at the end, rolled back when an error leaves.

    A long reader (an index build) asks for ``read_only`` so that writers need not wait for it.
    """
    engine = make_engine(where) if isinstance(where, str) else where
    try:
        with writing(not read_only), Session(engine, info=info) as session:
            yield session
            if not read_only:
                session.commit()
    finally:
        if isinstance(where, str):
            engine.dispose()
