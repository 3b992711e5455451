"""A posting list laid out flat: document numbers, then what is known of each document.

    docs uint32[n] | impacts uint16[n]                              (format `Impacts`)
    docs uint32[n] | counts uint8[n] | positions uint16[sum(counts)] (format `Positions`)

All little-endian; each list starts on a multiple of four bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3TermInfo
from whoosh.formats import Format

U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
U32 = NDArray[np.uint32]

DOC = np.dtype("<u4")
SHORT = np.dtype("<u2")
MAX_COUNT = 255  # positions of one word kept for one field of one document
IMPACT_SCALE = 65535.0
NO_SHORTS: U16 = np.zeros(0, dtype=SHORT)
NO_BYTES: U8 = np.zeros(0, dtype=np.uint8)


class Impacts(Format):  # type: ignore[misc]
    """One number a document: how much the word says about it, 0..1 in 1/65535."""

    def fixed_value_size(self) -> int:
        return 2


class Positions(Format):  # type: ignore[misc]
    """Where in the field the word stands, counted in words."""

    def fixed_value_size(self) -> int:
        return -1


@dataclass(frozen=True, slots=True)
class Postings:
    """One term's list; `impacts`, or `counts` and `positions`, as the format has them.

    docs: uint32[n], ascending; impacts: uint16[n]; counts: uint8[n]; positions: uint16, the sum of
    the counts in all.
    """

    docs: U32
    impacts: U16 = field(default_factory=lambda: NO_SHORTS)
    counts: U8 = field(default_factory=lambda: NO_BYTES)
    positions: U16 = field(default_factory=lambda: NO_SHORTS)

    def weights(self) -> list[float]:
        """For Whoosh's own matchers."""
        numbers = self.counts if len(self.counts) else self.impacts
        return [float(number) for number in numbers]

    def values(self) -> list[bytes]:
        """What Whoosh calls the posting's value: bytes in the format `add_posting` takes."""
        if len(self.impacts):
            return [value.tobytes() for value in self.impacts]
        ends = np.cumsum(self.counts, dtype=np.int64)
        return [part.tobytes() for part in np.split(self.positions, ends[:-1])]


class FlatPostingsWriter:
    """Takes one term's postings, one by one as Whoosh gives them or whole, and writes them flat."""

    def __init__(self, postfile: Any) -> None:
        self._file = postfile
        self._docs: list[int] = []
        self._values: list[bytes] = []
        self._whole: Postings | None = None
        self._format: Format | None = None
        self._info: Any = None

    def start_postings(self, format_: Format, terminfo: Any) -> None:
        self._format, self._info = format_, terminfo
        self._docs, self._values, self._whole = [], [], None

    def add_posting(
        self, id_: int, weight: float, vbytes: bytes, length: int | None = None
    ) -> None:
        self._docs.append(id_)
        self._values.append(vbytes)

    def add_postings(self, postings: Postings) -> None:
        self._whole = postings

    def written(self) -> bool:
        return False

    def finish_postings(self) -> W3TermInfo:
        postings = self._whole or from_values(self._docs, self._values, self._format)
        start = self._file.tell()
        padding = -start % 4
        data = b"\0" * padding + _to_bytes(postings)
        self._file.write(data)
        info = self._info
        info._weight = float(len(postings.docs))
        info._df = len(postings.docs)
        info._minlength = info._maxlength = 1
        info._maxweight = 1.0
        info._minid, info._maxid = int(postings.docs[0]), int(postings.docs[-1])
        info.set_extent(start + padding, len(data) - padding)
        return info


def from_values(docs: list[int], values: list[bytes], format_: Any) -> Postings:
    """Postings from document numbers and their value bytes, as Whoosh's writer hands them over."""
    numbers = np.array(docs, dtype=DOC)
    joined = np.frombuffer(b"".join(values), dtype=SHORT)
    if isinstance(format_, Impacts):
        return Postings(numbers, impacts=joined)
    counts = np.array([len(value) // 2 for value in values], dtype=np.uint8)
    return Postings(numbers, counts=counts, positions=joined)


def _to_bytes(postings: Postings) -> bytes:
    counts = postings.counts.tobytes()
    return b"".join(
        (
            postings.docs.astype(DOC, copy=False).tobytes(),
            postings.impacts.astype(SHORT, copy=False).tobytes(),
            counts,
            b"\0" * (len(counts) % 2),
            postings.positions.astype(SHORT, copy=False).tobytes(),
        )
    )


def read_postings(postfile: Any, info: Any, format_: Any) -> Postings:
    """Views of the mapped posting file; nothing is copied or decoded."""
    offset, length = info.extent()
    if isinstance(length, tuple):  # as whoosh-reloaded 2.7.5 unpacks it
        length = length[0]
    buffer, n = postfile.buffer, info.doc_frequency()
    docs = np.frombuffer(buffer, DOC, n, offset)
    if isinstance(format_, Impacts):
        return Postings(docs, impacts=np.frombuffer(buffer, SHORT, n, offset + 4 * n))
    counts = np.frombuffer(buffer, np.uint8, n, offset + 4 * n)
    start = 5 * n + n % 2
    where = np.frombuffer(buffer, SHORT, (length - start) // 2, offset + start)
    return Postings(docs, counts=counts, positions=where)
