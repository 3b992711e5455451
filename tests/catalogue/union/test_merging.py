"""Merging by hand, and taking it back."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import DeletedRecord, Doubt, Identifier, Merge, Record, SourceRecord
from portal.catalogue.union.merging import (
    AlreadySettled,
    NoSuchThing,
    OnlySource,
    SameRecord,
    merge_records,
    open_doubts,
    settle_doubt,
    split_source,
)
from tests import make
from tests.catalogue.union.imports import (
    ISBN,
    OTHER_ISBN,
    authors_of,
    barcodes_of,
    bring,
    dese,
    item,
    record_of,
)

pytestmark = pytest.mark.both_databases


def _two(session: Session, folder: Path) -> tuple[int, int, int]:
    """Two records of two libraries that are one book; and the second's source record."""
    one, other = make.library(session), make.library(session)
    bring(session, folder, one, dese("1", item("A1"), isbn=ISBN))
    bring(session, folder, other, dese("7", item("B1"), isbn=OTHER_ISBN, author="Nguyễn Sen"))
    source = session.scalars(select(SourceRecord.id).where(SourceRecord.number == "7")).one()
    return record_of(session, one, "1"), record_of(session, other, "7"), source


def _seen(session: Session, record_id: int) -> tuple[object, ...]:
    session.expire_all()
    record = session.get_one(Record, record_id)
    numbers = select(Identifier.value).where(Identifier.record_id == record_id)
    return (
        record.title, record.work_id, record.match_key, record.title_order, record.created_at,
        authors_of(session, record_id), barcodes_of(session, record_id),
        sorted(session.scalars(numbers)),
    )  # fmt: skip


def test_merging_leaves_one_record_with_all(session: Session, tmp_path: Path) -> None:
    keep, gone, _source = _two(session, tmp_path)
    merge_records(session, keep, gone, by="Thủ thư")
    assert session.get(Record, gone) is None
    assert barcodes_of(session, keep) == ["A1", "B1"]
    assert authors_of(session, keep) == ["Tô Hoài"]
    found = select(Identifier.value).where(Identifier.record_id == keep)
    assert sorted(session.scalars(found)) == sorted([ISBN, OTHER_ISBN])
    assert session.get_one(DeletedRecord, gone).heir_id == keep
    assert session.scalars(select(Merge.by)).one() == "Thủ thư"


def test_splitting_takes_a_merge_back_exactly(session: Session, tmp_path: Path) -> None:
    keep, gone, source = _two(session, tmp_path)
    before = _seen(session, keep), _seen(session, gone)
    merge_records(session, keep, gone)
    assert split_source(session, source).id == gone
    left, right = _seen(session, keep), _seen(session, gone)
    assert left == before[0]
    # It is as old as its library's first sending of it, to the moment the import began.
    assert right[:4] == before[1][:4]
    assert right[5:] == before[1][5:]
    assert session.get(DeletedRecord, gone) is None
    merges = session.scalars(select(Merge).order_by(Merge.id)).all()
    assert [(one.how, one.undone_at is None) for one in merges] == [
        ("by_hand", False), ("split", True),
    ]  # fmt: skip


def test_splitting_the_first_describer_leaves_the_seconds_words(
    session: Session, tmp_path: Path
) -> None:
    keep, gone, _source = _two(session, tmp_path)
    merge_records(session, keep, gone)
    first = session.scalars(select(SourceRecord.id).where(SourceRecord.number == "1")).one()
    new = split_source(session, first)
    assert authors_of(session, keep) == ["Nguyễn Sen"]
    assert authors_of(session, new.id) == ["Tô Hoài"]
    assert barcodes_of(session, new.id) == ["A1"]


def test_splitting_what_the_import_joined(session: Session, tmp_path: Path) -> None:
    one, other = make.library(session), make.library(session)
    bring(session, tmp_path, one, dese("1", item("A1")))
    bring(session, tmp_path, other, dese("7", item("B1"), isbn=ISBN))
    shared = record_of(session, one, "1")
    source = session.scalars(select(SourceRecord.id).where(SourceRecord.number == "7")).one()
    new = split_source(session, source)
    assert (barcodes_of(session, shared), barcodes_of(session, new.id)) == (["A1"], ["B1"])
    found = session.execute(select(Identifier.record_id, Identifier.value)).all()
    assert [tuple(row) for row in found] == [(new.id, ISBN)]


def test_importing_after_a_merge_does_not_undo_it(session: Session, tmp_path: Path) -> None:
    one, other = make.library(session), make.library(session)
    bring(session, tmp_path, one, dese("1"))
    bring(session, tmp_path, other, dese("7", year="2021"))
    keep, gone = record_of(session, one, "1"), record_of(session, other, "7")
    merge_records(session, keep, gone)
    bring(session, tmp_path, other, dese("7", year="2021"))
    assert record_of(session, other, "7") == keep


def test_answers_to_doubts(session: Session, tmp_path: Path) -> None:
    one, other = make.library(session), make.library(session)
    bring(session, tmp_path, one, dese("1", isbn=ISBN))
    bring(session, tmp_path, other, dese("7", isbn=ISBN, year="2021"))
    (doubt,) = open_doubts(session)
    settle_doubt(session, doubt.id, same=True, by="Thủ thư")
    assert record_of(session, other, "7") == record_of(session, one, "1")
    assert open_doubts(session) == []
    with pytest.raises(AlreadySettled):
        settle_doubt(session, doubt.id, same=False)


def test_a_no_is_remembered(session: Session, tmp_path: Path) -> None:
    one, other = make.library(session), make.library(session)
    bring(session, tmp_path, one, dese("1", isbn=ISBN))
    bring(session, tmp_path, other, dese("7", isbn=ISBN, year="2021"))
    settle_doubt(session, open_doubts(session)[0].id, same=False)
    bring(session, tmp_path, other, dese("7", ("520", "  $aX"), isbn=ISBN, year="2021"))
    assert open_doubts(session) == []
    assert session.scalars(select(Doubt.resolution)).one() == "different"


def test_what_makes_no_sense_is_refused(session: Session, tmp_path: Path) -> None:
    keep, _gone, source = _two(session, tmp_path)
    with pytest.raises(SameRecord):
        merge_records(session, keep, keep)
    with pytest.raises(NoSuchThing):
        merge_records(session, keep, 987_654)
    with pytest.raises(NoSuchThing):
        split_source(session, 987_654)
    with pytest.raises(OnlySource):
        split_source(session, source)


def test_loans_go_with_a_merge_and_come_back_with_a_split(session: Session, tmp_path: Path) -> None:
    keep, gone, source = _two(session, tmp_path)
    session.get_one(Record, keep).loan_count = 5
    session.get_one(Record, gone).loan_count = 3
    session.flush()
    assert merge_records(session, keep, gone).loan_count == 8
    back = split_source(session, source)
    assert (session.get_one(Record, keep).loan_count, back.loan_count) == (5, 3)
