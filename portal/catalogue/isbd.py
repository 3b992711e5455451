"""A description as the National Bibliography prints it: ISBD as TCVN 4743 has it (pure).

`Đảo giấu vàng : Tiểu thuyết / Robert Louis Stevenson ; Nguỵ Thanh Tuyên dịch. - Tái bản lần thứ 1.
- H. : Văn học, 2023. - 345 tr. ; 21 cm`. The words a cataloguer adds (dịch, ch.b.) are part of the
rules and stay Vietnamese on an English page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.catalogue.kinds import Role

AREA = ". - "
NAMED = 3  # of one role; more are "... [et al.]" by the rules

_DONE = {
    Role.author: "",
    Role.translator: "dịch",
    Role.editor: "ch.b.",
    Role.compiler: "b.s.",
    Role.collector: "s.t.",
    Role.illustrator: "minh hoạ",
    Role.introducer: "giới thiệu",
    Role.reviser: "h.đ.",
    Role.composer: "sáng tác",
    Role.photographer: "ảnh",
    Role.narrator: "đọc",
    Role.adapter: "phỏng theo",
    Role.contributor: "",
}


@dataclass(frozen=True, slots=True)
class Description:
    """The elements of a description, as a record has them; empty ones are left out."""

    title: str
    subtitle: str = ""
    volume: str = ""
    part_title: str = ""
    responsibility: str = ""
    edition: str = ""
    place: str = ""
    publisher: str = ""
    year: str = ""
    extent: str = ""
    size: str = ""
    series: str = ""
    series_number: str = ""
    original_title: str = ""
    isbns: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def isbd(described: Description) -> str:
    """The whole description: areas on the first line, then notes and standard numbers."""
    areas = (
        _title_area(described),
        described.edition,
        _imprint(described),
        _after(described.extent, " ; ", described.size),
        _series_area(described),
    )
    first = joined_areas(areas)
    notes = [_note(note) for note in described.notes]
    if described.original_title:
        notes.insert(0, f"Tên sách nguyên bản: {described.original_title}")
    numbers = [f"ISBN {value}" for value in described.isbns]
    numbers += [f"ISSN {value}" for value in described.issns]
    return "\n".join(line for line in (first, *notes, *numbers) if line)


def joined_areas(areas: Iterable[str]) -> str:
    """Areas with the mark between them; a full stop that is there already is not doubled."""
    present = [area.strip() for area in areas if area and area.strip()]
    body = AREA.join(area.rstrip(". ") for area in present[:-1])
    return AREA.join(part for part in (body, *present[-1:]) if part)


def responsibility(names: Sequence[tuple[str, Role]]) -> str:
    """«Tô Hoài ; Tạ Huy Long minh hoạ», for a record that has names but no statement."""
    by_role: dict[Role, list[str]] = {}
    for name, role in names:
        by_role.setdefault(role, []).append(name)
    return " ; ".join(_statement(found, _DONE[role]) for role, found in by_role.items())


def _statement(names: Sequence[str], done: str) -> str:
    listed = ", ".join(names) if len(names) <= NAMED else f"{names[0]}... [et al.]"
    if done in ("ch.b.", "b.s.", "s.t.", "h.đ."):
        return f"{listed} ({done})"
    return f"{listed} {done}".strip()


def _title_area(described: Description) -> str:
    title = _after(described.title, " : ", described.subtitle)
    volume = f"T.{described.volume}" if described.volume.isdigit() else described.volume
    part = _after(volume, ", ", described.part_title)
    whole = f"{title.rstrip('. ')}. {part}" if part else title
    return _after(whole, " / ", described.responsibility)


def _imprint(described: Description) -> str:
    names = _after(described.place, " : ", described.publisher)
    return _after(names, ", ", described.year)


def _series_area(described: Description) -> str:
    inside = _after(described.series, " ; ", described.series_number)
    return f"({inside})" if inside else ""


def _after(first: str, mark: str, second: str) -> str:
    """Two elements with their mark; alone, either stands without it."""
    return f"{first}{mark}{second}" if first and second else first or second


def _note(note: str) -> str:
    return " ".join(note.split())
