"""Rows of a CSV file as they stream past, with the bytes they came from.

A quote that is never closed would make Python's reader swallow the rest of the file as one cell:
such a row is given up and reading goes on with the line after it.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from portal.catalogue.reading.headers import column_named
from portal.catalogue.reading.table_text import Line, lines_of, sample_encoding
from portal.catalogue.reading.trouble import Reason

DELIMITERS = ",;\t|"
MAX_CELL = 512 * 1024
MAX_LINES = 2_000
"""A summary may run over lines within quotes; no honest cell runs over so many."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; `number` is that of its first line in the file, counted from 1."""

    number: int
    offset: int | None
    cells: list[str]
    raw: bytes
    trouble: Reason | None = None
    doubtful: bool = False  # bytes that the file's encoding does not explain


class _Unclosed(Exception):
    """The row went on for longer than any row does."""


class _Feed:
    """Hands lines to csv.reader and remembers which ones made the present row."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()
        self.taken: list[Line] = []
        self.size = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        self.size += len(line.text)
        if self.size > MAX_CELL * 2 or len(self.taken) > MAX_LINES:
            raise _Unclosed
        # NUL means nothing in a table, and Python's reader stops at it.
        return line.text.replace("\0", "")

    def start_row(self) -> None:
        self.taken = []
        self.size = 0
        self.ended = False

    def give_back(self) -> None:
        """All lines of this row but the first are to be read again."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def read_rows(stream: BinaryIO, encoding: str = "auto") -> tuple[Iterator[Row], str]:
    """The rows of a CSV file, its header among them, and the encoding it was read in."""
    chosen = sample_encoding(stream, encoding)
    lines = lines_of(stream, chosen)
    first = next(lines, None)
    if first is None:
        return iter(()), chosen
    return _rows(first, lines), chosen


def delimiter_of(header: str) -> str:
    """The mark that parts the header into the most columns we know, a comma when none does."""

    def known(mark: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([header], delimiter=mark), [])
        except csv.Error:  # a lone carriage return, a cell without end: no row of headings
            return 0, 0
        return sum(column_named(cell) is not None for cell in cells), len(cells)

    return max(DELIMITERS, key=known)


def _rows(first: Line, lines: Iterator[Line]) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)
    feed = _Feed(lines)
    feed._again.append(first)
    delimiter = delimiter_of(first.text)
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.start_row()
        try:
            cells = next(reader)
            trouble = Reason.unclosed_quote if feed.ended and feed.taken else None
        except StopIteration:
            return
        except _Unclosed:
            cells, trouble = [], Reason.unclosed_quote
        except csv.Error:
            cells, trouble = [], Reason.cell_too_long
        if trouble:
            feed.give_back()
            reader = csv.reader(feed, delimiter=delimiter)
        yield _row(feed.taken, cells if not trouble else [], trouble)


def _row(lines: list[Line], cells: list[str], trouble: Reason | None) -> Row:
    return Row(
        number=lines[0].number,
        offset=lines[0].offset,
        cells=cells,
        raw=b"".join(line.raw for line in lines),
        trouble=trouble,
        doubtful=any(line.doubtful for line in lines),
    )
