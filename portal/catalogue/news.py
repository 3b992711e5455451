"""What came to the shelves in which month, by library; and what is borrowed most.

The libraries say when a copy came (`Copy.added_on`). Where no library says it, the month a record
entered the union catalogue stands in, and the page tells so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Date, func, select, type_coerce
from sqlalchemy.orm import Session

from portal.catalogue.availability import GONE
from portal.catalogue.kept import Kept
from portal.catalogue.models import Copy, Record
from portal.catalogue.months import Month
from portal.catalogue.works import Condition
from portal.clock import in_hanoi, today

MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Copies by library and month. reported: some library gives the days copies came."""

    reported: bool
    by_library: Mapping[int, Counter[Month]] = field(default_factory=dict)
    everywhere: Counter[Month] = field(default_factory=Counter)

    def months(self, library_id: int | None, now: Month) -> list[Month]:
        """Months in which something came, the latest first; months to come are slips of the pen."""
        counted = (
            self.everywhere if library_id is None else self.by_library.get(library_id, Counter())
        )
        return sorted((month for month in counted if month <= now), reverse=True)[:MONTHS_SHOWN]


def read_arrivals(session: Session) -> Arrivals:
    added_on: ColumnElement[date] = type_coerce(Copy.added_on, Date)
    days = session.execute(
        select(added_on, Copy.holding_library_id, func.count())
        .where(Copy.added_on.is_not(None), Copy.status.not_in(GONE))
        .group_by(Copy.added_on, Copy.holding_library_id)
    ).all()
    by_library: dict[int, Counter[Month]] = defaultdict(Counter)
    everywhere: Counter[Month] = Counter()
    for day, library_id, count in days:
        by_library[library_id][Month.of(day)] += count
        everywhere[Month.of(day)] += count
    return Arrivals(True, by_library, everywhere) if days else _catalogued(session)


def _catalogued(session: Session) -> Arrivals:
    """The months between the first record and the last."""
    first, last = session.execute(
        select(func.min(Record.created_at), func.max(Record.created_at))
    ).one()
    everywhere: Counter[Month] = Counter()
    if first is not None:
        month, end = Month.of(in_hanoi(first).date()), Month.of(in_hanoi(last).date())
        while month <= end:
            everywhere[month] += 1
            month = month.next
    return Arrivals(False, everywhere=everywhere)


_arrivals = Kept(read_arrivals)


def arrivals(session: Session) -> Arrivals:
    return _arrivals.get(session)


def came_in(month: Month, library_id: int | None, *, reported: bool) -> list[Condition]:
    """Records of which a copy came in the month; not `reported`: catalogued in it, and held."""
    copies = select(Copy.record_id).where(Copy.status.not_in(GONE))
    if library_id is not None:
        copies = copies.where(Copy.holding_library_id == library_id)
    if reported:
        came = copies.where(Copy.added_on >= month.first_day, Copy.added_on < month.next.first_day)
        return [Record.id.in_(came)]
    catalogued = [Record.created_at >= month.begins, Record.created_at < month.next.begins]
    return catalogued if library_id is None else [*catalogued, Record.id.in_(copies)]


def borrowed(library_id: int | None) -> list[Condition]:
    """Records that were ever lent, by any library; with one given, those it has."""
    lent: Condition = Record.loan_count > 0
    if library_id is None:
        return [lent]
    here = select(Copy.record_id).where(
        Copy.holding_library_id == library_id, Copy.status.not_in(GONE)
    )
    return [lent, Record.id.in_(here)]


def this_month() -> Month:
    return Month.of(today())
