"""Names found by the beginnings of their words, the most held first.

A register is an inverted list in arrays. Its entries are numbered from the most held to the least
(an entry's *place*), so ascending places are the order of an answer, and nothing is ever sorted.
The words stand in the order of their bare keys: those that begin with what was typed lie side by
side, and so do the spellings that a word typed without marks may mean. What a name reads is not
kept: whoever shows it asks the database, and gets it as it is now.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import begins_with, key_bounds, prefixes, term_of
from portal.search.codec.arrays import Numbers
from portal.vietnamese.syllables import has_marks
from portal.vietnamese.text import words

MOST_WORDS = 40  # of one name
POSITION_BITS = 2  # of a posting: the word is the first, second, third of the name, or a later one
LATER = 2**POSITION_BITS - 1
END = b"\xff"  # behind every text in UTF-8

Ranges = list[tuple[int, int]]  # of word numbers, the last one left out


class Entry(NamedTuple):
    """held: how many there are of it. also: what tells apart those with equally many.

    volumes: how many works of one title are gathered in it.
    """

    id: int
    text: str
    held: int
    also: int = 0
    volumes: int = 1


class Match(NamedTuple):
    """opens: the name begins with what was typed (as far as its third word)."""

    id: int
    held: int
    volumes: int
    opens: bool


def register_arrays(entries: Iterable[Entry]) -> dict[str, Numbers]:
    """The arrays of a register: ids and numbers held by place, words, and where each stands."""
    found = list(entries)
    ids = np.array([entry.id for entry in found], dtype=np.uint32)
    held = np.array([entry.held for entry in found], dtype=np.int64)
    also = np.array([entry.also for entry in found], dtype=np.int64)
    volumes = np.array([entry.volumes for entry in found], dtype=np.int64)
    order = np.lexsort((ids, -also, -held))
    known, postings = _postings([found[number].text for number in order.tolist()])
    keys = sorted(known)
    bounds = np.searchsorted(postings >> np.uint64(32), np.arange(len(keys) + 1))
    return {
        "ids": ids[order],
        "held": np.clip(held[order], 0, 2**32 - 1).astype(np.uint32),
        "volumes": np.clip(volumes[order], 1, 2**16 - 1).astype(np.uint16),
        "words": np.frombuffer(b"".join(keys), dtype=np.uint8),
        "word_ends": np.cumsum([len(key) for key in keys], dtype=np.uint32),
        "bounds": bounds.astype(np.uint32),
        "postings": postings.astype(np.uint32),
    }


def _postings(texts: Sequence[str]) -> tuple[set[bytes], Numbers]:
    """(keys of the words, uint64: word's number among them << 32 | place << 2 | position)."""
    numbers: dict[str, int] = {}
    found: list[int] = []
    lengths = np.zeros(len(texts), dtype=np.int64)
    for place, text in enumerate(texts):
        own = words(text)[:MOST_WORDS]
        lengths[place] = len(own)
        found += [numbers.setdefault(word, len(numbers)) for word in own]
    keys = [term_of(word) for word in numbers]
    rank = {key: number for number, key in enumerate(sorted(set(keys)))}
    ranks = np.array([rank[key] for key in keys], dtype=np.uint64)
    places = np.repeat(np.arange(len(texts)), lengths)
    positions = np.arange(len(found)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    low = places << POSITION_BITS | np.minimum(positions, LATER)
    every = ranks[np.array(found, dtype=np.int64)] << np.uint64(32) | low.astype(np.uint64)
    return set(rank), np.unique(every)


class Register:
    """A register as it lies on disk; nothing of it is held in memory."""

    def __init__(self, arrays: dict[str, Numbers]) -> None:
        self.ids = arrays["ids"]
        self._held = arrays["held"]
        self._volumes = arrays["volumes"]
        self._words = arrays["words"]
        self._word_ends = arrays["word_ends"]
        self._bounds = arrays["bounds"]
        self._postings = arrays["postings"]

    def __len__(self) -> int:
        return len(self.ids)

    def sets(self) -> NDArray[np.bool_]:
        """bool[entries]: those that gather several works."""
        found: NDArray[np.bool_] = self._volumes > 1
        return found

    def matching(
        self, typed: Sequence[str], limit: int, among: NDArray[np.bool_] | None = None
    ) -> list[Match]:
        """Entries that have all the words, the last of which may go on.

        typed: as `words` gives them. among: bool[entries], those that may be answered.
        Those that begin with what was typed come first, then the most held.
        """
        ranges = [*map(self._spellings, typed[:-1]), *map(self._going_on, typed[-1:])]
        if not ranges or not all(ranges):
            return []
        kept = np.ones(len(self), dtype=bool) if among is None else among.copy()
        opens = np.ones(len(self), dtype=bool)
        for position, part in enumerate(ranges):
            here = np.zeros(len(self), dtype=bool)
            there = np.zeros(len(self), dtype=bool)
            for first, end in part:
                postings = self._postings[self._bounds[first] : self._bounds[end]]
                here[postings >> POSITION_BITS] = True
                if position < LATER:
                    at = postings[(postings & LATER) == position]
                    there[at >> POSITION_BITS] = True
            kept &= here
            if position < LATER:
                opens &= there
        before = np.flatnonzero(kept & opens)[:limit]
        behind = np.flatnonzero(kept & ~opens)[: limit - len(before)]
        return [*self._matches(before, True), *self._matches(behind, False)]

    def _matches(self, places: Numbers, opens: bool) -> list[Match]:
        columns = (self.ids, self._held, self._volumes)
        ids, held, volumes = (column[places].tolist() for column in columns)
        return [Match(*row, opens) for row in zip(ids, held, volumes, strict=True)]

    def _spellings(self, word: str) -> Ranges:
        """A word typed to its end: without marks any word with these letters."""
        first, last = key_bounds(word)
        return _some((self._place_of(first), self._place_of(last)))

    def _going_on(self, start: str) -> Ranges:
        """Words that begin with `start`."""
        found: Ranges = []
        for number, spelled in enumerate(prefixes(start)):
            first = self._place_of(spelled.encode())
            end = self._place_of(spelled.encode() + END)
            if not number and not has_marks(start):
                found += _some((first, end))
            else:
                found += [
                    (one, one + 1)
                    for one in range(first, end)
                    if begins_with(self._key(one), start)
                ]
        return found

    def _place_of(self, key: bytes) -> int:
        return bisect_left(range(len(self._word_ends)), key, key=self._key)

    def _key(self, number: int) -> bytes:
        """The key of a word; b"" behind the last."""
        if number >= len(self._word_ends):
            return b""
        first = int(self._word_ends[number - 1]) if number else 0
        return self._words[first : int(self._word_ends[number])].tobytes()


def _some(bounds: tuple[int, int]) -> Ranges:
    return [bounds] if bounds[0] < bounds[1] else []
