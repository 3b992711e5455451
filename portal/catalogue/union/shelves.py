"""Where a copy of a file belongs: its codes against the libraries and rooms of the network."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.reading.draft import DraftCopy
from portal.catalogue.union.report import Finding, FindingKind, ImportReport
from portal.libraries.kinds import RoomUse
from portal.libraries.models import Library, Room


@dataclass(frozen=True, slots=True)
class Shelf:
    """Owner, holder, room, and whether a copy there is lent when its record does not say."""

    owner_id: int
    holder_id: int
    room_id: int | None
    lendable: bool


class Shelves:
    """The network as codes. Unknown codes are told once each; no room is made up."""

    def __init__(self, session: Session, library_id: int, report: ImportReport) -> None:
        self._home = library_id
        self._report = report
        self._libraries: dict[str, int] = {}
        for row in session.execute(select(Library.id, Library.code)):
            self._libraries[_code(row.code)] = row.id
        self._rooms: dict[tuple[int, str], tuple[int, bool]] = {}
        for room in session.execute(
            select(Room.id, Room.library_id, Room.code, Room.name, Room.use)
        ):
            entry = (room.id, room.use is RoomUse.LENDABLE)
            self._rooms.setdefault((room.library_id, _code(room.name)), entry)
            self._rooms[room.library_id, _code(room.code)] = entry

    def of(self, copy: DraftCopy, place: str) -> Shelf:
        """The shelf of a copy; an unknown branch is the importing library, an unknown room none."""
        owner = self._library(copy.branch, place)
        holder = self._library(copy.holding_branch, place) if copy.holding_branch else owner
        room = self._rooms.get((holder, _code(copy.room))) if copy.room else None
        if copy.room and room is None:
            self._unknown(FindingKind.unknown_room, copy.room, place)
        return Shelf(owner, holder, room[0] if room else None, room[1] if room else True)

    def _library(self, code: str | None, place: str) -> int:
        if not code:
            return self._home
        found = self._libraries.get(_code(code))
        if found is None:
            self._unknown(FindingKind.unknown_branch, code, place)
            return self._home
        return found

    def _unknown(self, kind: FindingKind, code: str, place: str) -> None:
        report = self._report
        branch = kind is FindingKind.unknown_branch
        seen = report.unknown_branches if branch else report.unknown_rooms
        seen[code] += 1
        if seen[code] == 1:
            report.tell(Finding(kind, place, code))


def _code(text: str) -> str:
    return text.strip().casefold()
