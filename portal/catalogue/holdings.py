"""Where an edition stands: copies gathered by library and shelf, mine first (pure but for reading).

Withdrawn copies are left out; lost ones are shown and never counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Copy
from portal.libraries.kinds import RoomUse
from portal.libraries.network import Branch, BranchRoom, Network

ON_SITE = "on_site"
"""The state of a copy that is there but never leaves the house."""

_ORDER = [CopyStatus.available.name, ON_SITE, *(status.name for status in CopyStatus)]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Copies of one library that a reader cannot tell apart: same room, number, volume, state."""

    room: BranchRoom | None
    call_number: str
    volume: str
    state: str
    due_on: date | None
    owner: Branch | None  # where the copies belong, when that is another library
    note: str
    barcodes: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.barcodes)


@dataclass(frozen=True, slots=True)
class LibraryHoldings:
    """What one library has. ready: copies to take home; on_site: to read there; total: all."""

    branch: Branch
    mine: bool
    ready: int
    on_site: int
    total: int
    shelves: tuple[Shelf, ...]

    @property
    def best(self) -> Shelf:
        """The shelf to go to: the first that has a copy, else the one whose copy is back first."""
        return self.shelves[0]

    @property
    def next_due(self) -> date | None:
        """The first day a copy is due back, where all are out."""
        days = [shelf.due_on for shelf in self.shelves if shelf.due_on]
        return min(days, default=None)


def copies_of(session: Session, record_id: int) -> Sequence[Copy]:
    return session.scalars(
        select(Copy)
        .where(Copy.record_id == record_id, Copy.status != CopyStatus.withdrawn)
        .order_by(Copy.holding_library_id, Copy.call_number_order, Copy.id)
    ).all()


def holdings(
    copies: Iterable[Copy], network: Network, mine: Branch | None
) -> list[LibraryHoldings]:
    """The libraries that have it: mine, then those with a copy to take, to read, then the rest."""
    by_library: dict[int, list[Copy]] = defaultdict(list)
    for copy in copies:
        by_library[copy.holding_library_id].append(copy)
    place = {branch.id: at for at, branch in enumerate(network.branches)}
    found = [
        _library(network.by_id[library_id], held, network, mine)
        for library_id, held in by_library.items()
        if library_id in network.by_id
    ]
    return sorted(
        found,
        key=lambda one: (not one.mine, not one.ready, not one.on_site, place[one.branch.id]),
    )


def _library(
    branch: Branch, copies: Sequence[Copy], network: Network, mine: Branch | None
) -> LibraryHoldings:
    states = [state_of(copy, network.rooms.get(copy.room_id or 0)) for copy in copies]
    return LibraryHoldings(
        branch=branch,
        mine=mine is not None and mine.id == branch.id,
        ready=states.count(CopyStatus.available.name),
        on_site=states.count(ON_SITE),
        total=len(states) - states.count(CopyStatus.lost.name),
        shelves=_shelves(branch, list(zip(copies, states, strict=True)), network),
    )


def state_of(copy: Copy, room: BranchRoom | None) -> str:
    """The name of the copy's status; `ON_SITE` for one that is there and stays there."""
    stays = not copy.lendable or (room is not None and room.use is RoomUse.ON_SITE)
    return ON_SITE if stays and copy.status is CopyStatus.available else copy.status.name


def _shelves(
    branch: Branch, copies: Sequence[tuple[Copy, str]], network: Network
) -> tuple[Shelf, ...]:
    grouped: dict[tuple[object, ...], list[str]] = defaultdict(list)
    first: dict[tuple[object, ...], tuple[Copy, str]] = {}
    for copy, state in copies:
        due = copy.due_on if copy.status is CopyStatus.on_loan else None
        where = (copy.room_id, copy.call_number, copy.volume, copy.owner_library_id)
        key = (*where, state, due, copy.note)
        first.setdefault(key, (copy, state))
        grouped[key].append(copy.barcode)
    shelves = [
        Shelf(
            room=network.rooms.get(copy.room_id or 0),
            call_number=copy.call_number or "",
            volume=copy.volume or "",
            state=state,
            due_on=copy.due_on if copy.status is CopyStatus.on_loan else None,
            owner=network.by_id.get(copy.owner_library_id)
            if copy.owner_library_id != branch.id
            else None,
            note=copy.note or "",
            barcodes=tuple(grouped[key]),
        )
        for key, (copy, state) in first.items()
    ]
    return tuple(sorted(shelves, key=_shelf_order))


def _shelf_order(shelf: Shelf) -> tuple[int, date, str]:
    return _ORDER.index(shelf.state), shelf.due_on or date.max, shelf.call_number
