"""Lists of works under any condition on their records: paged, sorted, a row a work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.catalogue.describing import Credit
from portal.catalogue.first_key import first_key
from portal.catalogue.models import Agent, Record, RecordAgent
from portal.catalogue.places import Places, places_of_works
from portal.web.paging import Page, offset

PER_PAGE = 20
NO_YEAR_FIRST, NO_YEAR_LAST = 0, 9999

Condition = ColumnElement[bool]

_ORDERS: Mapping[str, tuple[ColumnElement[Any], ...]] = {
    "title": (first_key(Record.title_order),),
    "newest": (func.max(func.coalesce(Record.year, NO_YEAR_FIRST)).desc(),),
    "oldest": (func.min(func.coalesce(Record.year, NO_YEAR_LAST)),),
    "loans": (func.sum(Record.loan_count).desc(),),
    "shelf": (func.min(Record.ddc), first_key(Record.title_order)),
    "series": (
        # "2" stands before "10": shorter numbers first, records without one last.
        func.min(func.coalesce(func.length(Record.series_number), 99)),
        func.min(Record.series_number),
        first_key(Record.title_order),
    ),
}
SORTS = tuple(_ORDERS)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work in a list.

    record: its newest edition that answers the condition. editions: how many do. volumes: how
    many different volumes they are of, 0 for a work in one. loans: theirs together. places: the
    libraries that have any edition of it at all.
    """

    record: Record
    credits: tuple[Credit, ...]
    editions: int
    volumes: int
    loans: int
    places: Places


def list_works(
    session: Session,
    *conditions: Condition,
    sort: str = "title",
    number: int = 1,
    per_page: int = PER_PAGE,
    most: int | None = None,
) -> Page[WorkRow]:
    """One page of the works with a record that meets all conditions; `most` cuts the list short.

    Five queries, whatever the length. Raises KeyError for a sort that is none of `SORTS`.
    """
    total = session.scalar(select(func.count(Record.work_id.distinct())).where(*conditions)) or 0
    total = min(total, most) if most is not None else total
    start = offset(number, per_page)
    work_ids = session.scalars(
        select(Record.work_id)
        .where(*conditions)
        .group_by(Record.work_id)
        .order_by(*_ORDERS[sort], Record.work_id)
        .limit(max(0, min(per_page, total - start)))
        .offset(start)
    ).all()
    return Page(_rows(session, work_ids, conditions), number, per_page, total)


def _rows(
    session: Session, work_ids: Sequence[int], conditions: Sequence[Condition]
) -> list[WorkRow]:
    if not work_ids:
        return []
    editions: dict[int, list[Record]] = defaultdict(list)
    matching = select(Record).where(Record.work_id.in_(work_ids), *conditions)
    for record in session.scalars(matching.order_by(Record.year.desc().nulls_last(), Record.id)):
        editions[record.work_id].append(record)
    named = credits_by_record(session, [editions[work_id][0].id for work_id in work_ids])
    places = places_of_works(session, work_ids)
    return [
        WorkRow(
            record=editions[work_id][0],
            credits=named.get(editions[work_id][0].id, ()),
            editions=len(editions[work_id]),
            volumes=volume_count(editions[work_id]),
            loans=sum(record.loan_count for record in editions[work_id]),
            places=places.get(work_id, {}),
        )
        for work_id in work_ids
    ]


def volume_count(records: Sequence[Record]) -> int:
    """How many volumes the records are of; 0 when they are all the same one, or whole."""
    volumes = {record.volume for record in records}
    return len(volumes) if len(volumes) > 1 else 0


def credits_by_record(
    session: Session, record_ids: Sequence[int]
) -> Mapping[int, tuple[Credit, ...]]:
    rows = session.execute(
        select(RecordAgent.record_id, Agent.id, Agent.name, RecordAgent.role, Agent.kind)
        .join(Agent, Agent.id == RecordAgent.agent_id)
        .where(RecordAgent.record_id.in_(record_ids))
        .order_by(RecordAgent.record_id, RecordAgent.position)
    )
    found: dict[int, list[Credit]] = defaultdict(list)
    for row in rows:
        found[row.record_id].append(Credit(row.id, row.name, row.role, row.kind))
    return {record_id: tuple(named) for record_id, named in found.items()}
