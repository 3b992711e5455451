"""Which libraries have which editions, counted: for lists, where single copies are too much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, and_, cast, func, not_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.catalogue.availability import GONE
from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Copy, Record

OUT = "out"


@dataclass(frozen=True, slots=True)
class Count:
    """Copies in one library: to take home now, to read there now, and all."""

    ready: int
    on_site: int
    total: int

    @property
    def state(self) -> str:
        """The best of them as the `status` macro names it; "out" when none is there to be had."""
        if self.ready:
            return CopyStatus.available.name
        return "on_site" if self.on_site else OUT


Places = Mapping[int, Count]
"""Library id → copies there."""


def places_of_records(session: Session, record_ids: Iterable[int]) -> Mapping[int, Places]:
    """Record id → its places, in one query."""
    ids = list(record_ids)
    return _read(session, Copy.record_id, Copy.record_id.in_(ids)) if ids else {}


def places_of_works(session: Session, work_ids: Iterable[int]) -> Mapping[int, Places]:
    """Work id → the places of all its editions, in one query."""
    ids = list(work_ids)
    return _read(session, Record.work_id, Record.work_id.in_(ids)) if ids else {}


def _read(
    session: Session, key: InstrumentedAttribute[int], which: ColumnElement[bool]
) -> Mapping[int, Places]:
    here = Copy.status == CopyStatus.available
    rows = session.execute(
        select(
            key.label("key"),
            Copy.holding_library_id.label("library_id"),
            _how_many(and_(here, Copy.lendable)),
            _how_many(and_(here, not_(Copy.lendable))),
            func.count().label("total"),
        )
        .join(Record, Record.id == Copy.record_id)
        .where(which, Copy.status.not_in(GONE))
        .group_by(key, Copy.holding_library_id)
    )
    found: dict[int, dict[int, Count]] = defaultdict(dict)
    for row in rows:
        found[row.key][row.library_id] = Count(int(row[2]), int(row[3]), int(row[4]))
    return found


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(cast(condition, Integer))
