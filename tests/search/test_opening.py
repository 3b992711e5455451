"""Opening a new generation beside the old one, and reading on in what commits late."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.catalogue.models import AvailabilityChange, Record
from portal.clock import now
from portal.db import make_engine
from portal.search import live
from portal.search.changes import Changes
from portal.search.columns import ORDERS
from portal.search.live import LiveIndex
from portal.search.maintenance import build_index, update_index
from portal.search.snapshot import Snapshot
from tests import make
from tests.search.finding import opened


@pytest.fixture
def home(session: Session, tmp_path: Path) -> Path:
    make.record(session, "Sách")
    session.commit()
    build_index(session, tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
def test_a_snapshot_nobody_holds_is_gone_at_once(home: Path) -> None:
    snapshot = opened(home)
    snapshot.order("title_order")
    snapshot.words.word("sach")
    gone = weakref.ref(snapshot)
    del snapshot
    assert gone() is None


def test_the_old_generation_serves_while_the_new_one_opens(
    session: Session, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = LiveIndex(home, may_lag=3600.0)
    old = served.snapshot(session)
    may_open, is_opening = threading.Event(), threading.Event()

    def slowly(folder: Path, toc: int) -> Snapshot:
        is_opening.set()
        assert may_open.wait(30)
        return Snapshot(folder, toc)

    monkeypatch.setattr(live, "Snapshot", slowly)
    add(session, home, "Sách mới")
    assert served.snapshot(session) is old
    assert is_opening.wait(30)
    assert served.snapshot(session) is old
    may_open.set()
    opener = served._opener
    assert opener is not None
    opener.join(30)
    assert served.snapshot(session).count == 2


def test_a_generation_that_has_waited_is_opened_before_the_answer(
    session: Session, home: Path
) -> None:
    served = LiveIndex(home, may_lag=0.0)
    served.snapshot(session)
    add(session, home, "Sách mới")
    assert served.snapshot(session).count == 2


def test_what_is_worked_out_once_is_there_before_anybody_asks(session: Session, home: Path) -> None:
    served = LiveIndex(home, may_lag=0.0)
    served.snapshot(session)
    add(session, home, "Sách mới")
    snapshot = served.snapshot(session)
    assert snapshot.count == 2
    assert set(snapshot._orders) == set(ORDERS)
    assert {"shelves", "_by_record"} <= vars(snapshot).keys()


def add(session: Session, home: Path, title: str) -> Record:
    record = make.record(session, title)
    session.commit()
    update_index(session, home)
    return record


@pytest.mark.both_databases
def test_a_change_that_commits_after_later_ones_is_still_read(
    session: Session, database_url: str
) -> None:
    if session.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite has one writer: what is numbered first is seen first")
    changes = Changes(0)
    note(session, 1)
    session.commit()
    assert changes.unread(session) == {1}
    engine = make_engine(database_url)
    try:
        with Session(engine) as late:
            note(late, 2)  # has its number now, and is seen when it commits
            note(session, 3)
            session.commit()
            assert changes.unread(session) == {3}
            assert changes.unread(session) == set()
            late.commit()
    finally:
        engine.dispose()
    session.rollback()
    assert changes.unread(session) == {2}
    assert changes.unread(session) == set()


@pytest.mark.both_databases
def test_numbers_that_went_back_mean_that_nothing_is_known(session: Session) -> None:
    note(session, 1)
    session.commit()
    changes = Changes(1_000)  # of a database that was put back from a copy
    assert changes.unread(session) is None


def note(session: Session, record_id: int) -> None:
    session.execute(insert(AvailabilityChange), [{"record_id": record_id, "at": now()}])
