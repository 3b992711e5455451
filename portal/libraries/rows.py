"""A line of a library file as a checked row (pure): which cells, under which headings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.libraries import row_values as value
from portal.libraries.csv_table import Headings, Line
from portal.libraries.hours_text import HoursUnreadable, parse_hours
from portal.libraries.row_values import CellRefused

HEADINGS: Headings = {
    "code": ("mã", "mã thư viện", "library code"),
    "kind": ("loại", "loại thư viện", "library kind"),
    "name": ("tên", "tên thư viện", "library name"),
    "short_name": ("tên ngắn", "tên gọi tắt"),
    "parent": ("trực thuộc", "thuộc thư viện", "parent code"),
    "address": ("địa chỉ",),
    "commune": ("xã/phường", "mã xã/phường", "commune code"),
    "phone": ("điện thoại", "telephone"),
    "email": ("thư điện tử", "e-mail"),
    "website": ("trang web",),
    "latitude": ("vĩ độ", "lat"),
    "longitude": ("kinh độ", "lon", "lng"),
    "about": ("giới thiệu", "description"),
    "aliases": ("tên gọi khác", "other names"),
    "former_names": ("tên cũ", "previous names"),
    "rooms": ("phòng", "kho", "phòng và kho"),
    "hours": ("giờ mở cửa", "opening hours"),
    "closed_since": ("ngừng hoạt động từ",),
}
REQUIRED = ("code", "kind", "name")

_READERS: Mapping[str, Callable[[str], object]] = {
    "code": value.code,
    "kind": value.kind,
    "name": lambda cell: value.plain(cell, 200),
    "short_name": lambda cell: value.plain(cell, 100),
    "parent": lambda cell: value.code(cell) if cell else None,
    "address": lambda cell: value.plain(cell, 300) or None,
    "commune": value.commune,
    "phone": lambda cell: value.plain(cell, 60),
    "email": value.email,
    "website": value.website,
    "latitude": lambda cell: value.coordinate(cell, 90),
    "longitude": lambda cell: value.coordinate(cell, 180),
    "about": lambda cell: value.plain(cell, 4000),
    "aliases": lambda cell: "\n".join(value.parts(value.plain(cell, 2000))),
    "former_names": value.former_names,
    "rooms": value.rooms,
    "hours": parse_hours,
    "closed_since": value.day,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line was kept out: number, field, a code of `problem_texts`, what stood there."""

    line: int
    field: str
    why: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A line without fault. `values` holds only the columns the file has."""

    line: int
    code: str
    values: Mapping[str, object]

    @property
    def parent(self) -> str | None:
        parent = self.values.get("parent")
        return parent if isinstance(parent, str) else None


def read_row(line: Line) -> LibraryRow | list[Problem]:
    """The row of a line, or everything that is wrong with it."""
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for field, cell in line.cells.items():
        if not cell and field in REQUIRED:
            problems.append(Problem(line.number, field, "cell_empty"))
            continue
        try:
            values[field] = _READERS[field](cell)
        except CellRefused as refused:
            problems.append(Problem(line.number, field, refused.why, refused.value))
        except HoursUnreadable as refused:
            problems.append(Problem(line.number, field, f"hours_{refused.why}", refused.part))
    if not problems and (values.get("latitude") is None) != (values.get("longitude") is None):
        problems.append(Problem(line.number, "latitude", "half_coordinates"))
    return problems or LibraryRow(line.number, str(values["code"]), values)


def settle(
    rows: list[LibraryRow], existing: Mapping[str, str | None]
) -> tuple[list[LibraryRow], list[Problem]]:
    """Rows whose codes and parents hold together, and the problems of the others.

    `existing` gives the parent code of every library already known. Kept out: a code that came
    before in the file, a parent nobody has, a parent that leads back to the library itself.
    """
    first: dict[str, LibraryRow] = {}
    problems: list[Problem] = []
    for row in rows:
        if row.code in first:
            known = str(first[row.code].line)
            problems.append(Problem(row.line, "code", "code_twice", f"{row.code} ({known})"))
        else:
            first[row.code] = row
    while True:
        parents = {**existing, **{r.code: _parent(r, existing) for r in first.values()}}
        wrong = [p for r in first.values() if (p := _parent_problem(r, parents)) is not None]
        if not wrong:
            return list(first.values()), sorted(problems, key=lambda problem: problem.line)
        problems += wrong
        lines = {problem.line for problem in wrong}
        first = {code: row for code, row in first.items() if row.line not in lines}


def _parent(row: LibraryRow, existing: Mapping[str, str | None]) -> str | None:
    return row.parent if "parent" in row.values else existing.get(row.code)


def _parent_problem(row: LibraryRow, parents: Mapping[str, str | None]) -> Problem | None:
    parent = row.parent
    if parent is not None and parent not in parents:
        return Problem(row.line, "parent", "unknown_parent", parent)
    seen: set[str] = set()
    above = parents.get(row.code)
    while above is not None and above not in seen:
        if above == row.code:
            return Problem(row.line, "parent", "parent_circle", parent or above)
        seen.add(above)
        above = parents.get(above)
    return None
