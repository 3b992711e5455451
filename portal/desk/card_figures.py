"""Cards given, renewed and given anew, each month beside the same month a year before."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

import xlsxwriter  # type: ignore[import-untyped]
from sqlalchemy.orm import Session

from portal.cards.ages import add_months
from portal.cards.figures import Figures, figures

Cell = str | int

_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # the same figures are the same file
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Counts(NamedTuple):
    new: int = 0
    renewed: int = 0
    reissued: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One library, one month (its first day), adults or children."""

    library_id: int
    month: date
    child: bool
    now: Counts
    before: Counts


def lines(
    session: Session, first: date, last: date, library_id: int | None = None
) -> Sequence[Line]:
    """The months from that of `first` to that of `last`; what neither year has is left out."""
    now = _by_place(figures(session, first, last, library_id), 0)
    year_before = figures(session, add_months(first, -12), add_months(last, -12), library_id)
    before = _by_place(year_before, 12)
    return [
        Line(*place, now.get(place, Counts()), before.get(place, Counts()))
        for place in sorted({*now, *before})
    ]


def total(found: Iterable[Line]) -> tuple[Counts, Counts]:
    """Of this year and of the year before."""
    found = list(found)
    return _sum(line.now for line in found), _sum(line.before for line in found)


def csv_file(rows: Iterable[Sequence[Cell]]) -> bytes:
    """In a form that Excel opens with its marks right, and in which no text is a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook: texts are written as texts and figures as figures, never as formulas."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _UNDATED})
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True, "text_wrap": True})
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 8, 14)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, place, cell)
                else:
                    sheet.write_string(number, place, cell, None if number else bold)
    return out.getvalue()


def harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would work out gets an apostrophe in front, so that it is shown."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def _by_place(found: Sequence[Figures], months_on: int) -> dict[tuple[int, date, bool], Counts]:
    return {
        (one.library_id, add_months(one.month, months_on), one.child): Counts(
            one.new, one.renewed, one.reissued
        )
        for one in found
    }


def _sum(counts: Iterable[Counts]) -> Counts:
    rows = list(counts)
    return Counts(*(sum(column) for column in zip(*rows, strict=True))) if rows else Counts()
