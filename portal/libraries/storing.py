"""The values of one import row into one loaded library; says whether anything changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from portal.libraries.hours import Weekly
from portal.libraries.models import Library, LibraryPeriod, OpeningHours, Room
from portal.libraries.row_values import FormerRow, RoomRow

_OWN_FIELDS = (
    "kind",
    "name",
    "short_name",
    "address",
    "phone",
    "email",
    "website",
    "latitude",
    "longitude",
    "about",
    "aliases",
    "closed_since",
)


def update_library(library: Library, values: Mapping[str, object], ids: Mapping[str, int]) -> bool:
    """Make the library as the row says, `ids` giving the library of each code.

    Its rooms, hours and periods must be loaded. Every part is tried, so nothing stops at the first
    change.
    """
    fields: dict[str, object] = {name: values[name] for name in _OWN_FIELDS if name in values}
    if "commune" in values:
        fields["commune_code"] = values["commune"]
    if "parent" in values:
        parent = cast("str | None", values["parent"])
        fields["parent_id"] = ids[parent] if parent else None
    changes = [_assign(library, fields)]
    if "rooms" in values:
        changes.append(_update_rooms(library, cast("Sequence[RoomRow]", values["rooms"])))
    if "hours" in values:
        changes.append(_update_hours(library, cast("Weekly", values["hours"])))
    if "former_names" in values:
        former = cast("Sequence[FormerRow]", values["former_names"])
        changes.append(_update_periods(library, former, ids))
    return any(changes)


def _assign(target: object, facts: Mapping[str, object]) -> bool:
    """Set what differs, and only that: SQLAlchemy then writes nothing for an unchanged row."""
    different = {name: value for name, value in facts.items() if getattr(target, name) != value}
    for name, value in different.items():
        setattr(target, name, value)
    return bool(different)


def _update_rooms(library: Library, rows: Sequence[RoomRow]) -> bool:
    """Rooms are added and changed, never taken away: copies may stand in one a file leaves out."""
    known = {room.code: room for room in library.rooms}
    changes = []
    for position, row in enumerate(rows):
        facts = {"name": row.name, "stacks": row.stacks, "use": row.use, "position": position}
        if row.code in known:
            changes.append(_assign(known[row.code], facts))
        else:
            library.rooms.append(Room(code=row.code, **facts))
            changes.append(True)
    return any(changes)


def _update_hours(library: Library, weekly: Weekly) -> bool:
    """The hours of the whole library; those of single rooms stay."""
    wanted = {(day, span.opens): span.closes for day, spans in weekly.items() for span in spans}
    changed = False
    for row in [row for row in library.hours if row.room_id is None]:
        closes = wanted.pop((row.weekday, row.opens), None)
        if closes is None:
            library.hours.remove(row)
            changed = True
        else:
            changed = _assign(row, {"closes": closes}) or changed
    for (day, opens), closes in sorted(wanted.items()):
        library.hours.append(OpeningHours(weekday=day, opens=opens, closes=closes))
        changed = True
    return changed


def _update_periods(library: Library, rows: Sequence[FormerRow], ids: Mapping[str, int]) -> bool:
    wanted = [
        (row.name, ids.get(row.parent_code) if row.parent_code else None, row.since, row.until)
        for row in rows
    ]
    present = [(p.name, p.parent_id, p.since, p.until) for p in library.periods]
    if sorted(map(str, wanted)) == sorted(map(str, present)):
        return False
    library.periods[:] = [
        LibraryPeriod(name=name, parent_id=parent_id, since=since, until=until)
        for name, parent_id, since, until in wanted
    ]
    return True
