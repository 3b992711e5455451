"""Whatever was edited, added, deleted or merged: an update leaves what a rebuild would make."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.catalogue.models import DeletedRecord, Record, RecordAgent, RecordSubject
from portal.clock import now
from portal.search.codec import lexicon
from portal.search.generations import POINTER, IndexBusy, building, read_pointer, writing
from portal.search.maintenance import build_index, check_index, update_index
from portal.search.state import SearchState
from tests import make
from tests.search.finding import Reader, opened

QUERIES = (
    "", "sách", "sach", "dế mèn", "tô hoài", '"sách 3"', "sác*", "-dế", "sách OR dế", "mới",
)  # fmt: skip
SORTS = ("title", "author", "newest", "added")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def books(session: Session) -> list[Record]:
    here = make.library(session, "A-1")
    found = [
        make.record(
            session, f"Sách {number}", authors=[f"Tác giả {number % 3}"], year=1990 + number
        )
        for number in range(12)
    ]
    found.append(make.record(session, authors=["Tô Hoài"]))
    for book in found[::2]:
        make.copy(session, book, here)
    session.commit()
    return found


def edit(session: Session, record: Record, title: str) -> None:
    record.title = title
    record.changed_at = now()
    session.commit()


def remove(session: Session, record: Record) -> None:
    for table in (RecordAgent, RecordSubject):
        session.execute(delete(table).where(table.record_id == record.id))
    session.execute(delete(Record).where(Record.id == record.id))
    session.add(DeletedRecord(record_id=record.id, heir_id=None, at=now()))
    session.commit()


def answers(session: Session, home: Path) -> dict[object, object]:
    """What readers get of the serving index: sets by query, sequences by order."""
    reader = Reader(session, home, build=False)
    found: dict[object, object] = {q: sorted(reader.titles(q)) for q in QUERIES}
    for sort in SORTS:
        state = SearchState(sort=sort, per_page=100)
        # Ties stand in another order in another index; only what is told apart is compared.
        found[sort] = reader.of(state) if sort == "title" else sorted(reader.of(state))
    facets = reader.searcher.find(SearchState()).facets
    found["facets"] = {name: sorted(counts) for name, counts in facets.items()}
    return found


def same_as_rebuilt(session: Session, home: Path, tmp_path: Path) -> None:
    updated = answers(session, home)
    build_index(session, tmp_path / "fresh")
    assert updated == answers(session, tmp_path / "fresh")
    assert not check_index(session, home)


@pytest.mark.both_databases
def test_an_update_is_as_good_as_a_build(
    session: Session, home: Path, tmp_path: Path, books: list[Record]
) -> None:
    gone, changed = books[3].id, books[5]
    build_index(session, home)
    assert update_index(session, home) == 0
    edit(session, changed, "Sách mới")
    remove(session, books[3])
    make.record(session, "Ăn gì")
    make.record(session, "Sách thêm", authors=["Tô Hoài"])
    session.commit()
    assert update_index(session, home) == 4
    assert len(opened(home).documents_of([gone])) == 0
    same_as_rebuilt(session, home, tmp_path)
    assert update_index(session, home) == 0


def test_many_small_updates_are_merged_and_stay_right(
    session: Session, home: Path, tmp_path: Path, books: list[Record]
) -> None:
    build_index(session, home)
    for number in range(14):
        edit(session, books[number % 5], f"Sách mới {number}")
        make.record(session, f"Sách thêm {number}", authors=["Tô Hoài"])
        session.commit()
        assert update_index(session, home) == 2
    assert len(opened(home).leaves) <= 3
    same_as_rebuilt(session, home, tmp_path)


def test_an_update_without_an_index_builds_one(
    session: Session, home: Path, books: list[Record]
) -> None:
    assert update_index(session, home) == len(books)
    assert not check_index(session, home)


def test_a_catalogue_that_was_empty_when_built(session: Session, home: Path) -> None:
    build_index(session, home)
    assert Reader(session, home, build=False).titles("") == []
    make.record(session, "Đầu tiên")
    session.commit()
    assert update_index(session, home) == 1
    assert Reader(session, home, build=False).titles("dau tien") == ["Đầu tiên"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh's own files
def test_a_build_that_fails_leaves_what_serves(
    session: Session, home: Path, books: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(session, home)
    pointer = read_pointer(home)
    edit(session, books[0], "Sửa rồi")

    def broken(*args: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(lexicon, "write", broken)
    with pytest.raises(OSError, match="space"):
        build_index(session, home)
    monkeypatch.undo()
    assert read_pointer(home) == pointer
    reader = Reader(session, home, build=False)
    assert reader.searcher.count(SearchState(q="sách")) == 12
    assert reader.searcher.count(SearchState(q="sửa")) == 0
    assert [path for path in home.iterdir() if path.is_dir()] == [
        home / str(pointer and pointer.folder)
    ]
    assert update_index(session, home) == 1


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from sqlalchemy.orm import Session
    from portal.db import make_engine
    from portal.search import maintenance
    from portal.search.codec import lexicon
    write = lexicon.write
    def killed(*args):
        write(*args)
        os.kill(os.getpid(), signal.SIGKILL)
    lexicon.write = killed
    with Session(make_engine(sys.argv[1])) as session:
        maintenance.build_index(session, Path(sys.argv[2]))
"""


def test_a_build_that_is_killed_leaves_what_serves(
    session: Session, home: Path, books: list[Record], database_url: str
) -> None:
    build_index(session, home)
    before, pointer = answers(session, home), read_pointer(home)
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), database_url, str(home)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert read_pointer(home) == pointer
    assert answers(session, home) == before
    # Nothing stays locked, and the folder of the broken build goes with a later one.
    for _ in range(4):
        build_index(session, home)
    folders = [path for path in home.iterdir() if path.is_dir()]
    assert len(folders) <= 3


def test_there_is_one_writer_at_a_time(session: Session, home: Path, books: list[Record]) -> None:
    with building(home), pytest.raises(IndexBusy):
        build_index(session, home)
    with writing(home), pytest.raises(IndexBusy):
        update_index(session, home)
    assert not (home / POINTER).exists()
    build_index(session, home)


def test_check_finds_what_is_missing_surplus_and_different(
    session: Session, home: Path, books: list[Record]
) -> None:
    assert check_index(session, home).missing == [book.id for book in books]
    build_index(session, home)
    assert not check_index(session, home)
    added = make.record(session, "Thêm")
    books[1].title = "Đổi tên"  # `changed_at` forgotten: only a check can see it
    books[2].year = 1801
    make.copy(session, books[4], make.library(session, "B-2"))
    session.commit()
    removed = books[7].id
    remove(session, books[7])
    found = check_index(session, home)
    assert found.missing == [added.id]
    assert found.surplus == [removed]
    assert set(found.different) == {books[1].id, books[2].id, books[4].id}
    assert {"words", "neighbours", "whole titles"} <= set(found.different[books[1].id])
    assert found.different[books[2].id] == ["year"]
    assert found.different[books[4].id] == ["facets"]
