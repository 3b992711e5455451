"""What stands left and right of a book on the shelf: the nearest call numbers of one library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from portal.catalogue.availability import GONE
from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Copy, Record

LEFT, RIGHT = 2, 5  # a row is read from its left end: the book itself must be in sight there
READ = 60  # copies looked at on one side: a set of forty volumes still shows what is behind it


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the shelf of one library."""

    library_id: int
    call_number_order: str
    copy_id: int


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """Records on both sides of a book, from left to right."""

    library_id: int
    left: tuple[int, ...]
    right: tuple[int, ...]


def spot(copies: Iterable[Copy], libraries: Sequence[int]) -> Spot | None:
    """The copy to stand at: of the first library that gives a call number."""
    known = [copy for copy in copies if copy.call_number_order and copy.status not in GONE]
    for library_id in libraries:
        for copy in known:
            if copy.holding_library_id == library_id:
                return Spot(library_id, copy.call_number_order or "", copy.id)
    return None


def neighbours(session: Session, at: Spot, work_id: int) -> ShelfRow:
    """The shelf around a spot, other copies and editions of the same work passed over."""
    sides = (_side(at, work_id, to_right=False), _side(at, work_id, to_right=True))
    both = union_all(*(select(side.subquery()) for side in sides)).subquery()
    rows = session.execute(select(both).order_by(both.c.distance)).all()
    left = nearest(((row.work_id, row.record_id) for row in rows if not row.to_right), LEFT)
    right = nearest(((row.work_id, row.record_id) for row in rows if row.to_right), RIGHT)
    return ShelfRow(at.library_id, tuple(reversed(left)), tuple(right))


def nearest(rows: Iterable[tuple[int, int]], most: int) -> list[int]:
    """The first few records by nearness, (work, record) each; every work once."""
    found: dict[int, int] = {}
    for work_id, record_id in rows:
        if len(found) == most:
            break
        found.setdefault(work_id, record_id)
    return list(found.values())


def _side(at: Spot, work_id: int, *, to_right: bool) -> Select[int, int, bool, int]:
    place = tuple_(Copy.call_number_order, Copy.id)
    here = tuple_(literal(at.call_number_order), literal(at.copy_id))
    columns = (Copy.call_number_order, Copy.id)
    order = columns if to_right else tuple(column.desc() for column in columns)
    distance = func.row_number().over(order_by=order).label("distance")
    return (
        select(Copy.record_id, Record.work_id, literal(to_right).label("to_right"), distance)
        .join(Record, Record.id == Copy.record_id)
        .where(
            Copy.holding_library_id == at.library_id,
            place > here if to_right else place < here,
            Record.work_id != work_id,
            Copy.status != CopyStatus.withdrawn,
            Copy.status != CopyStatus.lost,
        )
        .order_by(*order)
        .limit(READ)
    )
