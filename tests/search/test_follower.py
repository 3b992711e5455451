"""The index follows the database: beside the server, through troubles, and no longer than it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import delete
from sqlalchemy.orm import Session, sessionmaker

from portal.catalogue.models import DeletedRecord, Record
from portal.clock import now
from portal.config import Settings
from portal.search.follower import BUSY, LONGEST_WAIT, Follower, something_waits
from portal.search.generations import POINTER, read_pointer, writing
from portal.search.maintenance import build_index, check_index
from tests import make
from tests.serving import beside, serving
from tests.waiting import until


@pytest.fixture
def follower(engine: sa.Engine, session: Session, tmp_path: Path) -> Follower:
    make.record(session, "Số đỏ")
    session.commit()
    return Follower(sessionmaker(engine), tmp_path / "index")


@pytest.mark.both_databases
def test_it_brings_in_what_waits(follower: Follower, session: Session, tmp_path: Path) -> None:
    follower.look()
    assert not check_index(session, tmp_path / "index")
    assert not something_waits(session)
    session.rollback()
    book = make.record(session, "Làm đĩ")
    session.commit()
    assert something_waits(session)
    session.rollback()
    follower.look()
    assert not something_waits(session)
    session.execute(delete(Record).where(Record.id == book.id))
    session.add(DeletedRecord(record_id=book.id, heir_id=None, at=now()))
    session.commit()
    assert something_waits(session)
    session.rollback()
    follower.look()
    assert not check_index(session, tmp_path / "index")


@pytest.mark.both_databases
def test_what_waits_is_found_in_an_index_of_its_own(session: Session, database_kind: str) -> None:
    query = "SELECT id, changed_at FROM record WHERE indexed_at IS NULL OR indexed_at != changed_at"
    if database_kind == "sqlite":
        plan = session.execute(sa.text(f"EXPLAIN QUERY PLAN {query}")).all()
    else:
        session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        plan = session.execute(sa.text(f"EXPLAIN {query}")).all()
    assert "ix_record_not_indexed" in str(plan)


def test_it_waits_longer_after_each_trouble_and_never_gives_up(
    follower: Follower, tmp_path: Path
) -> None:
    (tmp_path / "index").write_text("in the way")
    waits = [follower.look() for _ in range(9)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    (tmp_path / "index").unlink()
    assert follower.look() < LONGEST_WAIT
    assert read_pointer(tmp_path / "index") is not None


def test_it_lets_another_writer_finish(follower: Follower, tmp_path: Path) -> None:
    with writing(tmp_path / "index"):
        assert follower.look() == BUSY


def test_a_lost_pointer_is_mended_without_a_change(follower: Follower, tmp_path: Path) -> None:
    follower.look()
    (tmp_path / "index" / POINTER).write_bytes(b"")
    follower.look()
    assert read_pointer(tmp_path / "index") is not None


def test_what_is_worn_is_built_anew_beside_the_updates(
    engine: sa.Engine, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build here is a process that only says that it runs, for as long as it is let."""
    home, told = tmp_path / "index", tmp_path / "told"
    command = ["sh", "-c", f"echo >> {told}; exec sleep 60"]
    for number in range(9):
        make.record(session, f"Sách {number}")
    session.commit()
    monkeypatch.setattr("portal.search.additions.REBUILD_LEAST", 1)
    with contextlib.closing(Follower(sessionmaker(engine), home, command)) as follower:
        follower.look()
        for _ in range(3):
            make.record(session, "Thêm")
            make.record(session, "Thêm nữa")
            session.commit()
            follower.look()
            assert not check_index(session, home)
            session.rollback()
        until(told.exists)
    assert told.read_text() == "\n"


@pytest.fixture
def server(session: Session, settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    build_index(session, settings.index_folder)
    with serving(settings) as process:
        yield process


def test_the_server_brings_it_along_and_takes_it_with_it(
    server: subprocess.Popen[bytes], session: Session
) -> None:
    first = beside(server.pid, "index", "follow")
    make.record(session, "Làm đĩ")
    session.commit()

    def followed() -> bool:
        waits = something_waits(session)
        session.rollback()
        return not waits

    until(followed)
    os.kill(first, signal.SIGKILL)
    last = beside(server.pid, "index", "follow", but=first)
    server.kill()
    until(lambda: not Path(f"/proc/{last}").exists())
