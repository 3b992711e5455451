"""The whole network as one immutable value, read in a fixed number of queries.

A page that shows twenty libraries with "open now?" asks this, never the tables. One copy is kept
per process and replaced when the stamp in the database differs (one small query per call).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.libraries.branches import Branch, BranchRoom, FormerName, Network, branch_order
from portal.libraries.hours import DatedException, Span, Weekly
from portal.libraries.models import Closure, Library, LibraryPeriod, OpeningHours, Room
from portal.libraries.versions import current_stamp

__all__ = ["Branch", "BranchRoom", "Network", "network", "read_network"]

_kept: tuple[str, Network] | None = None  # one slot per process: replaced whole, never changed


def network(session: Session) -> Network:
    """The network as this session sees it: one query when nothing changed, six otherwise."""
    global _kept
    stamp = current_stamp(session)
    kept = _kept
    if stamp is not None and kept is not None and kept[0] == stamp:
        return kept[1]
    # The stamp was read first: a change that lands in between makes the copy look older than it
    # is, and the next call reads again.
    fresh = read_network(session)
    if stamp is not None:
        _kept = (stamp, fresh)
    return fresh


@dataclass
class _Parts:
    """Rows of the smaller tables, gathered by the library they belong to."""

    former: dict[int, list[FormerName]] = field(default_factory=lambda: defaultdict(list))
    rooms: dict[int, list[BranchRoom]] = field(default_factory=lambda: defaultdict(list))
    weekly: Mapping[tuple[int, int | None], Weekly] = field(default_factory=dict)
    closures: dict[int | None, list[DatedException]] = field(
        default_factory=lambda: defaultdict(list)
    )


def read_network(session: Session) -> Network:
    """The network straight from the tables, in five queries, whatever is kept."""
    parts = _Parts(weekly=_weekly(session))
    periods = select(LibraryPeriod).order_by(LibraryPeriod.until, LibraryPeriod.id)
    for period in session.scalars(periods):
        parts.former[period.library_id].append(
            FormerName(period.name, period.parent_id, period.since, period.until)
        )
    for room in session.scalars(select(Room).order_by(Room.position, Room.id)):
        own = parts.weekly.get((room.library_id, room.id), {})
        parts.rooms[room.library_id].append(
            BranchRoom(room.id, room.code, room.name, room.stacks, room.use, own)
        )
    for closure in session.scalars(select(Closure).order_by(Closure.first_day, Closure.id)):
        parts.closures[closure.library_id].append(_exception(closure))
    branches = (_branch(library, parts) for library in session.scalars(select(Library)))
    return Network.of(sorted(branches, key=branch_order))


def _weekly(session: Session) -> Mapping[tuple[int, int | None], Weekly]:
    weeks: dict[tuple[int, int | None], dict[int, tuple[Span, ...]]] = defaultdict(dict)
    for row in session.scalars(select(OpeningHours).order_by(OpeningHours.opens)):
        week = weeks[row.library_id, row.room_id]
        week[row.weekday] = (*week.get(row.weekday, ()), Span(row.opens, row.closes))
    return weeks


def _exception(closure: Closure) -> DatedException:
    spans: Sequence[Span] = ()
    if closure.opens is not None and closure.closes is not None:
        spans = (Span(closure.opens, closure.closes),)
    return DatedException(closure.first_day, closure.last_day, closure.reason, tuple(spans))


def _branch(library: Library, parts: _Parts) -> Branch:
    return Branch(
        id=library.id,
        code=library.code,
        kind=library.kind,
        name=library.name,
        short_name=library.short_name,
        parent_id=library.parent_id,
        address=library.address,
        commune_code=library.commune_code,
        phone=library.phone,
        email=library.email,
        website=library.website,
        latitude=library.latitude,
        longitude=library.longitude,
        about=library.about,
        aliases=tuple(line for line in library.aliases.splitlines() if line),
        closed_since=library.closed_since,
        former_names=tuple(parts.former[library.id]),
        rooms=tuple(parts.rooms[library.id]),
        weekly=parts.weekly.get((library.id, None), {}),
        exceptions=(*parts.closures[None], *parts.closures[library.id]),
    )
