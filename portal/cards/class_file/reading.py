"""A file of bytes to pupils and problems, in one go: a bad row never hides the others."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from portal.cards.class_file.columns import Column, Header, read_header
from portal.cards.class_file.problems import ClassFileRefused, Problem, Trouble
from portal.cards.class_file.rows import ClassRow, cleaned, pupil_of
from portal.cards.class_file.twins import Seen
from portal.catalogue.reading import FileRefused, FileTrouble, csv_rows, xlsx_rows
from portal.catalogue.reading.csv_rows import Row

MAX_BYTES: Final = 5_000_000
MAX_ROWS: Final = 10_000

_LINES_ABOVE: Final = 30
"""Names of school, class and year often stand above the headings."""

_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_NO_TABLE: Final = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"{\\rtf", b"<")
_TROUBLES: Final = {FileTrouble.empty: Trouble.empty, FileTrouble.bomb: Trouble.too_large}


@dataclass(frozen=True, slots=True)
class ClassFile:
    """What a list says. A row is among the pupils or among the problems, never both."""

    pupils: tuple[ClassRow, ...]
    problems: tuple[Problem, ...]
    unknown_headings: tuple[str, ...]


def read_class(content: bytes, today: date) -> ClassFile:
    """The pupils of a CSV file or an Excel workbook. Raises `ClassFileRefused`."""
    try:
        rows = rows_of(content)
        header = find_header(rows)
        return read_rows(rows, header, today)
    except FileRefused as refused:
        trouble = _TROUBLES.get(refused.trouble, Trouble.no_table)
        raise ClassFileRefused(trouble, refused.detail) from refused


def rows_of(content: bytes) -> Iterator[Row]:
    """Rows of the file, which is known by its first bytes and not by its name."""
    if not content.strip():
        raise ClassFileRefused(Trouble.empty)
    if len(content) > MAX_BYTES:
        raise ClassFileRefused(Trouble.too_large, str(MAX_BYTES // 1_000_000))
    if content.startswith(_OLD_EXCEL):
        raise ClassFileRefused(Trouble.old_excel)
    if content.lstrip().startswith(_NO_TABLE):
        raise ClassFileRefused(Trouble.no_table)
    stream = io.BytesIO(content)
    if content.startswith(_ZIP):
        return xlsx_rows.read_rows(stream, "")
    return csv_rows.read_rows(stream)[0]


def find_header(rows: Iterator[Row]) -> Header:
    """The headings; whatever stands above them is passed over. Raises `ClassFileRefused`."""
    for row, _above in zip(rows, range(_LINES_ABOVE), strict=False):
        header = read_header([cleaned(cell) for cell in row.cells])
        if header is None:
            continue
        if Column.birthday not in header.places:
            raise ClassFileRefused(Trouble.no_birthdays)
        return header
    raise ClassFileRefused(Trouble.no_headings)


def read_rows(rows: Iterator[Row], header: Header, today: date) -> ClassFile:
    """The pupils of the rows after the headings."""
    pupils: list[ClassRow] = []
    problems: list[Problem] = []
    seen = Seen()
    for count, row in enumerate(rows, start=1):
        if count > MAX_ROWS:
            raise ClassFileRefused(Trouble.too_many_rows, str(MAX_ROWS))
        found = pupil_of(row, header, today)
        if isinstance(found, ClassRow):
            if copy := seen.copy_in(found):
                problems.append(copy)
            else:
                pupils.append(found)
        elif found:
            problems.extend(found)
    return ClassFile(tuple(pupils), tuple(problems), header.unknown)
