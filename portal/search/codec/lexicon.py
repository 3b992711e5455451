"""The terms of a segment in byte order, each with its list: written whole, read where they lie."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from portal.search.codec import arrays
from portal.search.codec.lists import U8, U32, codes_at, decoded, docs_into, encode

HEAD = 8  # bytes that a term begins with, kept as a number
ALIKE = 64  # terms that may begin alike before all are looked through
Listed = tuple[bytes, U32, U8]  # a term, its documents, their codes


def write(path: Path, terms: Iterable[Listed], documents: int) -> None:
    """Write terms, which come in byte order, to a new file."""
    texts: list[bytes] = []
    parts: list[bytes] = []
    counts, starts, end = [], [], 0
    for text, docs, codes in terms:
        data = encode(docs, codes, documents)
        texts.append(text)
        counts.append(len(docs))
        starts.append(end)
        parts.append(data)
        end += len(data)
    arrays.write(
        path,
        {
            "documents": np.array([documents], dtype="<u4"),
            "heads": np.array(
                [int.from_bytes(text[:HEAD].ljust(HEAD, b"\0")) for text in texts], dtype="<u8"
            ),
            "ends": np.cumsum([0, *map(len, texts)]).astype("<u4"),
            "texts": np.frombuffer(b"".join(texts), dtype=np.uint8),
            "counts": np.array(counts, dtype="<u4"),
            "starts": np.array(starts, dtype="<u8"),
            "lists": np.frombuffer(b"".join(parts), dtype=np.uint8),
        },
    )


class Lexicon:
    """A sequence of terms; a term's number is its place. Numbers count from 0."""

    def __init__(self, path: Path) -> None:
        held = arrays.read(path)
        self.documents = int(held["documents"][0])
        self.counts = held["counts"]  # uint32[terms]: documents of each
        self._heads, self._ends, self._texts = held["heads"], held["ends"], held["texts"]
        self._starts, self._lists = held["starts"], held["lists"]

    def __len__(self) -> int:
        return len(self.counts)

    def __getitem__(self, number: int) -> bytes:
        return self._texts[self._ends[number] : self._ends[number + 1]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    def between(self, first: bytes, last: bytes) -> range:
        """Numbers of the terms from `first` on that come before `last`."""
        start = self._place(first)
        return range(start, max(self._place(last), start))

    def _place(self, text: bytes) -> int:
        """How many terms come before a text: those alike in the beginning are few."""
        head = np.uint64(int.from_bytes(text[:HEAD].ljust(HEAD, b"\0")))
        low = int(np.searchsorted(self._heads, head))
        high = int(np.searchsorted(self._heads[low : low + ALIKE], head, "right")) + low
        if high == low + ALIKE:
            high = int(np.searchsorted(self._heads, head, "right"))
        return bisect_left(self, text, low, high)

    def docs_into(self, number: int, out: U32, base: int) -> None:
        """Write the documents of a term, `base` added, into an array of just that many."""
        docs_into(out, self._lists, int(self._starts[number]), self.documents, base)

    def codes(self, number: int) -> U8:
        """The codes of a term's documents, in their order."""
        return codes_at(
            self._lists, int(self._starts[number]), int(self.counts[number]), self.documents
        )

    def postings(self, number: int) -> tuple[U32, U8]:
        """(documents, codes) of a term."""
        count = int(self.counts[number])
        return decoded(self._lists, int(self._starts[number]), count, self.documents)
