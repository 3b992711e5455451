"""Columns as flat arrays: one value a document, or a short list of numbers a document.

The column classes plug into Whoosh (it writes, merges and finds them); `array()` and `pairs()` are
what the search reads.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import Column, ColumnReader, ColumnWriter


class FlatColumn(Column):  # type: ignore[misc]
    """One number a document."""

    def __init__(self, dtype: str, default: int = 0) -> None:
        self.dtype = dtype
        self._default = default

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FlatColumn) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def writer(self, dbfile: Any) -> FlatWriter:
        return FlatWriter(dbfile, self)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> FlatReader:
        return FlatReader(dbfile, basepos, length, doccount, self.dtype)


class FlatWriter(ColumnWriter):  # type: ignore[misc]
    def __init__(self, dbfile: Any, column: FlatColumn) -> None:
        super().__init__(dbfile)
        self._column = column
        self._values: list[int] = []

    def add(self, docnum: int, value: int) -> None:
        self._fill(docnum)
        self._values.append(value)

    def finish(self, doccount: int) -> None:
        self._fill(doccount)
        self._dbfile.write(np.array(self._values, dtype=self._column.dtype).tobytes())

    def close(self) -> None:
        """For a column written outside Whoosh's own document writer."""
        self._dbfile.close()

    def _fill(self, docnum: int) -> None:
        missing = docnum - len(self._values)
        self._values.extend([self._column.default_value()] * missing)


class FlatReader(ColumnReader):  # type: ignore[misc]
    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int, dtype: str) -> None:
        super().__init__(dbfile, basepos, length, doccount)
        self._array = np.frombuffer(dbfile.buffer, dtype, doccount, basepos)

    def __getitem__(self, docnum: int) -> int:
        return int(self._array[docnum])

    def array(self) -> NDArray[Any]:
        """dtype[documents]."""
        return self._array


class ListColumn(Column):  # type: ignore[misc]
    """A list of numbers a document: uint32 bounds[documents + 1], then dtype values."""

    _default: tuple[int, ...] = ()

    def __init__(self, dtype: str) -> None:
        self.dtype = dtype

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ListColumn) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def writer(self, dbfile: Any) -> ListWriter:
        return ListWriter(dbfile, self.dtype)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> ListReader:
        return ListReader(dbfile, basepos, length, doccount, self.dtype)


class ListWriter(ColumnWriter):  # type: ignore[misc]
    def __init__(self, dbfile: Any, dtype: str) -> None:
        super().__init__(dbfile)
        self._dtype = dtype
        self._lengths: list[int] = []
        self._values: list[int] = []

    def add(self, docnum: int, value: tuple[int, ...]) -> None:
        self._fill(docnum)
        self._lengths.append(len(value))
        self._values.extend(value)

    def finish(self, doccount: int) -> None:
        self._fill(doccount)
        bounds = np.zeros(doccount + 1, dtype="<u4")
        np.cumsum(self._lengths, out=bounds[1:])
        self._dbfile.write(bounds.tobytes())
        self._dbfile.write(np.array(self._values, dtype=self._dtype).tobytes())

    def _fill(self, docnum: int) -> None:
        self._lengths.extend([0] * (docnum - len(self._lengths)))


class ListReader(ColumnReader):  # type: ignore[misc]
    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int, dtype: str) -> None:
        super().__init__(dbfile, basepos, length, doccount)
        self.bounds: NDArray[np.uint32] = np.frombuffer(dbfile.buffer, "<u4", doccount + 1, basepos)
        start = basepos + 4 * (doccount + 1)
        self.values: NDArray[Any] = np.frombuffer(dbfile.buffer, dtype, int(self.bounds[-1]), start)

    def __getitem__(self, docnum: int) -> tuple[int, ...]:
        return tuple(self.values[self.bounds[docnum] : self.bounds[docnum + 1]].tolist())


class BytesColumn(Column):  # type: ignore[misc]
    """A byte string a document: uint32 bounds[documents + 1], then the bytes."""

    _default = b""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BytesColumn)

    __hash__ = None  # type: ignore[assignment]

    def writer(self, dbfile: Any) -> BytesWriter:
        return BytesWriter(dbfile)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> BytesReader:
        return BytesReader(dbfile, basepos, length, doccount)


class BytesWriter(ColumnWriter):  # type: ignore[misc]
    def __init__(self, dbfile: Any) -> None:
        super().__init__(dbfile)
        self._parts: list[bytes] = []

    def add(self, docnum: int, value: bytes) -> None:
        self._parts.extend([b""] * (docnum - len(self._parts)))
        self._parts.append(value)

    def finish(self, doccount: int) -> None:
        self._parts.extend([b""] * (doccount - len(self._parts)))
        bounds = np.zeros(doccount + 1, dtype="<u4")
        np.cumsum([len(part) for part in self._parts], out=bounds[1:])
        self._dbfile.write(bounds.tobytes())
        self._dbfile.write(b"".join(self._parts))


class BytesReader(ColumnReader):  # type: ignore[misc]
    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        super().__init__(dbfile, basepos, length, doccount)
        self._bounds = np.frombuffer(dbfile.buffer, "<u4", doccount + 1, basepos)
        self._start = basepos + 4 * (doccount + 1)

    def __getitem__(self, docnum: int) -> bytes:
        first, last = int(self._bounds[docnum]), int(self._bounds[docnum + 1])
        return bytes(self._dbfile.get(self._start + first, last - first))
