"""The network as immutable values: what pages and other features read instead of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from portal.clock import in_hanoi
from portal.libraries.hours import (
    DatedException,
    OpenNow,
    OpenState,
    Span,
    Weekly,
    exceptions_on,
    opening_at,
    spans_on,
)
from portal.libraries.kinds import LibraryKind, RoomUse, Stacks
from portal.vietnamese import sort_key

KIND_ORDER = {kind: place for place, kind in enumerate(LibraryKind)}


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name (and the library it belonged to) up to the day before `until`."""

    name: str
    parent_id: int | None
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class BranchRoom:
    id: int
    code: str
    name: str
    stacks: Stacks
    use: RoomUse
    weekly: Weekly = field(default_factory=dict)
    """Its own hours; empty when it keeps those of the library."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """What one date is like: its spans (none: closed), and why when it differs from the week."""

    day: date
    spans: tuple[Span, ...]
    special: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A library of the network as the pages need it: what the tables say, hours included."""

    id: int
    code: str
    kind: LibraryKind
    name: str
    short_name: str
    parent_id: int | None
    address: str | None
    commune_code: str | None
    phone: str
    email: str
    website: str
    latitude: float | None
    longitude: float | None
    about: str
    aliases: tuple[str, ...]
    closed_since: date | None
    former_names: tuple[FormerName, ...] = ()
    rooms: tuple[BranchRoom, ...] = ()
    weekly: Weekly = field(default_factory=dict)
    exceptions: tuple[DatedException, ...] = ()
    """Its own closures and those of the whole network."""

    @property
    def label(self) -> str:
        """The name for a narrow place: the short one where there is one."""
        return self.short_name or self.name

    def open_at(self, moment: datetime) -> OpenNow:
        """Open, closed or unknown at an aware moment; a library given up is closed for good."""
        if self.closed_since and self.closed_since <= in_hanoi(moment).date():
            return OpenNow(OpenState.CLOSED)
        return opening_at(self.weekly, self.exceptions, moment)

    def week(self, day: date) -> list[DayHours]:
        """The seven days, from Monday, of the week a day lies in; empty when hours are unknown."""
        if not self.weekly:
            return []
        monday = day - timedelta(days=day.weekday())
        return [self._day_hours(monday + timedelta(days=offset)) for offset in range(7)]

    def _day_hours(self, day: date) -> DayHours:
        special = exceptions_on(self.exceptions, day)
        return DayHours(
            day=day,
            spans=tuple(spans_on(self.weekly, self.exceptions, day)),
            special=bool(special),
            reason=", ".join(exception.reason for exception in special if exception.reason),
        )

    def upcoming_exceptions(self, day: date) -> list[DatedException]:
        """Exceptions not yet over on `day`, the nearest first."""
        ahead = (exception for exception in self.exceptions if exception.last_day >= day)
        return sorted(ahead, key=lambda exception: (exception.first_day, exception.last_day))


@dataclass(frozen=True)
class Network:
    """All libraries in the order of the directory (kind, then name), with lookups.

    places: where in that order a library stands, by its id.
    """

    branches: tuple[Branch, ...]
    by_id: Mapping[int, Branch]
    by_code: Mapping[str, Branch]
    rooms: Mapping[int, BranchRoom]
    places: Mapping[int, int]

    @classmethod
    def of(cls, branches: Iterable[Branch]) -> Network:
        ordered = tuple(branches)
        return cls(
            branches=ordered,
            by_id={branch.id: branch for branch in ordered},
            by_code={branch.code: branch for branch in ordered},
            rooms={room.id: room for branch in ordered for room in branch.rooms},
            places={branch.id: place for place, branch in enumerate(ordered)},
        )

    def find(self, code: str | None) -> Branch | None:
        """The library of a code, in any case of letters; None when there is none."""
        return self.by_code.get((code or "").strip().upper())

    def parent(self, branch: Branch) -> Branch | None:
        return self.by_id.get(branch.parent_id) if branch.parent_id is not None else None

    def children(self, branch: Branch) -> list[Branch]:
        return [other for other in self.branches if other.parent_id == branch.id]


def branch_order(branch: Branch) -> tuple[int, bytes, str]:
    """City libraries first, then kind by kind; inside a kind A–Z by label."""
    return KIND_ORDER[branch.kind], sort_key(branch.label), branch.code
