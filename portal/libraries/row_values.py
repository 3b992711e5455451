"""Cells of an import row read as values (pure). Every failure is a `CellRefused` with a code."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from portal.libraries.folding import fold
from portal.libraries.kinds import LibraryKind, RoomUse, Stacks
from portal.libraries.places import communes, find_places
from portal.refusals import Refusal

KIND_WORDS: dict[LibraryKind, tuple[str, ...]] = {
    LibraryKind.CITY: ("thành phố", "tp", "city"),
    LibraryKind.REGIONAL: ("khu vực", "cấp huyện cũ", "quận", "huyện", "regional"),
    LibraryKind.COMMUNE: ("xã/phường", "xã", "phường", "commune"),
    LibraryKind.BOOKCASE: ("tủ sách", "bookcase"),
    LibraryKind.POST_OFFICE: ("bưu điện văn hóa xã", "bđvhx", "bưu điện", "post_office"),
    LibraryKind.SCHOOL: ("trường", "trường học", "school"),
    LibraryKind.MOBILE: ("lưu động", "xe lưu động", "mobile"),
    LibraryKind.PRIVATE: ("tư nhân", "private"),
    LibraryKind.PRISON: ("trại giam", "prison"),
}
_KINDS = {fold(word): kind for kind, words in KIND_WORDS.items() for word in words}
_STACKS = {
    fold(word): stacks
    for stacks, words in {
        Stacks.OPEN: ("mở", "kho mở", "open"),
        Stacks.CLOSED: ("kín", "kho kín", "closed"),
    }.items()
    for word in words
}
_USES = {
    fold(word): use
    for use, words in {
        RoomUse.LENDABLE: ("mượn", "mượn về nhà", "lendable"),
        RoomUse.ON_SITE: ("tại chỗ", "đọc tại chỗ", "on site"),
    }.items()
    for word in words
}
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_DAY = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})|(\d{4})-(\d{2})-(\d{2})")
_FORMER = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<notes>[^()]*)\))?")
_NOTE = re.compile(r"(?P<word>từ|đến|thuộc|from|to|under) (?P<value>[\w/-]+)", re.IGNORECASE)


class CellRefused(Refusal):
    """A cell that cannot be taken; `why` is a code of `problem_texts`, `value` what stood there."""

    def __init__(self, why: str, value: str) -> None:
        super().__init__(f"{why}: {value}")
        self.why = why
        self.value = value


@dataclass(frozen=True, slots=True)
class RoomRow:
    code: str
    name: str
    stacks: Stacks
    use: RoomUse


@dataclass(frozen=True, slots=True)
class FormerRow:
    """An earlier name; `until` is the first day it no longer held."""

    name: str
    since: date | None
    until: date | None
    parent_code: str | None


def plain(cell: str, longest: int) -> str:
    """Text no longer than its column; what a spreadsheet would run as a formula is refused."""
    if cell.startswith(("=", "@")):
        raise CellRefused("formula", cell[:60])
    if len(cell) > longest:
        raise CellRefused("too_long", f"{cell[:40]}… ({len(cell)} > {longest})")
    return cell


def code(cell: str) -> str:
    """A code in capitals: letters A–Z, digits and hyphens, at most 20."""
    if not _CODE.fullmatch(cell.upper()):
        raise CellRefused("bad_code", cell[:60])
    return cell.upper()


def kind(cell: str) -> LibraryKind:
    try:
        return _KINDS[fold(cell)]
    except KeyError:
        raise CellRefused("bad_kind", cell[:60]) from None


def email(cell: str) -> str:
    if cell and not _EMAIL.fullmatch(cell):
        raise CellRefused("bad_email", cell[:60])
    return plain(cell, 200)


def website(cell: str) -> str:
    """An http(s) address: anything else would make a link that runs or leads astray."""
    if cell and not re.fullmatch(r"https?://[^\s\"'<>]+", cell):
        raise CellRefused("bad_website", cell[:60])
    return plain(cell, 300)


def coordinate(cell: str, limit: float) -> float | None:
    """Degrees, with a point or a comma; None when empty."""
    if not cell:
        return None
    try:
        degrees = float(cell.replace(",", "."))
    except ValueError:
        raise CellRefused("bad_coordinate", cell[:60]) from None
    if not math.isfinite(degrees) or abs(degrees) > limit:
        raise CellRefused("bad_coordinate", cell[:60])
    return degrees


def commune(cell: str) -> str | None:
    """The code of a present commune given by code or by a name that is one commune's only."""
    if not cell:
        return None
    if cell.zfill(5) in communes():
        return cell.zfill(5)
    present = [match for match in find_places(cell) if not match.former]
    if len(present) != 1:
        raise CellRefused("unknown_commune", cell[:60])
    return present[0].communes[0].code


def day(cell: str, *, end: bool = False) -> date | None:
    """A day as 30/06/2025, 2025-06-30, 06/2025 or 2025 (`end`: the last day of such a span)."""
    if not cell:
        return None
    match = _DAY.fullmatch(cell)
    if match is None:
        raise CellRefused("bad_day", cell[:60])
    d, m, y, iso_y, iso_m, iso_d = match.groups()
    try:
        if iso_y:
            return date(int(iso_y), int(iso_m), int(iso_d))
        month = int(m or (12 if end else 1))
        last = monthrange(int(y), month)[1] if end else 1
        return date(int(y), month, int(d or last))
    except ValueError:
        raise CellRefused("bad_day", cell[:60]) from None


def parts(cell: str) -> list[str]:
    """The pieces of a list cell, parted by semicolons or line breaks."""
    return [part.strip() for part in re.split(r"[;\n]", cell) if part.strip()]


def rooms(cell: str) -> tuple[RoomRow, ...]:
    """ "KM:Kho mở:mở:mượn; KK:Kho kín:kín:tại chỗ" as rooms, in that order."""
    found = tuple(_room(part) for part in parts(cell))
    codes = [room.code for room in found]
    for again in codes:
        if codes.count(again) > 1:
            raise CellRefused("room_twice", again)
    return found


def _room(text: str) -> RoomRow:
    pieces = [piece.strip() for piece in text.split(":")]
    if len(pieces) != 4 or not pieces[1]:
        raise CellRefused("bad_room", text[:60])
    stacks = _STACKS.get(fold(pieces[2]))
    use = _USES.get(fold(pieces[3]))
    if stacks is None or use is None:
        raise CellRefused("bad_room", text[:60])
    return RoomRow(code(pieces[0]), plain(pieces[1], 100), stacks, use)


def former_names(cell: str) -> tuple[FormerRow, ...]:
    """ "Thư viện quận Tây Hồ (từ 1996 đến 30/06/2025, thuộc HN-BT)" and more, by semicolons."""
    return tuple(_former(part) for part in parts(cell))


def _former(text: str) -> FormerRow:
    match = _FORMER.fullmatch(text)
    notes = match["notes"] or "" if match else ""
    if match is None or re.sub(r"[\s,]+", "", _NOTE.sub("", notes)):
        raise CellRefused("bad_former_name", text[:80])
    said = {note["word"].lower(): note["value"] for note in _NOTE.finditer(notes)}
    last = day(said.get("đến") or said.get("to", ""), end=True)
    since = day(said.get("từ") or said.get("from", ""))
    if since and last and last < since:
        raise CellRefused("bad_former_name", text[:80])
    parent = said.get("thuộc") or said.get("under")
    return FormerRow(
        name=plain(match["name"], 200),
        since=since,
        until=last + timedelta(days=1) if last and last < date.max else None,
        parent_code=code(parent) if parent else None,
    )
