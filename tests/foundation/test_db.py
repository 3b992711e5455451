"""The database below every feature: moments, transactions, two writers, foreign keys."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from portal.db import UtcDateTime, make_engine, session_scope, writing
from tests.databases import counted_queries

TABLES = sa.MetaData()
NOTE = sa.Table(
    "note",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime),
    sa.Column("parent_id", sa.ForeignKey("note.id")),
)
MOMENT = datetime(2025, 9, 2, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def notes(engine: sa.Engine) -> sa.Engine:
    TABLES.create_all(engine)
    return engine


def count(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(NOTE)) or 0


@pytest.mark.both_databases
def test_a_moment_comes_back_as_it_went_in(notes: sa.Engine) -> None:
    in_hanoi = MOMENT.astimezone(timezone(timedelta(hours=7)))
    with notes.begin() as connection:
        connection.execute(sa.insert(NOTE).values(id=1, at=in_hanoi))
        back = connection.scalar(sa.select(NOTE.c.at))
    assert back == MOMENT
    assert back is not None
    assert back.utcoffset() == timedelta(0)


@pytest.mark.both_databases
def test_a_moment_without_a_zone_is_refused(notes: sa.Engine) -> None:
    with notes.connect() as connection, pytest.raises(StatementError, match="naive"):
        connection.execute(sa.insert(NOTE).values(at=MOMENT.replace(tzinfo=None)))


@pytest.mark.both_databases
def test_a_row_that_points_nowhere_is_refused(notes: sa.Engine) -> None:
    with notes.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(sa.insert(NOTE).values(parent_id=99))


@pytest.mark.both_databases
def test_a_scope_commits_at_the_end_and_undoes_after_an_error(notes: sa.Engine) -> None:
    with session_scope(notes) as session:
        session.execute(sa.insert(NOTE))
    with pytest.raises(IntegrityError), session_scope(notes) as session:
        session.execute(sa.insert(NOTE), [{"id": 7}, {"id": 7}])
    assert count(notes) == 1


def test_a_read_only_scope_keeps_nothing(notes: sa.Engine) -> None:
    with session_scope(notes, read_only=True) as session:
        session.execute(sa.insert(NOTE))
    assert count(notes) == 0


def test_sqlite_runs_in_wal_mode(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_reader_neither_waits_for_a_writer_nor_sees_half_its_work(notes: sa.Engine) -> None:
    with writing(), notes.begin() as writer:
        writer.execute(sa.insert(NOTE))
        with writing(False):
            assert count(notes) == 0
    assert count(notes) == 1


def test_a_second_writer_waits_before_it_reads(notes: sa.Engine) -> None:
    """Both read, then write what they read plus one: neither is lost, neither fails."""
    start = threading.Barrier(2)

    def add_one() -> None:
        start.wait()
        with writing(), notes.begin() as connection:
            highest = connection.scalar(sa.select(sa.func.max(NOTE.c.id))) or 0
            connection.execute(sa.insert(NOTE).values(id=highest + 1))

    threads = [threading.Thread(target=add_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(notes) == 2


def test_a_writer_gives_up_after_the_busy_timeout(notes: sa.Engine) -> None:
    impatient = make_engine(notes.url.render_as_string(), busy_timeout_ms=1)
    with (
        writing(),
        notes.connect() as first,
        first.begin(),
        impatient.connect() as second,
        pytest.raises(OperationalError, match="locked"),
    ):
        second.execute(sa.select(1))
    impatient.dispose()


def test_an_error_does_not_quote_what_was_typed(notes: sa.Engine) -> None:
    with notes.connect() as connection, pytest.raises(OperationalError) as caught:
        connection.execute(sa.text("SELECT :word FROM nowhere"), {"word": "Nguyễn Thị Bí Mật"})
    assert "Bí Mật" not in str(caught.value)


def test_statements_can_be_counted(engine: sa.Engine) -> None:
    with counted_queries(engine) as statements, engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    assert statements == ["SELECT 1"]


def test_a_test_without_a_database_cannot_reach_one(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/secret.sqlite")
    with pytest.raises(AssertionError, match="asked for no database"):
        engine.connect()
    with pytest.raises(AssertionError, match="asked for no database"):
        make_engine("postgresql+psycopg://postgres@127.0.0.1/postgres").connect()
