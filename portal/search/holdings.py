"""Where the works of a page stand, library by library, over all their editions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from portal.catalogue.availability import GONE
from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Copy, Record
from portal.libraries.branches import Branch, BranchRoom, Network
from portal.libraries.kinds import RoomUse

# Where no copy can be had, the state that promises one soonest is told.
_PROMISE = (
    CopyStatus.on_loan,
    CopyStatus.in_transit,
    CopyStatus.on_hold,
    CopyStatus.processing,
    CopyStatus.unknown,
)

# Written once and of tables, not of classes: a page of results asks it every time.
_copy, _record = Copy.__table__.c, Record.__table__.c
_GROUPS = (
    _record.work_id,
    _copy.holding_library_id,
    _copy.record_id,
    _copy.room_id,
    _copy.status,
    _copy.lendable,
)
_COPIES = (
    select(*_GROUPS, func.count(), func.min(_copy.due_on))
    .join_from(Record.__table__, Copy.__table__, _record.id == _copy.record_id)
    .where(_record.work_id.in_(bindparam("works", expanding=True)), _copy.status.not_in(GONE))
    .group_by(*_GROUPS)
)


class Shelf(NamedTuple):
    """Copies of one edition in one room and in one state. home: they may be taken home now.

    due_on: the earliest day one of those on loan comes back.
    """

    record_id: int
    room: BranchRoom | None
    status: CopyStatus
    home: bool
    copies: int
    due_on: date | None


@dataclass(slots=True)
class Holding:
    """The copies of a work in one library.

    ready: copies to be had now, to take home or not; home: those that may be taken home.
    """

    branch: Branch
    total: int = 0
    ready: int = 0
    home: int = 0
    shelves: list[Shelf] = field(default_factory=list)

    def add(self, shelf: Shelf) -> None:
        self.shelves.append(shelf)
        self.total += shelf.copies
        if shelf.status is CopyStatus.available:
            self.ready += shelf.copies
        if shelf.home:
            self.home += shelf.copies

    @property
    def room(self) -> BranchRoom | None:
        """Where the first of the copies stands that are told of; None when none is ready."""
        rooms = (shelf.room for shelf in self._told() if shelf.room and self.ready)
        return min(rooms, key=lambda room: room.id, default=None)

    @property
    def waiting(self) -> CopyStatus:
        """The state of the others when none is ready."""
        states = {shelf.status for shelf in self.shelves}
        return next((state for state in _PROMISE if state in states), CopyStatus.unknown)

    @property
    def due_on(self) -> date | None:
        """The earliest day one of those on loan comes back."""
        loans = (shelf for shelf in self.shelves if shelf.status is CopyStatus.on_loan)
        return min((shelf.due_on for shelf in loans if shelf.due_on), default=None)

    @property
    def records(self) -> frozenset[int]:
        """The editions these copies are of; of those that can be had now where there are any."""
        return frozenset(shelf.record_id for shelf in self._told())

    def _told(self) -> Sequence[Shelf]:
        """The copies to take home, else those to read there, else all."""
        if self.home:
            return [shelf for shelf in self.shelves if shelf.home]
        if self.ready:
            return [shelf for shelf in self.shelves if shelf.status is CopyStatus.available]
        return self.shelves


def holdings_of_works(
    session: Session, network: Network, work_ids: Collection[int]
) -> dict[int, list[Holding]]:
    """work id → its holdings, in the order of the network. One query."""
    found: dict[int, dict[int, Holding]] = defaultdict(dict)
    copies = session.connection().execute(_COPIES, {"works": list(work_ids)}).all()
    for work_id, library_id, record_id, room_id, status, lendable, count, due_on in copies:
        holding = found[work_id].get(library_id)
        if holding is None:
            branch = network.by_id.get(library_id)
            if branch is None:
                continue
            holding = found[work_id][library_id] = Holding(branch)
        room = network.rooms.get(room_id)
        leaves = lendable and (room is None or room.use is RoomUse.LENDABLE)
        home = leaves and status is CopyStatus.available
        holding.add(Shelf(record_id, room, status, home, count, due_on))
    return {
        work_id: [held[number] for number in sorted(held, key=network.places.__getitem__)]
        for work_id, held in found.items()
    }


def leading(
    holdings: Sequence[Holding],
    mine: Branch | None,
    chosen: Collection[int],
    is_open: Callable[[Branch], bool],
) -> Holding | None:
    """The holding to tell first: my library's, then a chosen library's, then where a reader who
    leaves now has most to hope for: a copy to take home, doors open, more copies.
    """
    if not holdings:
        return None

    def hope(holding: Holding) -> tuple[bool, bool, bool, bool]:
        own = mine is not None and holding.branch.id == mine.id
        return own, holding.branch.id in chosen, holding.home > 0, holding.ready > 0

    hopes = [hope(holding) for holding in holdings]
    most = max(hopes)
    best = [holding for holding, its in zip(holdings, hopes, strict=True) if its == most]
    best.sort(key=lambda holding: -holding.ready)  # stable: then in the order of the network
    return next((holding for holding in best if is_open(holding.branch)), best[0])
