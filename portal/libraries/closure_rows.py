"""A line of a closure file as a checked row (pure)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.libraries import row_values as value
from portal.libraries.csv_table import Headings, Line
from portal.libraries.hours import Span
from portal.libraries.hours_text import HoursUnreadable, parse_spans
from portal.libraries.row_values import CellRefused
from portal.libraries.rows import Problem

HEADINGS: Headings = {
    "library": ("mã thư viện", "mã", "library code"),
    "first_day": ("từ ngày", "first day", "from"),
    "last_day": ("đến ngày", "last day", "to"),
    "reason": ("lý do",),
    "hours": ("giờ thay thế", "mở cửa", "replacement hours"),
}
REQUIRED = ("first_day", "reason")


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """An exception from the week; no code: the whole network; no spans: closed."""

    line: int
    library_code: str | None
    first_day: date
    last_day: date
    reason: str
    spans: tuple[Span, ...]


def read_row(line: Line, codes: Collection[str]) -> ClosureRow | list[Problem]:
    """The row of a line, or what is wrong with it; `codes` are those of known libraries."""
    field = "first_day"
    try:
        first = value.day(line.cells["first_day"])
        if first is None:
            return [Problem(line.number, field, "cell_empty")]
        field = "last_day"
        last = value.day(line.cells.get("last_day", ""), end=True) or first
        if last < first:
            return [Problem(line.number, field, "last_before_first", line.cells["last_day"])]
        field = "reason"
        reason = value.plain(line.cells["reason"], 200)
        field = "library"
        code = line.cells.get("library", "")
        library = value.code(code) if code else None
        if library is not None and library not in codes:
            return [Problem(line.number, field, "unknown_library", library)]
        field = "hours"
        spans = parse_spans(line.cells.get("hours", ""))
    except CellRefused as refused:
        return [Problem(line.number, field, refused.why, refused.value)]
    except HoursUnreadable as refused:
        return [Problem(line.number, field, f"hours_{refused.why}", refused.part)]
    return ClosureRow(line.number, library, first, last, reason, spans)
