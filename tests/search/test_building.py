"""A whole build beside everything else: updates go on, and nothing of them is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.catalogue.models import DeletedRecord, Record
from portal.clock import now
from portal.search import bulk, documents, journal, maintenance
from portal.search.generations import IndexBusy, read_pointer
from portal.search.linked import Linked
from portal.search.maintenance import build_index, check_index, update_index
from portal.search.state import SearchState
from tests import make
from tests.search.finding import Reader


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def other(engine: sa.Engine) -> Iterator[Session]:
    """Somebody else at work."""
    with Session(engine) as session:
        yield session


def found(session: Session, home: Path, q: str) -> int:
    return Reader(session, home, build=False).searcher.count(SearchState(q=q))


def edit(session: Session, record_id: int, title: str) -> None:
    record = session.get_one(Record, record_id)
    record.title, record.changed_at = title, now()
    session.commit()


def remove(session: Session, record_id: int) -> None:
    session.execute(delete(Record).where(Record.id == record_id))
    session.add(DeletedRecord(record_id=record_id, heir_id=None, at=now()))
    session.commit()


@pytest.mark.both_databases
@pytest.mark.parametrize("updated", [True, False])
def test_what_changes_during_a_build_is_in_both_indexes(
    session: Session, other: Session, home: Path, monkeypatch: pytest.MonkeyPatch, *, updated: bool
) -> None:
    books = [make.record(session, f"Sách {number}").id for number in range(6)]
    session.commit()
    build_index(session, home)
    build = bulk.build

    def slow(folder: Path, chunks: object) -> int:
        monkeypatch.undo()
        records = build(folder, chunks)  # type: ignore[arg-type]
        edit(other, books[0], "Sửa trong lúc dựng")
        remove(other, books[1])
        make.record(other, "Thêm trong lúc dựng")
        other.commit()
        if updated:
            assert update_index(other, home) == 3
            assert found(other, home, '"trong lúc dựng"') == 2
            assert found(other, home, '"sách 1"') == 0
            with pytest.raises(IndexBusy):
                build_index(other, home)
            other.rollback()
        return records

    monkeypatch.setattr(bulk, "build", slow)
    before = read_pointer(home)
    after = build_index(session, home)
    assert before is not None
    assert (after.folder != before.folder, after.records) == (True, 6)
    assert found(session, home, '"trong lúc dựng"') == 2
    assert found(session, home, '"sách 1"') == 0
    assert not check_index(session, home)
    assert update_index(session, home) == 0
    assert not (home / journal.FILE).exists()


def test_a_catalogue_that_was_empty_when_the_build_began(
    session: Session, other: Session, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = bulk.build

    def slow(folder: Path, chunks: object) -> int:
        records = build(folder, chunks)  # type: ignore[arg-type]
        make.record(other, "Đầu tiên")
        other.commit()
        return records

    monkeypatch.setattr(bulk, "build", slow)
    assert build_index(session, home).records == 1
    monkeypatch.undo()
    assert found(session, home, "đầu tiên") == 1
    assert not check_index(session, home)


def test_many_small_builds_at_once_sweep_none_away(
    session: Session, other: Session, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder being built is kept, whatever its name is among those left behind."""
    make.record(session)
    session.commit()
    build_index(session, home)
    for number in range(4):
        (home / f"9999-{number}").mkdir()
    build = bulk.build

    def slow(folder: Path, chunks: object) -> int:
        make.record(other, "Thêm")
        other.commit()
        assert update_index(other, home) == 1
        return build(folder, chunks)  # type: ignore[arg-type]

    monkeypatch.setattr(bulk, "build", slow)
    assert build_index(session, home).records == 2
    monkeypatch.undo()
    assert not check_index(session, home)


@pytest.mark.both_databases
@pytest.mark.parametrize("act", [build_index, update_index])
def test_all_that_is_read_is_of_one_moment(
    session: Session, other: Session, home: Path, monkeypatch: pytest.MonkeyPatch, act: object
) -> None:
    """Authors and copies are read before the records: a change between the two is in neither."""
    record = make.record(session, "Sách cũ", authors=["Người cũ"])
    session.commit()
    build_index(session, home)
    edit(session, record.id, "Sách vừa")
    read = Linked.read

    def then_changed(*args: object) -> object:
        linked = read(*args)  # type: ignore[arg-type]
        monkeypatch.undo()
        edit(other, record.id, "Sách mới")
        return linked

    monkeypatch.setattr(Linked, "read", then_changed)
    act(session, home)  # type: ignore[operator]
    if act is update_index:
        assert found(session, home, '"sách vừa"') == 1
        assert update_index(session, home) == 1
    assert found(session, home, '"sách mới"') == 1
    assert not check_index(session, home)


def test_more_than_are_read_at_once_come_in_any_order_of_works(
    session: Session, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "CHUNK", 2)
    books = [make.record(session, f"Sách {number}") for number in range(6)]
    session.commit()
    build_index(session, home)
    books[0].work_id, books[5].work_id = books[5].work_id, books[0].work_id
    for book in books:
        book.changed_at = now()
    session.commit()
    assert update_index(session, home) == 6
    assert not check_index(session, home)


def test_a_worn_index_takes_in_what_changed_before_it_is_built_anew(
    session: Session, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        make.record(session, f"Sách {number}")
    session.commit()
    first = build_index(session, home)
    monkeypatch.setattr("portal.search.additions.REBUILD_LEAST", 1)
    for number in range(2):
        make.record(session, f"Thêm {number}")
    session.commit()
    brought = maintenance.bring_in(session, home)
    assert brought == maintenance.Brought(2, worn=True)
    serving = read_pointer(home)
    assert serving is not None
    assert (serving.folder, serving.records) == (first.folder, 8)
    make.record(session, "Thêm nữa")
    session.commit()
    assert update_index(session, home) == 1
    serving = read_pointer(home)
    assert serving is not None
    assert serving.folder != first.folder
    assert not check_index(session, home)
