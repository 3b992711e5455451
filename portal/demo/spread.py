"""Which library of the demo network holds which edition, how often, where, and whether it is out.

The rule is made so that every situation occurs: books everyone asks for with all copies out, single
copies, closed stacks, reading-room only, rare books, lots that travel. The same input always gives
the same shelves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from portal.catalogue.kinds import CopyStatus
from portal.demo.titles import POPULARITY, Row
from portal.libraries.kinds import LibraryKind
from portal.vietnamese.syllables import bare_key
from portal.vietnamese.text import words

HOLDERS = {5: (7, 16), 4: (4, 9), 3: (2, 5), 2: (1, 3), 1: (1, 1)}
OUT = {5: 0.72, 4: 0.4, 3: 0.2, 2: 0.08, 1: 0.0}  # share of copies on loan
ODD = (  # the few that are somewhere else
    (0.012, CopyStatus.processing),
    (0.020, CopyStatus.in_transit),
    (0.024, CopyStatus.on_hold),
    (0.027, CopyStatus.lost),
)
SMALL = {LibraryKind.BOOKCASE, LibraryKind.POST_OFFICE, LibraryKind.MOBILE, LibraryKind.SCHOOL}
ON_SITE = {"BC", "PD", "DC"}  # rooms whose copies stay in the house


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library as the rule sees it."""

    code: str
    kind: LibraryKind
    rooms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """One copy: its place, its call number and how it fares."""

    library: str
    room: str
    call_number: str
    lendable: bool
    status: CopyStatus


def place(row: Row, shelves: Sequence[Shelf]) -> list[Placed]:
    """The copies of one edition over the network."""
    dice = Random("|".join(row.values()))  # noqa: S311 - a demo, not a secret
    popularity = int(row[POPULARITY] or 3)
    call_number = call_number_of(row)
    placed = []
    for shelf in _holders(row, shelves, popularity, dice):
        room = _room(row, shelf, popularity)
        lendable = room not in ON_SITE
        for _ in range(_copies(shelf, popularity, dice)):
            status = _status(popularity, dice) if lendable else CopyStatus.available
            placed.append(Placed(shelf.code, room, call_number, lendable, status))
    return placed


def call_number_of(row: Row) -> str:
    """DDC and a short mark of the title, as on the spine: "895.922334 D200"."""
    first = words(row["Nhan đề"])[0]
    volume = f"/{row['Tập']}" if row["Tập"].isdigit() else ""
    return f"{row['Chỉ số phân loại']} {bare_key(first)[:5].upper()}{volume}".strip()


def _holders(row: Row, shelves: Sequence[Shelf], popularity: int, dice: Random) -> list[Shelf]:
    for_children = row["Đối tượng"] == "Thiếu nhi"
    foreign = row["Ngôn ngữ"] not in ("vie", "")
    city = [shelf for shelf in shelves if shelf.kind is LibraryKind.CITY]
    others = [
        shelf
        for shelf in shelves
        if shelf.kind is LibraryKind.REGIONAL
        or (shelf.kind in SMALL and popularity >= 3 and (for_children or popularity == 5))
    ]
    if foreign:
        others = others[:8]  # the inner districts; further out few read foreign languages
    count = min(dice.randint(*HOLDERS[popularity]), len(others))
    chosen = dice.sample(others, count)
    if popularity <= 2 and dice.random() < 0.6:
        return [city[0], *chosen[1:]]
    keeps = [shelf for shelf in city if dice.random() < 0.25 + popularity / 5]
    return keeps + chosen


def _copies(shelf: Shelf, popularity: int, dice: Random) -> int:
    if shelf.kind in SMALL or popularity <= 2:
        return 1
    most = 4 if shelf.kind is LibraryKind.CITY else 2
    return dice.randint(1, most if popularity >= 4 else 2)


def _room(row: Row, shelf: Shelf, popularity: int) -> str:
    year = row["Năm xuất bản"]
    wishes: Mapping[str, bool] = {
        "BC": row["Dạng tài liệu"] == "Báo, tạp chí",
        "TN": row["Đối tượng"] == "Thiếu nhi",
        "NV": row["Ngôn ngữ"] not in ("vie", ""),
        "DC": row["Chỉ số phân loại"].startswith("959.731") and popularity <= 2,
        "PD": year.isdigit() and int(year) < 1976,
        "KK": popularity <= 2,
    }
    for room, wished in wishes.items():
        if wished and room in shelf.rooms:
            return room
    return shelf.rooms[0] if shelf.rooms else ""


def _status(popularity: int, dice: Random) -> CopyStatus:
    throw = dice.random()
    for below, status in ODD:
        if throw < below:
            return status
    return CopyStatus.on_loan if dice.random() < OUT[popularity] else CopyStatus.available
