"""Joining two union records by hand, taking a source record out again, settling doubts.

A union record is what its source records make it: its words are those of the first, its numbers
those of all, its copies theirs. So both acts move source records, and rebuild what they touch from
the bytes that were kept. Each move is a row of `Merge`, and can be undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.catalogue.availability import note_changes
from portal.catalogue.models import (
    Copy,
    DeletedRecord,
    Doubt,
    ImportRun,
    Merge,
    Record,
    SourceRecord,
)
from portal.catalogue.reading.draft import Draft
from portal.catalogue.union.bulk import reserved
from portal.catalogue.union.descriptions import add_identifiers as add_numbers
from portal.catalogue.union.descriptions import describe_again, record_row, write_parts
from portal.catalogue.union.facts import facts_of_draft
from portal.catalogue.union.kept import drafts_of, identifiers_sent
from portal.catalogue.union.keys import work_key
from portal.catalogue.union.locking import take_turn
from portal.catalogue.union.names import NameIds, work_ids
from portal.clock import now
from portal.refusals import Refusal

BY_HAND = "by_hand"
SPLIT = "split"


class MergeRefused(Refusal):
    """A merge, split or answer that makes no sense."""


@dataclass(eq=False)
class NoSuchThing(MergeRefused):
    """There is no record, source record or doubt of this number. `kind` says which was meant."""

    kind: str
    number: int


@dataclass(eq=False)
class SameRecord(MergeRefused):
    """A record cannot be merged with itself."""

    number: int


@dataclass(eq=False)
class OnlySource(MergeRefused):
    """A source record that is alone in its record cannot be taken out of it."""

    number: int


@dataclass(eq=False)
class AlreadySettled(MergeRefused):
    """Somebody has answered this question."""

    number: int


def merge_records(session: Session, keep_id: int, gone_id: int, by: str | None = None) -> Record:
    """Put all of `gone_id` into `keep_id`, whose words stay. Old links lead to the heir."""
    take_turn(session)
    if keep_id == gone_id:
        raise SameRecord(keep_id)
    keep, gone = _record(session, keep_id), _record(session, gone_id)
    moved = _move_sources(session, _sources_of(session, gone_id), gone_id, keep_id, BY_HAND, by)
    _hand_over_loans(moved, gone, keep)
    _delete(session, gone, heir_id=keep_id)
    _rebuild_numbers(session, keep_id)
    return keep


def split_source(session: Session, source_id: int, by: str | None = None) -> Record:
    """Take one library's source record out into a record of its own.

    Where it was merged in by hand it goes back to the record it came from, which comes back under
    its old number with the loans it had, and the merge is marked undone. Loans counted meanwhile
    stay where they were.
    """
    take_turn(session)
    source = session.get(SourceRecord, source_id)
    if source is None:
        raise NoSuchThing("source", source_id)
    if len(_sources_of(session, source.record_id)) < 2:
        raise OnlySource(source_id)
    here = source.record_id
    merged = _last_merge(session, source)
    record = _revived(session, source, merged)
    _move_sources(session, [source_id], here, record.id, SPLIT, by)
    if merged is not None:
        merged.undone_at = now()
        session.get_one(Record, here).loan_count -= merged.loans
        record.loan_count += merged.loans
    _rebuild(session, here)
    _rebuild_numbers(session, record.id)
    return record


def settle_doubt(session: Session, doubt_id: int, *, same: bool, by: str | None = None) -> Doubt:
    """Answer whether two descriptions are one edition, or that a text has been looked at.

    "Same" moves the source record into the other record, and its old record with it where nothing
    else is left there.
    """
    take_turn(session)
    doubt = session.get(Doubt, doubt_id)
    if doubt is None:
        raise NoSuchThing("doubt", doubt_id)
    if doubt.resolved_at is not None:
        raise AlreadySettled(doubt_id)
    doubt.resolved_at, doubt.resolved_by = now(), by
    doubt.resolution = "same" if same else "different" if doubt.kind == "match" else "seen"
    session.flush()
    if same and doubt.kind == "match" and doubt.other_record_id is not None:
        _join(session, doubt.source_record_id, doubt.other_record_id, by)
    return doubt


def _join(session: Session, source_id: int, record_id: int, by: str | None) -> None:
    source = session.get_one(SourceRecord, source_id)
    here = source.record_id
    if here == record_id:
        return
    if len(_sources_of(session, here)) == 1:
        merge_records(session, record_id, here, by)
        return
    _move_sources(session, [source_id], here, record_id, BY_HAND, by)
    _rebuild(session, here)
    _rebuild_numbers(session, record_id)


def _record(session: Session, record_id: int) -> Record:
    record = session.get(Record, record_id)
    if record is None:
        raise NoSuchThing("record", record_id)
    return record


def _sources_of(session: Session, record_id: int) -> Sequence[int]:
    query = select(SourceRecord.id).where(SourceRecord.record_id == record_id)
    return session.scalars(query.order_by(SourceRecord.id)).all()


def _last_merge(session: Session, source: SourceRecord) -> Merge | None:
    """The merge that brought the source record where it is, unless it was undone."""
    return session.scalars(
        select(Merge)
        .where(
            Merge.source_record_id == source.id,
            Merge.to_record_id == source.record_id,
            Merge.how == BY_HAND,
            Merge.undone_at.is_(None),
        )
        .order_by(Merge.id.desc())
        .limit(1)
    ).first()


def _hand_over_loans(moved: Sequence[Merge], gone: Record, keep: Record) -> None:
    keep.loan_count += gone.loan_count
    if moved:
        moved[0].loans = gone.loan_count


def _move_sources(
    session: Session, source_ids: Sequence[int], from_id: int, to_id: int, how: str, by: str | None
) -> list[Merge]:
    """Source records and their copies from one record to another, each with its log row."""
    moment = now()
    without = Copy.source_record_id.is_(None) & (Copy.record_id == from_id)
    theirs = Copy.source_record_id.in_(source_ids)
    whole = how == BY_HAND and len(source_ids) == len(_sources_of(session, from_id))
    session.execute(
        update(Copy).where(theirs | without if whole else theirs).values(record_id=to_id)
    )
    session.execute(
        update(SourceRecord).where(SourceRecord.id.in_(source_ids)).values(record_id=to_id)
    )
    moves = [
        Merge(
            source_record_id=source_id, from_record_id=from_id, to_record_id=to_id, how=how, by=by,
            at=moment,
        )
        for source_id in source_ids
    ]  # fmt: skip
    session.add_all(moves)
    session.execute(update(Record).where(Record.id.in_((from_id, to_id))).values(changed_at=moment))
    session.flush()
    note_changes(session, (from_id, to_id))
    return moves


def _delete(session: Session, gone: Record, heir_id: int) -> None:
    """The record goes; a question whether something was this record is asked of its heir."""
    doubts = Doubt.other_record_id == gone.id
    asked = select(Doubt.source_record_id).where(Doubt.other_record_id == heir_id)
    session.execute(delete(Doubt).where(doubts, Doubt.source_record_id.in_(asked)))
    session.execute(update(Doubt).where(doubts).values(other_record_id=heir_id))
    _drop_pointless_doubts(session, heir_id)
    session.execute(
        update(DeletedRecord).where(DeletedRecord.heir_id == gone.id).values(heir_id=heir_id)
    )
    session.add(DeletedRecord(record_id=gone.id, heir_id=heir_id, at=now()))
    session.execute(delete(Record).where(Record.id == gone.id))
    session.expunge(gone)
    session.flush()


def _drop_pointless_doubts(session: Session, record_id: int) -> None:
    """Nobody need be asked whether a source record belongs where it already is."""
    mine = select(SourceRecord.id).where(SourceRecord.record_id == record_id)
    session.execute(
        delete(Doubt).where(
            Doubt.other_record_id == record_id,
            Doubt.source_record_id.in_(mine),
            Doubt.resolved_at.is_(None),
        )
    )


def _revived(session: Session, source: SourceRecord, merged: Merge | None) -> Record:
    """The record a source record goes to: the one it came from, alive or back under its number."""
    if merged is not None:
        alive = session.get(Record, merged.from_record_id)
        if alive is not None:
            return alive
    drafts = drafts_of(session, [source.record_id])
    draft = next(draft for _record_id, one, draft in drafts if one == source.id)
    names = NameIds(session)
    names.prepare([draft])
    works = work_ids(session, [draft])
    record = Record(
        **record_row(draft, facts_of_draft(draft)),
        work_id=works[work_key(draft)],
        created_at=session.get_one(ImportRun, source.first_run_id).started_at,
        changed_at=now(),
    )
    if merged is not None:
        record.id = merged.from_record_id
        session.execute(delete(DeletedRecord).where(DeletedRecord.record_id == record.id))
    else:
        record.id = reserved(session, Record, 1)[0]
    session.add(record)
    session.flush()
    write_parts(session, {record.id: draft}, names)
    return record


def _rebuild(session: Session, record_id: int) -> None:
    """A record that lost a source record: its words are again those of the first that is left."""
    left = [draft for _record_id, _source, draft in drafts_of(session, [record_id])]
    if left:
        _describe(session, record_id, left[0])
        _rebuild_numbers(session, record_id)


def _describe(session: Session, record_id: int, draft: Draft) -> None:
    names = NameIds(session)
    names.prepare([draft])
    works = work_ids(session, [draft])
    described = {record_id: (draft, facts_of_draft(draft))}
    describe_again(session, described, {record_id: works[work_key(draft)]}, names, now())
    session.expire_all()


def _rebuild_numbers(session: Session, record_id: int) -> None:
    add_numbers(session, identifiers_sent(session, [record_id]))
    session.execute(update(Record).where(Record.id == record_id).values(changed_at=now()))
    session.flush()


def open_doubts(session: Session, kind: str | None = None, limit: int = 50) -> Sequence[Doubt]:
    """Questions that wait for a person, the oldest first."""
    query = select(Doubt).where(Doubt.resolved_at.is_(None)).order_by(Doubt.id).limit(limit)
    return session.scalars(query.where(Doubt.kind == kind) if kind else query).all()


def count_open_doubts(session: Session) -> int:
    return (
        session.scalar(select(func.count()).select_from(Doubt).where(Doubt.resolved_at.is_(None)))
        or 0
    )
