"""Names found by the beginnings of their words, the most held first.

A register is an inverted list in arrays. Its entries are numbered from the most held to the least
(an entry's *place*), so ascending places are the order of an answer, and nothing is ever sorted.
The words stand in the order of their bare keys: those that begin with what was typed lie side by
side, and so do the spellings that a word typed without marks may mean. What a name reads is not
kept: whoever shows it asks the database, and gets it as it is now.

Places are counted within chunks of 65,536, in two bytes: all words' places in the first chunk lie
before those in the second. Three bits beside each say whether the word opens the name, is its
second, or its third.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import begins_with, key_bounds, prefixes
from portal.search.codec.arrays import Numbers, taken
from portal.vietnamese.syllables import has_marks

POSITIONS = ("first", "second", "third")  # in a name, that are kept of a word
LATER = len(POSITIONS)
CHUNK_BITS = 16
CHUNK = 1 << CHUNK_BITS  # entries
NEAR = 1 << 12  # entries, among which those asked for are looked for first
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


class Register:
    """A register as it lies on disk; nothing of it is held in memory."""

    def __init__(self, arrays: dict[str, Numbers]) -> None:
        self._arrays = arrays
        self._words = arrays["words"]
        self._word_ends = arrays["word_ends"]
        self._bounds = arrays["bounds"]
        self._places = arrays["places"]

    def __len__(self) -> int:
        return len(self._arrays["ids"])

    @property
    def ids(self) -> Numbers:
        return taken(self._arrays, "ids", slice(None))

    def sets(self) -> NDArray[np.bool_]:
        """bool[entries]: those that gather several works."""
        found = np.zeros(len(self), dtype=bool)
        found[self._arrays["sets"]] = True
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
            self._mark(here, there, position, part)
            kept &= here
            if position < LATER:
                opens &= there
        opens &= kept
        before = _first(opens, limit)
        found = self._matches(before, True)
        if len(before) < limit:
            found += self._matches(_first(kept & ~opens, limit - len(before)), False)
        return found

    def _mark(self, here: Numbers, there: Numbers, position: int, part: Ranges) -> None:
        """Set `here` where one of these words stands, `there` where it stands at a position."""
        first, end = np.array(sorted(part)).T
        chunks = np.arange(-(-len(self) // CHUNK))
        lists = (chunks * len(self._word_ends))[:, np.newaxis]
        starts, stops = self._bounds[lists + first], self._bounds[lists + end]
        rows = zip(starts.tolist(), stops.tolist(), strict=True)
        spans = [list(map(slice, *row)) for row in rows]
        # NumPy turns any other numbers into these on its way, more slowly.
        found = _joined(self._places, chain.from_iterable(spans)).astype(np.intp)
        found += np.repeat(chunks * CHUNK, (stops - starts).sum(axis=1, dtype=np.int64))
        here[found] = True
        if position < LATER:
            bits = np.concatenate([self._bits(POSITIONS[position], row) for row in spans])
            there[found.take(np.flatnonzero(bits))] = True

    def _bits(self, name: str, spans: Sequence[slice]) -> Numbers:
        """uint8: 0 or 1 for each posting of ascending spans that lie near one another."""
        start = spans[0].start & ~7
        packed = self._arrays[name][start >> 3 : (spans[-1].stop + 7) >> 3]
        bits = np.unpackbits(packed, bitorder="little")
        return _joined(bits, [slice(span.start - start, span.stop - start) for span in spans])

    def _matches(self, places: Numbers, opens: bool) -> list[Match]:
        arrays = self._arrays
        ids = taken(arrays, "ids", places).tolist()
        held = arrays["held_values"][np.searchsorted(arrays["held_ends"], places, "right")].tolist()
        return [Match(*row, opens) for row in zip(ids, held, self._volumes(places), strict=True)]

    def _volumes(self, places: Numbers) -> list[int]:
        sets = self._arrays["sets"]
        found = np.searchsorted(sets, places)
        return [
            int(self._arrays["set_volumes"][at]) if at < len(sets) and sets[at] == place else 1
            for at, place in zip(found.tolist(), places.tolist(), strict=True)
        ]

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


def _first(mask: NDArray[np.bool_], limit: int) -> Numbers:
    """Places of the first that are set; they mostly lie near the beginning."""
    found = np.flatnonzero(mask[:NEAR])
    return (found if len(found) >= limit else np.flatnonzero(mask))[:limit]


def _joined(numbers: Numbers, spans: Iterable[slice]) -> Numbers:
    parts = [numbers[span] for span in spans]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _some(bounds: tuple[int, int]) -> Ranges:
    return [bounds] if bounds[0] < bounds[1] else []
