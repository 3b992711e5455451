"""Series, A–Z. They have no table of their own: the list is read from the records and kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.kept import Kept
from portal.catalogue.letters import Range
from portal.catalogue.models import Record
from portal.catalogue.works import Condition
from portal.vietnamese import sort_key
from portal.web.paging import Page, offset

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Series:
    key: str
    label: str
    records: int
    order: bytes


def read_series(session: Session) -> tuple[Series, ...]:
    """Every series in Vietnamese order."""
    label = func.min(Record.series)
    rows = session.execute(
        select(Record.series_key, label, func.count())
        .where(Record.series_key.is_not(None), Record.series.is_not(None))
        .group_by(Record.series_key)
    )
    found = (Series(key, name, count, sort_key(name)) for key, name, count in rows if key and name)
    return tuple(sorted(found, key=lambda one: (one.order, one.key)))


_series = Kept(read_series)


def series_page(session: Session, ranges: Sequence[Range], number: int) -> Page[Series]:
    everything = _series.get(session)
    orders = [one.order for one in everything]
    found = [one for part in ranges for one in everything[slice(*_bounds(orders, part))]]
    start = offset(number, PER_PAGE)
    return Page(found[start : start + PER_PAGE], number, PER_PAGE, len(found))


def series_of(session: Session, key: str) -> Series | None:
    return next((one for one in _series.get(session) if one.key == key), None)


def in_series(key: str) -> Condition:
    return Record.series_key == key


def _bounds(orders: Sequence[bytes], part: Range) -> tuple[int, int]:
    end = len(orders) if part.end is None else bisect_left(orders, part.end)
    return bisect_left(orders, part.first), end
