"""Open questions: how many, which come next, and answering one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.orm import Session

from portal.catalogue.models import Doubt, SourceRecord
from portal.catalogue.union.locking import take_turn
from portal.catalogue.union.merging import NoSuchThing, settle_doubt
from portal.desk.scope import Desk, NotYours
from portal.refusals import Refusal

MATCH, TEXT = "match", "text"


@dataclass(eq=False)
class SettledBefore(Refusal):
    """Somebody was quicker. `by`: their name, None where it was not noted."""

    number: int
    by: str | None
    at: datetime
    resolution: str


@dataclass(frozen=True, slots=True)
class Questions:
    """Some open questions in a row; `more`: others follow."""

    rows: Sequence[Row[Any]]
    more: bool


def count_open(session: Session, desk: Desk) -> Mapping[str, int]:
    """Kind → open questions at this desk."""
    query = _at(desk, select(Doubt.kind, func.count())).group_by(Doubt.kind)
    found = {row[0]: row[1] for row in session.execute(query)}
    return {kind: found.get(kind, 0) for kind in (MATCH, TEXT)}


def open_after(session: Session, desk: Desk, kind: str, after: int, limit: int) -> Questions:
    """The oldest questions with a number above `after`, each with the source record it is about."""
    columns = (
        Doubt.id, Doubt.field, Doubt.detail, Doubt.other_record_id, Doubt.created_at,
        SourceRecord.library_id, SourceRecord.number, SourceRecord.record_id, SourceRecord.raw,
        SourceRecord.format, SourceRecord.encoding,
    )  # fmt: skip
    query = _at(desk, select(*columns)).where(Doubt.kind == kind, Doubt.id > after)
    rows = session.execute(query.order_by(Doubt.id).limit(limit + 1)).all()
    return Questions(rows[:limit], len(rows) > limit)


def settle(session: Session, desk: Desk, doubt_id: int, kind: str, *, same: bool) -> None:
    """Answer a question. Of two who answer at once, the database lets one through.

    Raises NoSuchThing, NotYours, SettledBefore, and what merging refuses.
    """
    # Before the row is claimed: an import holds its turn while it touches rows, and whoever held
    # a row while waiting for the turn would wait for ever.
    take_turn(session)
    library_id = session.scalar(
        select(SourceRecord.library_id)
        .join(Doubt, Doubt.source_record_id == SourceRecord.id)
        .where(Doubt.id == doubt_id, Doubt.kind == kind)
    )
    if library_id is None:
        raise NoSuchThing("doubt", doubt_id)
    if not desk.may_settle(library_id):
        raise NotYours(library_id)
    mine = update(Doubt).where(Doubt.id == doubt_id, Doubt.resolved_at.is_(None))
    if session.scalar(mine.values(resolved_by=desk.name).returning(Doubt.id)) is None:
        raise _settled(session, doubt_id)
    settle_doubt(session, doubt_id, same=same, by=desk.name)


def _at(desk: Desk, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    joined = query.join(SourceRecord, SourceRecord.id == Doubt.source_record_id)
    return joined.where(Doubt.resolved_at.is_(None), desk.sees())


def _settled(session: Session, doubt_id: int) -> SettledBefore:
    row = session.execute(
        select(Doubt.resolved_by, Doubt.resolved_at, Doubt.resolution).where(Doubt.id == doubt_id)
    ).one()
    return SettledBefore(doubt_id, row.resolved_by, row.resolved_at, row.resolution or "")
