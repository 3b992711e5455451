"""Files of libraries become one catalogue, and reading them again changes nothing."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus, Role
from portal.catalogue.models import (
    AvailabilityChange,
    Copy,
    Doubt,
    Identifier,
    ImportRun,
    Record,
    RecordAgent,
    SourceRecord,
    Work,
)
from portal.catalogue.reading.mapping import parse_mapping
from portal.catalogue.union.report import FindingKind
from portal.libraries.kinds import RoomUse, Stacks
from tests import make
from tests.catalogue.reading.files import book, marc, raw_marc
from tests.catalogue.union.imports import (
    ISBN,
    authors_of,
    barcodes_of,
    bring,
    dese,
    figures,
    item,
    record_of,
    state,
    titles,
    told,
)

pytestmark = pytest.mark.both_databases


def test_a_file_becomes_records_with_copies(session: Session, tmp_path: Path) -> None:
    home = make.library(session, "HN-BT")
    make.room(session, home, "KM", stacks=Stacks.OPEN, use=RoomUse.LENDABLE)
    report, _ = bring(
        session, tmp_path, home,
        dese("1", item("A1", c="KM", o="VN 5"), item("A2"), isbn=ISBN), dese("2", title="Võ sĩ bọ"),
    )  # fmt: skip
    assert figures(report) == (2, 0, 0, 0)
    assert titles(session) == ["Dế Mèn phiêu lưu ký", "Võ sĩ bọ"]
    first = record_of(session, home, "1")
    assert authors_of(session, first) == ["Tô Hoài"]
    copies = session.scalars(select(Copy).order_by(Copy.barcode)).all()
    assert [(copy.barcode, copy.call_number, copy.room_id is None) for copy in copies] == [
        ("A1", "VN 5", False), ("A2", None, True),
    ]  # fmt: skip
    assert {copy.owner_library_id for copy in copies} == {home.id}
    run = session.scalars(select(ImportRun)).one()
    assert (run.created, run.finished_at is not None) == (2, True)
    source = session.scalars(select(SourceRecord).where(SourceRecord.number == "1")).one()
    assert source.raw == dese("1", item("A1", c="KM", o="VN 5"), item("A2"), isbn=ISBN)


def test_the_same_file_again_changes_nothing(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    records = [dese("1", item("A1"), isbn=ISBN), dese("2", item("A2"), title="Võ sĩ bọ ngựa")]
    bring(session, tmp_path, home, *records)
    before = state(session)
    report, _ = bring(session, tmp_path, home, *records)
    assert figures(report) == (0, 0, 0, 2)
    assert report.vanished == 0
    assert state(session) == before


def test_a_newer_version_updates(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    bring(session, tmp_path, home, dese("1", item("A1"), year="2018"))
    changed = session.scalars(select(Record.changed_at)).one()
    report, _ = bring(
        session, tmp_path, home, dese("1", item("A1"), item("A2"), title="Dế Mèn", isbn=ISBN)
    )
    assert figures(report) == (0, 0, 1, 0)
    record = session.scalars(select(Record)).one()
    assert (record.title, record.year) == ("Dế Mèn", 2019)
    assert record.changed_at > changed
    assert barcodes_of(session, record.id) == ["A1", "A2"]
    assert list(session.scalars(select(Identifier.value))) == [ISBN]


def test_a_vanished_record_is_named_and_kept(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    bring(session, tmp_path, home, dese("1"), dese("2", title="Võ sĩ bọ ngựa"))
    report, findings = bring(session, tmp_path, home, dese("1"))
    assert report.vanished == 1
    assert told(findings, FindingKind.vanished) == [("2", "Võ sĩ bọ ngựa")]
    assert len(titles(session)) == 2


def test_a_vanished_copy_is_named_and_kept(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    bring(session, tmp_path, home, dese("1", item("A1"), item("A2")))
    _, findings = bring(session, tmp_path, home, dese("1", item("A1")))
    assert told(findings, FindingKind.copy_vanished) == [("1", "A2")]
    assert session.scalar(select(func.count()).select_from(Copy)) == 2


def test_two_libraries_share_a_record(session: Session, tmp_path: Path) -> None:
    one, other = make.library(session), make.library(session)
    bring(session, tmp_path, one, dese("1", item("A1")))
    changed = session.scalars(select(Record.changed_at)).one()
    report, _ = bring(session, tmp_path, other, dese("77", item("B1")))
    assert figures(report) == (0, 1, 0, 0)
    record = session.scalars(select(Record)).one()
    assert barcodes_of(session, record.id) == ["A1", "B1"]
    assert record.changed_at > changed
    assert session.scalar(select(func.count()).select_from(SourceRecord)) == 2
    assert list(session.scalars(select(AvailabilityChange.record_id))) == [record.id]


def test_the_first_describer_keeps_the_words(session: Session, tmp_path: Path) -> None:
    one, other = make.library(session), make.library(session)
    bring(session, tmp_path, one, dese("1", isbn=ISBN))
    bring(session, tmp_path, other, dese("7", isbn=ISBN, publisher="NXB Kim Đồng"))
    other_words = dese("7", ("520", "  $aTóm tắt"), isbn=ISBN, publisher="Nxb. Kim Đồng")
    report, _ = bring(session, tmp_path, other, other_words)
    assert report.updated == 1
    assert session.scalars(select(Record.summary)).one() is None
    bring(session, tmp_path, one, dese("1", ("520", "  $aHay"), isbn=ISBN))
    assert session.scalars(select(Record.summary)).one() == "Hay"


def test_rewriting_keeps_the_numbers_others_sent(session: Session, tmp_path: Path) -> None:
    one, other = make.library(session), make.library(session)
    bring(session, tmp_path, one, dese("1"))
    bring(session, tmp_path, other, dese("7", isbn=ISBN))
    bring(session, tmp_path, one, dese("1", ("520", "  $aHay")))
    assert list(session.scalars(select(Identifier.value))) == [ISBN]


def test_a_change_that_contradicts_the_shared_record_leaves_it(
    session: Session, tmp_path: Path
) -> None:
    one, other = make.library(session), make.library(session)
    bring(session, tmp_path, one, dese("1", item("A1")))
    bring(session, tmp_path, other, dese("7", item("B1")))
    report, _ = bring(session, tmp_path, other, dese("7", item("B1"), title="Số đỏ"))
    assert figures(report) == (0, 0, 1, 0)
    assert titles(session) == ["Dế Mèn phiêu lưu ký", "Số đỏ"]
    assert barcodes_of(session, record_of(session, one, "1")) == ["A1"]
    assert barcodes_of(session, record_of(session, other, "7")) == ["B1"]


def test_duplicate_barcodes_are_both_kept_and_named(session: Session, tmp_path: Path) -> None:
    one, other = make.library(session), make.library(session)
    _, findings = bring(
        session, tmp_path, one, dese("1", item("A1")), dese("2", item("A1"), title="Số đỏ")
    )
    assert told(findings, FindingKind.duplicate_barcode) == [("2", "A1")]
    _, findings = bring(session, tmp_path, other, dese("9", item("A1"), title="Tắt đèn"))
    assert told(findings, FindingKind.barcode_elsewhere) == [("9", "A1")]
    rows = session.execute(select(Copy.owner_library_id, Copy.duplicate_no).order_by(Copy.id))
    assert [tuple(row) for row in rows] == [(one.id, 0), (one.id, 1), (other.id, 0)]


def test_duplicates_stay_put_when_read_again(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    records = [dese("1", item("A1"), item("A1")), dese("2", item("A1"), title="Số đỏ")]
    bring(session, tmp_path, home, *records)
    before = state(session)
    changed = [dese("1", item("A1"), item("A1"), ("520", "  $aX")), records[1]]
    bring(session, tmp_path, home, *changed)
    assert state(session)["copy"] == before["copy"]


def test_one_number_for_two_records(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    records = [dese("1"), dese("1", title="Số đỏ"), dese("1")]
    report, findings = bring(session, tmp_path, home, *records)
    assert titles(session) == ["Dế Mèn phiêu lưu ký", "Số đỏ"]
    assert [text for _place, text in told(findings, FindingKind.number_reused)] == ["Số đỏ"]
    assert len(told(findings, FindingKind.repeated_record)) == 1
    report, _ = bring(session, tmp_path, home, *records)
    assert figures(report) == (0, 0, 0, 2)


def test_branches_and_rooms(session: Session, tmp_path: Path) -> None:
    home, branch = make.library(session, "HN-BT"), make.library(session, "HN-HD")
    make.room(session, branch, "KD", stacks=Stacks.CLOSED, use=RoomUse.ON_SITE, name="Kho đóng")
    report, findings = bring(
        session, tmp_path, home,
        dese("1", item("A1", a="hn-hd", c="kho đóng"), item("A2", a="XX", c="YY"),
             item("A3", a="XX")),
    )  # fmt: skip
    first, second, _third = session.scalars(select(Copy).order_by(Copy.barcode)).all()
    assert (first.owner_library_id, first.lendable) == (branch.id, False)
    assert first.room_id is not None
    assert (second.owner_library_id, second.room_id, second.lendable) == (home.id, None, True)
    assert report.unknown_branches == {"XX": 2}
    assert report.unknown_rooms == {"YY": 1}
    assert len(told(findings, FindingKind.unknown_branch)) == 1


def test_what_the_file_does_not_say_stays(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    bring(session, tmp_path, home, dese("1", item("A1")))
    copy = session.scalars(select(Copy)).one()
    copy.status = CopyStatus.on_loan
    session.flush()
    bring(session, tmp_path, home, dese("1", item("A1", o="VN 7")))
    copy = session.scalars(select(Copy)).one()
    assert (copy.status, copy.call_number) == (CopyStatus.on_loan, "VN 7")
    bring(session, tmp_path, home, dese("1", item("A1", **{"1": "1"})))
    assert session.scalars(select(Copy.status)).one() is CopyStatus.lost


def test_a_copy_without_a_barcode_is_kept_once(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    _, findings = bring(session, tmp_path, home, dese("1", ("852", "  $hVN 5")))
    assert told(findings, FindingKind.no_barcode) == [("1", "VN 5")]
    bring(session, tmp_path, home, dese("1", ("852", "  $hVN 5"), ("520", "  $aX")))
    assert session.scalars(select(Copy.call_number)).one() == "VN 5"


def test_three_hundred_copies(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    items = [item(f"A{number}") for number in range(300)]
    bring(session, tmp_path, home, raw_book(items))
    assert session.scalar(select(func.count()).select_from(Copy)) == 300


def raw_book(items: list[tuple[str, str]]) -> bytes:
    fields = [("001", b"1"), ("245", b"10\x1faB\xc3\xa1o")]
    fields += [(tag, content.replace("$", "\x1f").encode()) for tag, content in items]
    return raw_marc(*fields, leader_9=b"a")


def test_bad_records_are_counted_and_handed_on(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    broken = marc(("001", "x"))
    report, findings = bring(session, tmp_path, home, dese("1"), broken, dese("2", title="Số đỏ"))
    assert (report.created, report.refused, report.read) == (2, 1, 3)
    (finding,) = [one for one in findings if one.kind is FindingKind.bad_record]
    assert (finding.reason, finding.raw) == ("no_title", broken)
    assert "#2" in finding.place


def test_doubtful_letters_wait_for_a_person(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    odd = raw_marc(("001", b"1"), ("245", b"10\x1faAbc \xff\xfe def"))
    bring(session, tmp_path, home, odd)
    doubt = session.scalars(select(Doubt)).one()
    assert (doubt.kind, doubt.field) == ("text", "245$a")
    bring(session, tmp_path, home, dese("1"))
    assert session.scalars(select(Doubt)).all() == []


def test_editions_share_a_work_and_volumes_do_not(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    bring(
        session, tmp_path, home, dese("1", year="2010"), dese("2", year="2020"),
        dese("3", title="Lịch sử", volume="T.1"), dese("4", title="Lịch sử", volume="T.2"),
    )  # fmt: skip
    works = [tuple(row) for row in session.execute(select(Work.title, Work.id).order_by(Work.id))]
    assert [title for title, _id in works] == ["Dế Mèn phiêu lưu ký", "Lịch sử", "Lịch sử"]


def test_roles_of_one_person_twice(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    bring(session, tmp_path, home, dese("1", ("700", "1 $aTô, Hoài$4ill")))
    rows = session.execute(select(RecordAgent.role).order_by(RecordAgent.position)).scalars()
    assert list(rows) == [Role.author, Role.illustrator]
    assert len(set(session.scalars(select(RecordAgent.agent_id)))) == 1


def test_long_and_odd_values_fit_their_columns(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    long = "Rất dài " * 400
    odd = book(
        "1", long, ("100", "1 $a" + "X" * 230), ("490", "  $a" + "Tùng thư " * 90),
        ("650", " 4$a" + "Đề mục " * 100), ("041", "  $avieengfre"), ("082", "04$a" + "8" * 90),
        ("250", "  $aTái bản lần thứ 99999"),
    )  # fmt: skip
    report, _ = bring(session, tmp_path, home, odd, dese("n" * 300))
    assert report.created == 2


def test_another_mapping_is_news(session: Session, tmp_path: Path) -> None:
    home = make.library(session)
    record = dese("1", ("949", "  $iA9"))
    bring(session, tmp_path, home, record)
    assert session.scalars(select(Copy)).all() == []
    mapping = parse_mapping({"copies": {"tag": "949", "barcode": "i"}})
    report, _ = bring(session, tmp_path, home, record, mapping=mapping)
    assert report.updated == 1
    assert session.scalars(select(Copy.barcode)).one() == "A9"
