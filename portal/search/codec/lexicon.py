"""The terms of a segment in byte order, each with its list: written whole, read where they lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from portal.search.codec import arrays
from portal.search.codec.lists import U8, U32, encode
from portal.search.loops.lists import Lists, Texts

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
        self._ends, self._texts = held["ends"], held["texts"]
        self._order = Texts(self._texts, self._ends)
        self.lists = Lists(held["lists"], held["starts"], self.counts, self.documents)

    def __len__(self) -> int:
        return len(self.counts)

    def __getitem__(self, number: int) -> bytes:
        return self._texts[self._ends[number] : self._ends[number + 1]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    def between(self, first: bytes, last: bytes) -> range:
        """Numbers of the terms from `first` on that come before `last`."""
        return range(*self._order.between(first, last))

    def begun(self, starts: list[bytes]) -> list[bool]:
        """For each of these whether any term begins with it."""
        return self._order.begun(starts)

    def postings(self, number: int) -> tuple[U32, U8]:
        """(documents, codes) of a term."""
        return self.lists.decoded(number)
