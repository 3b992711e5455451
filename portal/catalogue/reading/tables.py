"""CSV files and Excel workbooks to Drafts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from portal.catalogue.reading import csv_rows, xlsx_rows
from portal.catalogue.reading.cells import Cells
from portal.catalogue.reading.csv_rows import Row
from portal.catalogue.reading.draft import Draft
from portal.catalogue.reading.headers import Column, Header, read_header
from portal.catalogue.reading.mapping import Mapping
from portal.catalogue.reading.table_draft import draft_of
from portal.catalogue.reading.table_groups import grouped
from portal.catalogue.reading.trouble import (
    KEPT_BYTES,
    BadRecord,
    Broken,
    FileRefused,
    FileTrouble,
    Place,
    Reason,
)

KEPT = "kept"
"""Rows of a workbook as a source record keeps them."""


class Table:
    """A table opened: its header is known before the first record is read."""

    def __init__(self, stream: BinaryIO, name: str, kind: str, encoding: str) -> None:
        self.name = name
        self.kind = "xlsx" if kind == KEPT else kind
        if kind == "xlsx":
            self._rows, self.encoding = xlsx_rows.read_rows(stream, name), "utf-8"
        elif kind == KEPT:
            self._rows, self.encoding = xlsx_rows.kept_rows(stream), "utf-8"
        else:
            self._rows, self.encoding = csv_rows.read_rows(stream, encoding)
        self.header = self._open()
        self._bad: list[BadRecord] = []

    def _open(self) -> Header:
        """Read the header; refuse the file when its title column is not to be found."""
        first = next((row for row in self._rows if any(map(str.strip, row.cells))), None)
        if first is None:
            raise FileRefused(self.name, FileTrouble.empty)
        header = read_header(first.cells, first.raw)
        if Column.title not in header.columns:
            found = ", ".join(cell.strip()[:40] for cell in first.cells[:40] if cell.strip())
            raise FileRefused(self.name, FileTrouble.missing_column, found)
        return header

    def records(self, mapping: Mapping) -> Iterator[Draft | BadRecord]:
        """Records in the order of the file, and the rows that are none."""
        for group in grouped(self.header, self._cells()):
            yield from self._taken()
            yield self._draft(group, mapping)
        yield from self._taken()

    def _taken(self) -> list[BadRecord]:
        bad, self._bad = self._bad, []
        return bad

    def _cells(self) -> Iterator[Cells]:
        for row in self._rows:
            if row.trouble:
                self._bad.append(self._broken(row, row.trouble))
            elif any(map(str.strip, row.cells)):
                yield Cells(self.header, row)

    def _draft(self, group: list[Cells], mapping: Mapping) -> Draft | BadRecord:
        try:
            return draft_of(group, self.kind, self.encoding, mapping)
        except Broken as broken:
            return self._broken(group[0].row, broken.reason, broken.detail)

    def _broken(self, row: Row, reason: Reason, detail: str = "") -> BadRecord:
        place = Place(self.name, row.number, row.offset)
        return BadRecord(place, reason, row.raw[:KEPT_BYTES], detail)
