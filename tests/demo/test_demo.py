"""The demo: what its files promise, and commands that never touch what a library has of its own."""

import csv
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Copy, SourceRecord
from portal.catalogue.reading import Draft, read
from portal.cli import portal
from portal.demo.files import write_files
from portal.demo.spread import Shelf, place
from portal.demo.synthetic import synthetic_editions
from portal.demo.titles import editions
from portal.libraries.kinds import LibraryKind
from tests import make

SHELVES = [
    Shelf("HN-BT", LibraryKind.CITY, ("KM", "KK", "TN", "BC", "NV")),
    *(Shelf(f"KV-{number}", LibraryKind.REGIONAL, ("KM", "KK", "TN")) for number in range(20)),
    Shelf("TS-1", LibraryKind.BOOKCASE, ("KM",)),
]


def run(app: Flask, *words: str) -> str:
    result = CliRunner().invoke(portal, list(words), obj=app)
    assert result.exit_code == 0, result.output
    return result.output


def test_at_least_eight_hundred_works_and_no_isbn() -> None:
    rows = editions()
    assert len({(row["Nhan đề"], row["Thông tin trách nhiệm"]) for row in rows}) >= 800
    assert not any("ISBN" in row for row in rows)
    assert {"vie", "eng", "fre"} <= {row["Ngôn ngữ"] for row in rows}


def test_every_situation_occurs_on_the_shelves() -> None:
    placed = [place(row, SHELVES) for row in editions()]
    everything = [copy for copies in placed for copy in copies]
    assert {CopyStatus.on_loan, CopyStatus.in_transit, CopyStatus.processing, CopyStatus.lost} <= {
        copy.status for copy in everything
    }
    assert any(len(copies) == 1 for copies in placed)
    assert any(all(copy.status is CopyStatus.on_loan for copy in copies) for copies in placed)
    assert any(copy.room == "KK" for copy in everything)
    assert any(not copy.lendable for copy in everything)
    assert placed == [place(row, SHELVES) for row in editions()]


def test_its_files_are_read_without_a_bad_record(tmp_path: Path) -> None:
    files = write_files(tmp_path, editions()[:60], SHELVES)
    for path in files.values():
        numbers = {
            row["Mã biểu ghi"] for row in csv.DictReader(path.read_text("utf-8").splitlines())
        }
        found = list(read(path))
        assert all(isinstance(one, Draft) for one in found)
        assert len(found) == len(numbers)


def test_made_up_records_leave_a_library_its_own(app: Flask, session: Session) -> None:
    own = make.library(session, "HN-BT", kind=LibraryKind.CITY)
    make.library(session, "KV-A")
    kept = make.record(session, "Sổ tay thủ thư", loan_count=7)
    copy = make.copy(session, kept, own, added_on=date(2020, 1, 2))
    session.commit()
    run(app, "demo", "--records", "40")
    first = set(session.scalars(select(SourceRecord.number)))
    session.rollback()  # to see what another connection wrote
    run(app, "demo", "--records", "10")
    second = set(session.scalars(select(SourceRecord.number))) - first
    assert (len(first), len(second)) == (40, 10)
    assert (kept.title, kept.loan_count, copy.added_on) == ("Sổ tay thủ thư", 7, date(2020, 1, 2))
    added = select(func.count()).select_from(Copy).where(Copy.added_on.is_(None))
    assert session.scalar(added) == 0


def test_the_same_made_up_records_every_time() -> None:
    rows = editions()
    assert list(synthetic_editions(rows, 5)) == list(synthetic_editions(rows, 5))


def test_index_commands_build_update_and_tell_what_differs(app: Flask, session: Session) -> None:
    book = make.record(session, "Dế Mèn phiêu lưu ký")
    make.copy(session, book, make.library(session, "HN-BT"))
    session.commit()
    assert "1 biểu ghi" in run(app, "index", "build")
    assert "khớp" in run(app, "index", "check")
    make.record(session, "Số đỏ")
    session.commit()
    checked = CliRunner().invoke(portal, ["index", "check"], obj=app)
    assert checked.exit_code == 1
    assert "thiếu" in checked.output
    assert "1 biểu ghi" in run(app, "index", "update")
    assert "mới nhất" in run(app, "index", "update")
