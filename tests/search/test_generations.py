"""The pointer, the lock and the folders: what a crash can leave, and what is done about it."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.libraries.network import read_network
from portal.search.cli import tell
from portal.search.engine import SORTS
from portal.search.facets import FACETS
from portal.search.generations import (
    FORMAT,
    POINTER,
    CannotWrite,
    Generation,
    IndexBusy,
    point_to,
    read_pointer,
    writing,
)
from portal.search.live import IndexMissing, LiveIndex
from portal.search.maintenance import build_index, check_index, update_index
from portal.search.service import Searcher
from portal.search.state import SearchState
from tests import make

TORN = [b"", b"\0" * 40, b"{", b'{"folder": "2', b"[]", b"null", b"{}", b"\xff\xfe", b"7"]


@pytest.fixture
def home(session: Session, tmp_path: Path) -> Path:
    make.record(session, "Số đỏ")
    session.commit()
    build_index(session, tmp_path / "index")
    return tmp_path / "index"


@pytest.mark.parametrize("left", TORN)
def test_a_torn_pointer_is_mended_by_the_next_run(
    session: Session, home: Path, left: bytes
) -> None:
    worker = LiveIndex(home, may_lag=0)
    assert worker.snapshot(session).count == 1
    (home / POINTER).write_bytes(left)
    assert worker.snapshot(session).count == 1  # what it has open, it has
    with pytest.raises(IndexMissing):
        LiveIndex(home).snapshot(session)
    session.rollback()
    assert update_index(session, home) == 1
    assert not check_index(session, home)
    assert worker.snapshot(session).count == 1


def test_a_pointer_to_what_is_gone_is_mended(session: Session, home: Path) -> None:
    generation = read_pointer(home)
    assert generation is not None
    point_to(home, generation)
    (home / generation.folder).rename(home / "elsewhere")
    with pytest.raises(IndexMissing):
        LiveIndex(home).snapshot(session)
    assert update_index(session, home) == 1
    assert not check_index(session, home)


@pytest.mark.parametrize("damage", ["gone", "empty"])
def test_a_generation_that_cannot_be_opened_is_built_anew(
    session: Session, home: Path, damage: str
) -> None:
    generation = read_pointer(home)
    assert generation is not None
    for path in [one for one in (home / generation.folder).rglob("*") if one.is_file()]:
        if damage == "gone":
            path.unlink()
        else:
            path.write_bytes(b"")
    update_index(session, home)
    assert LiveIndex(home).snapshot(session).count == 1
    assert not check_index(session, home)


def test_all_is_on_disk_before_the_pointer_names_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = read_pointer(home)
    assert generation is not None
    done: list[str] = []

    def name_of(handle: int) -> str:
        return os.readlink(f"/proc/self/fd/{handle}")

    monkeypatch.setattr(os, "fsync", lambda handle: done.append(name_of(handle)))
    swap = os.replace

    def swapped(*paths: str) -> None:
        done.append("swap")
        swap(*paths)

    monkeypatch.setattr(os, "replace", swapped)
    point_to(home, replace(generation, records=2))
    folder = home / generation.folder
    before, after = done[: done.index("swap")], done[done.index("swap") + 1 :]
    assert {*map(str, folder.iterdir()), str(folder), str(home)} <= set(before)
    assert after == [str(home)]


def test_what_a_killed_update_left_goes_with_the_next(session: Session, home: Path) -> None:
    generation = read_pointer(home)
    assert generation is not None
    folder = home / generation.folder
    left = ["MAIN_0123abcd.pst", "_MAIN_9.toc", "_MAIN_1.toc.1700000000.5"]
    for name in left:
        (folder / name).write_bytes(b"half")
    make.record(session, "Làm đĩ")
    session.commit()
    assert update_index(session, home) == 1
    assert not {path.name for path in folder.iterdir()} & set(left)
    assert not check_index(session, home)


def test_an_open_snapshot_needs_no_file_any_more(session: Session, home: Path) -> None:
    make.record(session, "Làm đĩ", authors=["Vũ Trọng Phụng"])
    session.commit()
    update_index(session, home)
    worker = LiveIndex(home, may_lag=0)
    snapshot = worker.snapshot(session)
    generation = read_pointer(home)
    assert generation is not None
    for path in [one for one in (home / generation.folder).rglob("*") if one.is_file()]:
        path.unlink()
    searcher = Searcher(session, snapshot, read_network(session))
    for sort in SORTS:
        for q in ("", "so do", '"làm đĩ"', "s*", "tác giả:phụng", "soo ddor"):
            searcher.find(SearchState(q=q, sort=sort), tuple(FACETS))
    assert searcher.count(SearchState(q='"làm đĩ"')) == 1
    assert snapshot.frequency("đỏ") == 1
    assert snapshot.pair_frequency("so", "do") == 1


def test_one_writer_and_the_lock_is_given_back(home: Path) -> None:
    with writing(home), pytest.raises(IndexBusy), writing(home):
        pass
    with writing(home):
        pass


@pytest.mark.parametrize(
    ("number", "full"),
    [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EFBIG, True), (errno.EACCES, False)],
)
def test_what_the_machine_refuses_is_named(home: Path, number: int, full: bool) -> None:
    with pytest.raises(CannotWrite) as refused, writing(home):
        raise OSError(number, os.strerror(number))
    assert refused.value.full is full
    with pytest.raises(OSError, match="other"), writing(home):
        raise OSError(errno.EIO, "other")


def test_an_index_of_another_format_is_none(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    generation = Generation("folder", 1, 0, 0, "2026-11-23T10:00:00+07:00")
    point_to(tmp_path, generation)
    assert read_pointer(tmp_path) == generation
    told = json.loads((tmp_path / POINTER).read_text())
    for other in ({**told, "format": FORMAT - 1}, {k: v for k, v in told.items() if k != "format"}):
        (tmp_path / POINTER).write_text(json.dumps(other))
        assert read_pointer(tmp_path) is None


def test_a_check_tells_of_a_segment_that_cannot_be_opened(
    session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make.record(session, "Sách")
    session.commit()
    generation = build_index(session, tmp_path)
    (lexicon,) = (tmp_path / generation.folder).glob("*.lex")
    lexicon.write_bytes(lexicon.read_bytes()[:40])
    difference = check_index(session, tmp_path)
    assert difference.damaged
    tell(difference)
    told = capsys.readouterr()
    assert "Không mở được chỉ mục" in told.err
    assert "portal index build" in told.out
