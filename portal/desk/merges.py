"""What was merged by hand, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.orm import Session, aliased

from portal.catalogue.models import Doubt, Merge, Record, SourceRecord
from portal.catalogue.union.locking import take_turn
from portal.catalogue.union.merging import BY_HAND, SPLIT, NoSuchThing, split_source
from portal.desk.scope import Desk, NotYours
from portal.refusals import Refusal


@dataclass(eq=False)
class TakenBackBefore(Refusal):
    """Somebody was quicker. `by`: their name, None where it was not noted."""

    number: int
    by: str | None


@dataclass(eq=False)
class MovedOn(Refusal):
    """The record went on into another since; that later merge has to be taken back first."""

    number: int


def latest(session: Session, desk: Desk, limit: int, offset: int = 0) -> Sequence[Row[Any]]:
    """Merges by hand, the newest first, with where their source record is now."""
    query = _merges().where(desk.sees()).order_by(Merge.id.desc())
    return session.execute(query.limit(limit).offset(offset)).all()


def count(session: Session, desk: Desk) -> int:
    query = select(func.count()).select_from(Merge)
    joined = query.join(SourceRecord, SourceRecord.id == Merge.source_record_id)
    return session.scalar(joined.where(Merge.how == BY_HAND, desk.sees())) or 0


def take_back(session: Session, desk: Desk, merge_id: int) -> int:
    """Undo a merge; the question that led to it is open again. The number of the record restored.

    Raises NoSuchThing, NotYours, TakenBackBefore, MovedOn, and what splitting refuses.
    """
    take_turn(session)  # what is read from here on stays so: all who merge or split wait
    row = session.execute(_merges().where(Merge.id == merge_id)).one_or_none()
    if row is None:
        raise NoSuchThing("merge", merge_id)
    if not desk.may_settle(row.library_id):
        raise NotYours(row.library_id)
    if row.undone_at is not None:
        raise TakenBackBefore(merge_id, _who_split(session, row))
    if not row.can_go_back:
        raise MovedOn(merge_id)
    record = split_source(session, row.source_record_id, desk.name)
    _ask_again(session, row)
    return record.id


def _merges() -> Select[*tuple[Any, ...]]:
    later = aliased(Merge)
    newest = (
        select(func.max(later.id))
        .where(
            later.source_record_id == Merge.source_record_id,
            later.to_record_id == SourceRecord.record_id,
            later.how == BY_HAND,
            later.undone_at.is_(None),
        )
        .correlate(Merge, SourceRecord)
        .scalar_subquery()
    )
    return (
        select(
            Merge.id, Merge.at, Merge.by, Merge.undone_at, Merge.source_record_id,
            Merge.from_record_id, Merge.to_record_id, SourceRecord.library_id,
            SourceRecord.number, SourceRecord.record_id, Record.title,
            func.coalesce(Merge.id == newest, False).label("can_go_back"),
        )
        .join(SourceRecord, SourceRecord.id == Merge.source_record_id)
        .join(Record, Record.id == SourceRecord.record_id)
        .where(Merge.how == BY_HAND)
    )  # fmt: skip


def _who_split(session: Session, row: Row[Any]) -> str | None:
    query = select(Merge.by).where(
        Merge.source_record_id == row.source_record_id,
        Merge.from_record_id == row.to_record_id,
        Merge.to_record_id == row.from_record_id,
        Merge.how == SPLIT,
    )
    return session.scalars(query.order_by(Merge.id.desc()).limit(1)).first()


def _ask_again(session: Session, row: Row[Any]) -> None:
    session.execute(
        update(Doubt)
        .where(
            Doubt.source_record_id == row.source_record_id,
            Doubt.other_record_id == row.to_record_id,
            Doubt.resolution == "same",
        )
        .values(resolved_at=None, resolved_by=None, resolution=None)
    )
