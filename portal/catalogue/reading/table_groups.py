"""Rows that follow one another and describe one record: a row for each of its copies."""

from __future__ import annotations

from collections.abc import Iterator

from portal.catalogue.reading.cells import Cells
from portal.catalogue.reading.headers import COPY_COLUMNS, Column, Header

MAX_ROWS = 20_000
"""No record has so many copies; a column that says the same in every row is no number."""

_DESCRIBING = tuple(column for column in Column if column not in COPY_COLUMNS)


def grouped(header: Header, rows: Iterator[Cells]) -> Iterator[list[Cells]]:
    """Lists of rows, each one record, in the order of the file.

    With a number: rows of the same number and title. Without: rows alike in every column that
    describes the record, provided that each names a copy.
    """
    group: list[Cells] = []
    for cells in rows:
        if group and len(group) < MAX_ROWS and _same(header, group[0], cells):
            group.append(cells)
            continue
        if group:
            yield group
        group = [cells]
    if group:
        yield group


def _same(header: Header, first: Cells, other: Cells) -> bool:
    number = first.get(Column.number)
    if number or other.get(Column.number):
        same_title = first.get(Column.title) == other.get(Column.title)
        return number == other.get(Column.number) and same_title
    if Column.barcode not in header.columns:
        return False
    if not (first.get(Column.barcode) and other.get(Column.barcode)):
        return False
    return first.key(_DESCRIBING) == other.key(_DESCRIBING)
