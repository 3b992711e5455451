"""A–Z lists of titles, authors and subjects, straight from the stored sort keys.

A page of a list is found in an index alone (key and id), then only its rows are read: the
thousandth page of a letter costs little more than the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.catalogue.cards import first_names
from portal.catalogue.kinds import AgentKind
from portal.catalogue.letters import Range
from portal.catalogue.models import Agent, Record, RecordAgent, RecordSubject, Subject
from portal.vietnamese import exact_key, words
from portal.web.paging import Page, offset

PER_PAGE = 50

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """Editions of one work that stand under one title, newest first."""

    records: tuple[Record, ...]
    author: str

    @property
    def record(self) -> Record:
        return self.records[0]


@dataclass(frozen=True, slots=True)
class NameEntry:
    """An author or a subject and the number of records under it. kind: of an author."""

    id: int
    name: str
    sort_order: bytes
    records: int
    kind: AgentKind | None = None


def within(column: InstrumentedAttribute[bytes], ranges: Sequence[Range]) -> Condition:
    """The keys of a column that lie in one of the ranges."""
    return or_(
        *(
            column >= one.first if one.end is None else (column >= one.first) & (column < one.end)
            for one in ranges
        )
    )


def titles(session: Session, ranges: Sequence[Range], number: int) -> Page[TitleEntry]:
    """One page of titles; editions of a work that stand side by side are one entry."""
    page = _ids(session, Record.id, Record.title_order, within(Record.title_order, ranges), number)
    rows = {
        record.id: record
        for record in session.scalars(select(Record).where(Record.id.in_(page.items)))
    }
    ordered = [rows[record_id] for record_id in page.items if record_id in rows]
    authors = first_names(session, [record.id for record in ordered]) if ordered else {}
    entries = [
        TitleEntry(tuple(group), next((authors[r.id] for r in group if r.id in authors), ""))
        for group in side_by_side(ordered)
    ]
    return Page(entries, page.number, page.per_page, page.total)


def side_by_side(records: Sequence[Record]) -> list[list[Record]]:
    """Runs of records of one work and volume, inside a run the newest first."""
    runs: list[list[Record]] = []
    for record in records:
        last = runs[-1][-1] if runs else None
        if last and (last.work_id, last.volume) == (record.work_id, record.volume):
            runs[-1].append(record)
        else:
            runs.append([record])
    return [sorted(run, key=lambda record: -(record.year or 0)) for run in runs]


def authors(
    session: Session, ranges: Sequence[Range], number: int, start: str = ""
) -> Page[NameEntry]:
    """One page of authors that have records. start: also names whose first words are these."""
    under = within(Agent.sort_order, ranges)
    if key := " ".join(map(exact_key, words(start))):
        under = or_(under, Agent.key.startswith(key, autoescape=True))
    used = select(RecordAgent.record_id).where(RecordAgent.agent_id == Agent.id).exists()
    page = _ids(session, Agent.id, Agent.sort_order, under & used, number)
    counts = _counts(session, RecordAgent.agent_id, RecordAgent.record_id, page.items)
    rows = {row.id: row for row in session.scalars(select(Agent).where(Agent.id.in_(page.items)))}
    return _named(
        page, {i: NameEntry(i, r.name, r.sort_order, counts[i], r.kind) for i, r in rows.items()}
    )


def subjects(session: Session, ranges: Sequence[Range], number: int) -> Page[NameEntry]:
    """One page of subjects that have records."""
    used = select(RecordSubject.record_id).where(RecordSubject.subject_id == Subject.id).exists()
    under = within(Subject.sort_order, ranges) & used
    page = _ids(session, Subject.id, Subject.sort_order, under, number)
    counts = _counts(session, RecordSubject.subject_id, RecordSubject.record_id, page.items)
    query = select(Subject).where(Subject.id.in_(page.items))
    rows = {row.id: row for row in session.scalars(query)}
    return _named(
        page, {i: NameEntry(i, r.label, r.sort_order, counts[i]) for i, r in rows.items()}
    )


def _named(page: Page[int], entries: dict[int, NameEntry]) -> Page[NameEntry]:
    items = [entries[one] for one in page.items if one in entries]
    return Page(items, page.number, page.per_page, page.total)


def _ids(
    session: Session,
    column: InstrumentedAttribute[int],
    order: InstrumentedAttribute[bytes],
    condition: Condition,
    number: int,
) -> Page[int]:
    total = session.scalar(select(func.count()).select_from(column.class_).where(condition)) or 0
    found = session.scalars(
        select(column)
        .where(condition)
        .order_by(order, column)
        .limit(PER_PAGE)
        .offset(offset(number, PER_PAGE))
    ).all()
    return Page(found, number, PER_PAGE, total)


def _counts(
    session: Session,
    key: InstrumentedAttribute[int],
    record: InstrumentedAttribute[int],
    ids: Sequence[int],
) -> dict[int, Any]:
    rows = session.execute(
        select(key, func.count(record.distinct())).where(key.in_(ids)).group_by(key)
    )
    return {row[0]: row[1] for row in rows}
