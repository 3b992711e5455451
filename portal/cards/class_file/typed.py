"""A class as text in a box: typed, pasted from a spreadsheet, or a file turned into lines.

A row stands in the line of its number, so that what is said of row 7 of the file can be mended in
line 7 of the box.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from typing import Final

from portal.cards.class_file.columns import Column, Header
from portal.cards.class_file.problems import ClassFileRefused, Trouble
from portal.cards.class_file.reading import (
    MAX_BYTES,
    MAX_ROWS,
    ClassFile,
    find_header,
    read_rows,
    rows_of,
)
from portal.catalogue.reading import FileRefused
from portal.catalogue.reading.csv_rows import Row
from portal.catalogue.reading.trouble import Reason

_TAB: Final = "\t"
_PLAIN: Final = Header({column: (place,) for place, column in enumerate(Column)}, ())
"""Without headings the columns stand as in the template: name, birthday, gender and so on."""


def read_typed(text: str, today: date) -> ClassFile:
    """The pupils of a text. Raises `ClassFileRefused`."""
    if not text.strip():
        raise ClassFileRefused(Trouble.empty)
    if len(text) > MAX_BYTES:
        raise ClassFileRefused(Trouble.too_large, str(MAX_BYTES // 1_000_000))
    rows = _rows(text)
    try:
        header = find_header(rows)
    except ClassFileRefused as refused:
        if refused.trouble is not Trouble.no_headings:
            raise
        header, rows = _PLAIN, _rows(text)
    return read_rows(rows, header, today)


def as_text(content: bytes) -> str:
    """A CSV file or an Excel workbook as text to be mended. Raises `ClassFileRefused`."""
    lines: list[str] = []
    try:
        for row in rows_of(content):
            if row.number > 2 * MAX_ROWS or len(lines) > 2 * MAX_ROWS:
                raise ClassFileRefused(Trouble.too_many_rows, str(MAX_ROWS))
            lines += [""] * (row.number - 1 - len(lines))
            lines.append(_line(row))
    except FileRefused as refused:
        raise ClassFileRefused(Trouble.no_table, refused.detail) from refused
    return "\n".join(lines)


def _line(row: Row) -> str:
    """A row that could not be read is shown as it is."""
    cells = row.cells or [row.raw.decode("utf-8", "replace")]
    return _TAB.join(" ".join(cell.split()) for cell in cells).rstrip()


def _rows(text: str) -> Iterator[Row]:
    lines = text.splitlines()
    mark = max((_TAB, ";", ","), key=lambda one: (one == _TAB and one in text, text.count(one)))
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(number, line, mark)


def _row(number: int, line: str, mark: str) -> Row:
    """A cell longer than a table may have breaks its row and no other."""
    raw = line.encode()
    try:
        return Row(number, None, _cells(line, mark), raw)
    except csv.Error:
        return Row(number, None, [], raw, trouble=Reason.cell_too_long)


def _cells(line: str, mark: str) -> list[str]:
    """A quote means something only where it opens a cell and closes one. Raises `csv.Error`."""
    if mark == _TAB or line.count('"') % 2:
        return line.split(mark)
    return next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])
