"""What a worker serves: the newest index, and availability as the database has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.catalogue.availability import note_changes, set_status
from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import AvailabilityChange, Copy, Record
from portal.clock import now
from portal.libraries.models import Library
from portal.libraries.network import read_network
from portal.search.live import LOOK_AGAIN_AFTER, IndexMissing, LiveIndex
from portal.search.maintenance import build_index, update_index
from portal.search.service import Searcher
from portal.search.state import SearchState
from tests import make


class Clock:
    time = 0.0

    def __call__(self) -> float:
        self.time += LOOK_AGAIN_AFTER
        return self.time


class Shelf:
    """One book in one library, followed by a worker."""

    def __init__(self, session: Session, home: Path) -> None:
        self.session, self.home = session, home
        self.here: Library = make.library(session, "A-1")
        self.book: Record = make.record(session)
        self.copy: Copy = make.copy(session, self.book, self.here)
        session.commit()
        build_index(session, home)
        self.live = LiveIndex(home, Clock(), may_lag=0)

    def count(self, **state: object) -> int:
        snapshot = self.live.snapshot(self.session)
        searcher = Searcher(self.session, snapshot, read_network(self.session))
        return searcher.count(SearchState(**state))  # type: ignore[arg-type]

    def to_be_had(self, *libraries: str) -> bool:
        chosen = {"library": libraries} if libraries else {}
        return self.count(available=True, chosen=chosen) == 1

    def status(self, status: CopyStatus) -> None:
        set_status(self.session, self.copy, status)
        self.session.commit()


@pytest.fixture
def shelf(session: Session, tmp_path: Path) -> Shelf:
    return Shelf(session, tmp_path / "index")


def prune(session: Session) -> None:
    """Forget all changes but the newest, whose number the next one counts on from."""
    newest = select(func.max(AvailabilityChange.id)).scalar_subquery()
    session.execute(delete(AvailabilityChange).where(AvailabilityChange.id < newest))
    session.commit()


def test_a_loan_is_seen_without_touching_the_index(shelf: Shelf) -> None:
    assert shelf.to_be_had()
    before = sorted(path.stat().st_mtime_ns for path in shelf.home.rglob("*"))
    shelf.status(CopyStatus.on_loan)
    assert not shelf.to_be_had()
    assert not shelf.to_be_had("A-1")
    shelf.status(CopyStatus.available)
    assert shelf.to_be_had("A-1")
    assert sorted(path.stat().st_mtime_ns for path in shelf.home.rglob("*")) == before


def test_a_worker_that_slept_through_pruning_reads_all_anew(shelf: Shelf, session: Session) -> None:
    assert shelf.to_be_had()
    shelf.status(CopyStatus.on_loan)
    note_changes(session, [make.record(session, "Khác").id])
    prune(session)
    assert not shelf.to_be_had()


def test_pruning_alone_changes_nothing(shelf: Shelf, session: Session) -> None:
    for status in (CopyStatus.on_loan, CopyStatus.on_hold):
        shelf.status(status)
        assert not shelf.to_be_had()
        prune(session)
        assert not shelf.to_be_had()
    shelf.status(CopyStatus.available)
    assert shelf.to_be_had()


def test_a_worker_started_after_pruning_reads_all_anew(shelf: Shelf, session: Session) -> None:
    shelf.status(CopyStatus.on_loan)
    note_changes(session, [make.record(session, "Khác").id])
    prune(session)
    shelf.live = LiveIndex(shelf.home, Clock(), may_lag=0)
    assert not shelf.to_be_had()


def test_a_database_put_back_is_read_anew(shelf: Shelf, session: Session) -> None:
    for status in (CopyStatus.on_loan, CopyStatus.available, CopyStatus.on_loan):
        shelf.status(status)
    assert not shelf.to_be_had()
    shelf.copy.status = CopyStatus.available
    session.execute(delete(AvailabilityChange).where(AvailabilityChange.id > 1))
    session.commit()
    assert shelf.to_be_had()


def test_a_new_generation_serves_from_the_next_search_on(shelf: Shelf, session: Session) -> None:
    assert shelf.count(q="so do") == 0
    make.record(session, "Số đỏ")
    session.commit()
    update_index(session, shelf.home)
    assert shelf.count(q="so do") == 1
    shelf.status(CopyStatus.on_loan)
    build_index(session, shelf.home)
    assert not shelf.to_be_had()


def test_an_update_does_not_bring_back_a_loan(shelf: Shelf, session: Session) -> None:
    """The whole build saw the copy on its shelf; the loan came before the update."""
    shelf.status(CopyStatus.on_loan)
    make.record(session, "Số đỏ")
    session.commit()
    update_index(session, shelf.home)
    assert not shelf.to_be_had()


def test_without_an_index_it_says_so(session: Session, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        LiveIndex(tmp_path / "none").snapshot(session)


def arrived(shelf: Shelf, library: Library) -> list[int]:
    """The records that stand ready in a library where the index does not have them."""
    snapshot = shelf.live.snapshot(shelf.session)
    return snapshot.numbers["record_id"][snapshot.arrived([library.id])].tolist()  # type: ignore[no-any-return]


def move(shelf: Shelf, copy: Copy, library: Library) -> None:
    copy.holding_library_id = library.id
    note_changes(shelf.session, [copy.record_id])
    shelf.session.commit()


def test_a_copy_that_moved_is_known_where_it_arrived_without_the_index(
    shelf: Shelf, session: Session
) -> None:
    there, further = make.library(session, "B-1"), make.library(session, "C-1")
    unindexed = make.copy(session, make.record(session, "Mới về"), there)
    note_changes(session, [unindexed.record_id])
    session.commit()
    assert arrived(shelf, there) == []  # no search finds that record yet
    move(shelf, shelf.copy, there)
    assert (arrived(shelf, shelf.here), arrived(shelf, there)) == ([], [shelf.book.id])
    assert shelf.to_be_had()
    assert shelf.to_be_had("B-1")
    assert not shelf.to_be_had("A-1")
    move(shelf, shelf.copy, further)
    assert not shelf.to_be_had("B-1")
    assert (arrived(shelf, there), arrived(shelf, further)) == ([], [shelf.book.id])
    shelf.status(CopyStatus.on_loan)
    assert arrived(shelf, further) == []
    shelf.status(CopyStatus.available)
    assert arrived(shelf, further) == [shelf.book.id]
    move(shelf, shelf.copy, shelf.here)
    assert arrived(shelf, further) == []
    assert shelf.to_be_had("A-1")


def test_arrivals_are_known_until_the_index_has_them(shelf: Shelf, session: Session) -> None:
    there = make.library(session, "B-1")
    move(shelf, shelf.copy, there)
    assert arrived(shelf, there) == [shelf.book.id]
    make.record(session, "Sách thêm")
    session.commit()
    update_index(session, shelf.home)  # of another book: the snapshot after it goes on from here
    assert arrived(shelf, there) == [shelf.book.id]
    shelf.book.changed_at = now()
    session.commit()
    update_index(session, shelf.home)
    assert arrived(shelf, there) == []
    assert shelf.to_be_had("B-1")


def test_a_worker_that_begins_afterwards_knows_arrivals_too(shelf: Shelf, session: Session) -> None:
    there = make.library(session, "B-1")
    move(shelf, shelf.copy, there)
    prune(session)
    shelf.live = LiveIndex(shelf.home, Clock(), may_lag=0)
    assert arrived(shelf, there) == [shelf.book.id]
