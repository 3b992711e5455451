"""A CSV file as a table with known columns (pure): encodings, separators, headers in two languages.

Excel in Vietnam writes semicolons and a byte order mark; both are taken. Headers are compared
folded, so "Địa chỉ", "dia chi" and "ADDRESS" are one column.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.libraries.folding import fold
from portal.refusals import Refusal

LARGEST_FILE = 20_000_000  # bytes; the whole network of Hà Nội is under one million
Headings = Mapping[str, tuple[str, ...]]
"""For each field the headings it goes by."""


class FileRefused(Refusal):
    """The file as a whole cannot be read; `why` is a code of `problem_texts`."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why = why
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Line:
    """One data row: the line it starts at, and its cells by field (only columns there are)."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    fields: tuple[str, ...]
    unknown_headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(content: bytes, headings: Headings, required: tuple[str, ...]) -> Table:
    """The table in the bytes of a file. Raises `FileRefused`; empty lines are passed over."""
    if len(content) > LARGEST_FILE:
        raise FileRefused("file_too_large", str(LARGEST_FILE // 1_000_000))
    text = _decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        found = list(_numbered(reader))
    except csv.Error as error:
        raise FileRefused("not_csv", str(error)) from error
    if not found:
        raise FileRefused("file_empty")
    columns, unknown = _columns(found[0][1], headings)
    missing = [headings[field][0] for field in required if field not in columns]
    if missing:
        raise FileRefused("column_missing", ", ".join(missing))
    lines = tuple(Line(number, _cells(row, columns)) for number, row in found[1:])
    return Table(tuple(columns), unknown, lines)


def _decode(content: bytes) -> str:
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused("not_utf8", str(error.start)) from error
    if "\x00" in text:
        raise FileRefused("not_csv", "NUL")
    return text


def _separator(text: str) -> str:
    """The likeliest separator of the heading line; a comma when nothing speaks for another."""
    heading = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows that say anything, each with the line it begins at (cells may hold line breaks)."""
    begins = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield begins, row
        begins = reader.line_num + 1  # type: ignore[attr-defined]  # a csv reader counts lines


def _columns(row: list[str], headings: Headings) -> tuple[dict[str, int], tuple[str, ...]]:
    """Column numbers by field, and the headings nobody knows."""
    known = {fold(name): field for field, names in headings.items() for name in (field, *names)}
    columns: dict[str, int] = {}
    unknown: list[str] = []
    for place, heading in enumerate(row):
        field = known.get(fold(heading))
        if field is None:
            unknown.extend([heading.strip()] if heading.strip() else [])
        elif field in columns:
            raise FileRefused("column_twice", heading.strip())
        else:
            columns[field] = place
    return columns, tuple(unknown)


def _cells(row: list[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        field: _clean(row[place]) if place < len(row) else "" for field, place in columns.items()
    }


def _clean(cell: str) -> str:
    """NFC, blanks made single, control characters but the line break dropped."""
    lines = unicodedata.normalize("NFC", cell).replace("\r", "\n").split("\n")
    kept = (
        " ".join("".join(c if c.isprintable() else " " for c in line).split()) for line in lines
    )
    return "\n".join(line for line in kept if line)
