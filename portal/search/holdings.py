"""Where the works of a page stand, library by library, over all their editions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Copy, Record
from portal.libraries.branches import Branch, BranchRoom, Network
from portal.libraries.hours import OpenState
from portal.libraries.kinds import RoomUse

GONE = (CopyStatus.withdrawn, CopyStatus.lost)

# Where no copy can be had, the state that promises one soonest is told.
_PROMISE = (
    CopyStatus.on_loan,
    CopyStatus.in_transit,
    CopyStatus.on_hold,
    CopyStatus.processing,
    CopyStatus.unknown,
)


@dataclass(frozen=True, slots=True)
class Holding:
    """The copies of a work in one library.

    ready: copies to be had now, to take home or not; home: those that may be taken home.
    room: where the first of those stands. waiting: the state of the others when none is ready;
    due_on: the earliest day one of those on loan comes back.
    records: the editions these copies are of; of those that can be had now where there are any.
    """

    branch: Branch
    total: int
    ready: int
    home: int
    room: BranchRoom | None
    waiting: CopyStatus
    due_on: date | None
    records: frozenset[int] = frozenset()


def holdings_of_works(
    session: Session, network: Network, work_ids: Collection[int]
) -> dict[int, list[Holding]]:
    """work id → its holdings, in the order of the network. One query."""
    rows: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in session.execute(_copies(work_ids)):
        rows[row.work_id, row.holding_library_id].append(row)
    found: dict[int, list[Holding]] = defaultdict(list)
    places = {branch.id: place for place, branch in enumerate(network.branches)}
    for work_id, library_id in sorted(rows, key=lambda key: places.get(key[1], len(places))):
        if branch := network.by_id.get(library_id):
            found[work_id].append(_holding(network, branch, rows[work_id, library_id]))
    return found


def _copies(work_ids: Collection[int]) -> Any:
    groups = (
        Record.work_id,
        Copy.record_id,
        Copy.holding_library_id,
        Copy.room_id,
        Copy.status,
        Copy.lendable,
    )
    return (
        select(*groups, func.count().label("copies"), func.min(Copy.due_on).label("due_on"))
        .join(Record, Record.id == Copy.record_id)
        .where(Record.work_id.in_(work_ids), Copy.status.not_in(GONE))
        .group_by(*groups)
    )


def _holding(network: Network, branch: Branch, rows: Sequence[Any]) -> Holding:
    ready = [row for row in rows if row.status == CopyStatus.available]
    home = [row for row in ready if _may_leave(network, row)]
    standing = [row.room_id for row in home or ready if row.room_id in network.rooms]
    states = {row.status for row in rows}
    due = [row.due_on for row in rows if row.status == CopyStatus.on_loan and row.due_on]
    return Holding(
        branch=branch,
        total=sum(row.copies for row in rows),
        ready=sum(row.copies for row in ready),
        home=sum(row.copies for row in home),
        room=network.rooms[min(standing)] if standing else None,
        waiting=next((state for state in _PROMISE if state in states), CopyStatus.unknown),
        due_on=min(due, default=None),
        records=frozenset(row.record_id for row in home or ready or rows),
    )


def _may_leave(network: Network, row: Any) -> bool:
    room = network.rooms.get(row.room_id)
    return bool(row.lendable) and (room is None or room.use is RoomUse.LENDABLE)


def leading(
    holdings: Sequence[Holding],
    mine: Branch | None,
    chosen: Collection[int],
    moment: datetime,
) -> Holding | None:
    """The holding to tell first: my library's, then a chosen library's, then where a reader who
    leaves now has most to hope for: a copy to take home, doors open, more copies.
    """

    def rank(holding: Holding) -> tuple[bool, bool, bool, bool, bool, int]:
        branch = holding.branch
        return (
            mine is not None and branch.id == mine.id,
            branch.id in chosen,
            holding.home > 0,
            holding.ready > 0,
            branch.open_at(moment).state is OpenState.OPEN,
            holding.ready,
        )

    return max(holdings, key=rank, default=None)
