"""Cells of a row by the name of their column, cleaned."""

from __future__ import annotations

from portal.catalogue.reading.csv_rows import Row
from portal.catalogue.reading.draft import Doubt, DoubtKind
from portal.catalogue.reading.headers import Column, Header
from portal.catalogue.reading.legacy_text import mended
from portal.vietnamese.text import normalise

BETWEEN = "|"
"""Parts several values in one cell."""


class Cells:
    """One row seen through the header. Doubts about its text gather in `doubts`."""

    def __init__(self, header: Header, row: Row) -> None:
        self.row = row
        self.header = header
        self.doubts: list[Doubt] = []
        self._clean: dict[Column, str | None] = {}

    def get(self, column: Column) -> str | None:
        """The cell as normalised text, None when it is empty or the column is missing."""
        if column not in self._clean:
            self._clean[column] = self._cleaned(column)
        return self._clean[column]

    def values(self, column: Column) -> list[str]:
        """The values of a cell that holds several."""
        text = self.get(column)
        if not text:
            return []
        return [value for part in text.split(BETWEEN) if (value := part.strip())]

    def key(self, columns: tuple[Column, ...]) -> tuple[str | None, ...]:
        """The cells of `columns`, to compare rows by."""
        return tuple(self.get(column) for column in columns)

    def _cleaned(self, column: Column) -> str | None:
        index = self.header.columns.get(column)
        if index is None or index >= len(self.row.cells):
            return None
        text = self.row.cells[index]
        if text.isascii():
            return normalise(text) or None
        result, guess = mended(text)
        # Foreign words may look like an old Vietnamese font; an original title is mostly foreign.
        unsure = guess and not guess.certain and column is not Column.original_title
        if "�" in text or unsure:
            self.doubts.append(Doubt(column.value, DoubtKind.encoding, normalise(text[:500])))
        return normalise(result) or None
