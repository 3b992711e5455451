"""From a word of a query to its documents, over all segments of a snapshot.

A word stands for a set of terms: one when it was typed with marks, all exact forms of its bare key
when not. Documents that have several of them count with the greatest code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import (
    CODE_FIELDS,
    CODES_IN,
    FIELD_NUMBERS,
    begins_with,
    key_bounds,
    keys,
    prefixes,
    start_of,
    term_of,
    whole_title,
)
from portal.search.leaf import Leaf
from portal.vietnamese.syllables import bare_key, has_marks

Numbers = NDArray[Any]

MAX_INSPECTED = 4000  # terms looked at for one that was truncated with its marks
MAX_EXPANSION = 20_000  # terms a truncated word may stand for in a segment, the most frequent ones
MOST_KNOWN = 20_000  # words whose terms are remembered

NO_DOCUMENTS = np.zeros(0, dtype=np.uint32)
NOTHING_SAID = np.zeros(0, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class TermSet:
    """numbers: of terms, for each segment. count: postings in all."""

    numbers: tuple[Sequence[int], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Postings:
    """docs: uint32, ascending; said: uint8, what was read for each."""

    docs: Numbers
    said: Numbers


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of codes: uint8[256], code → what is read of it, where 0 is nothing.

    bits: where a document has several of the terms, what is read is joined bit by bit; else the
    greatest counts.
    """

    table: Numbers
    bits: bool = False


ANYWHERE = Reading(np.arange(256, dtype=np.uint8))
IN_FIELD = tuple(map(Reading, CODES_IN))
WHERE = Reading(CODE_FIELDS, bits=True)  # the bits of the fields


def in_field(name: str | None) -> Reading:
    return ANYWHERE if name is None else IN_FIELD[FIELD_NUMBERS[name]]


class Lookup:
    """The terms of all segments as one."""

    def __init__(self, leaves: Sequence[Leaf], bases: Sequence[int]) -> None:
        self._leaves, self._bases = leaves, bases
        self.documents = bases[-1]
        self._known: dict[tuple[str, str], TermSet] = {}

    def word(self, text: str) -> TermSet:
        """The terms that a word stands for."""
        known = self._known.get(("word", text))
        return known or self._between(("word", text), *key_bounds(text))

    def held(self, words: Sequence[str]) -> list[str]:
        """Those of words without marks that stand for any term: looked up in one go, because most
        of them are not there, and nothing is remembered of those."""
        starts = [start_of(bare_key(word)) for word in words]
        there = zip(*(leaf.lexicon.begun(starts) for leaf in self._leaves), strict=True)
        return list(compress(words, map(any, there)))

    def as_typed(self, text: str) -> TermSet:
        """A word without marks: of all words that are alike without them only itself."""
        known = self._known.get(("typed", text))
        if known is not None:
            return known
        term = term_of(text)
        return self._between(("typed", text), term, term + b"\0")

    def beginning(self, text: str) -> TermSet:
        """The terms that a truncated word stands for."""
        known = self._known.get(("prefix", text))
        if known is not None:
            return known
        return self._keep(("prefix", text), [self._prefixed(leaf, text) for leaf in self._leaves])

    def postings(self, terms: TermSet, reading: Reading) -> Postings:
        """Documents with any of the terms, those left out of which the reading makes 0."""
        parts = [
            leaf.lexicon.lists.united(numbers, reading.table, reading.bits, base)
            for leaf, base, numbers in zip(self._leaves, self._bases, terms.numbers, strict=False)
            if numbers
        ]
        if len(parts) == 1:
            return Postings(*parts[0])
        docs = np.concatenate([NO_DOCUMENTS, *(docs for docs, _said in parts)])
        return Postings(docs, np.concatenate([NOTHING_SAID, *(said for _docs, said in parts)]))

    def said(self, terms: TermSet, docs: Numbers, reading: Reading) -> Numbers:
        """uint8 for each of `docs`, which ascend: what is read of the terms there, 0 for none."""
        found = np.zeros(len(docs), dtype=np.uint8)
        for number, leaf, base, part in self.split(docs):
            leaf.lexicon.lists.say(
                terms.numbers[number], reading.table, reading.bits, base, docs[part], found[part]
            )
        return found

    def pair(self, first: str, second: str) -> Numbers:
        """Documents where two words stand side by side, marks aside; ascending."""
        one, other = (self.word(keys(word)[0]) for word in (first, second))
        beside = zip(self._leaves, one.numbers, other.numbers, strict=True)
        return self._over_leaves([leaf.pair(*ranges) for leaf, *ranges in beside])

    def titled(self, title: str) -> Numbers:
        """Documents of which this is a whole title, marks aside; ascending."""
        key = whole_title(title)
        if key is None:
            return np.zeros(0, dtype=np.uint32)
        return self._over_leaves([np.sort(leaf.titled(key)) for leaf in self._leaves])

    def split(self, docs: Numbers) -> Iterator[tuple[int, Leaf, int, slice]]:
        """Ascending documents by segment: (its number, the segment, its first document, which)."""
        if len(self._leaves) == 1:
            yield 0, self._leaves[0], 0, slice(None)
            return
        bounds = np.searchsorted(docs, self._bases).tolist()
        for number, leaf in enumerate(self._leaves):
            first, last = bounds[number], bounds[number + 1]
            if last > first:
                yield number, leaf, self._bases[number], slice(first, last)

    def _between(self, name: tuple[str, str], first: bytes, last: bytes) -> TermSet:
        return self._keep(name, [leaf.lexicon.between(first, last) for leaf in self._leaves])

    def _keep(self, name: tuple[str, str], numbers: Sequence[Sequence[int]]) -> TermSet:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        found = self._known[name] = self._set(numbers)
        return found

    def _set(self, numbers: Sequence[Sequence[int]]) -> TermSet:
        count = sum(
            leaf.lexicon.lists.total(those)
            for leaf, those in zip(self._leaves, numbers, strict=True)
        )
        return TermSet(tuple(numbers), count)

    def _prefixed(self, leaf: Leaf, text: str) -> list[int]:
        plain, *others = (
            leaf.lexicon.between(start.encode(), start.encode() + b"\xff")
            for start in prefixes(text)
        )
        if others or has_marks(text):
            found = [
                number
                for number in self._most_frequent(leaf, [*plain, *chain(*others)], MAX_INSPECTED)
                if begins_with(leaf.lexicon[number], text)
            ]
        else:
            found = list(plain)
        return sorted(self._most_frequent(leaf, found, MAX_EXPANSION))

    def _most_frequent(self, leaf: Leaf, numbers: list[int], most: int) -> list[int]:
        if len(numbers) <= most:
            return numbers
        order = np.argsort(-leaf.lexicon.counts[numbers].astype(np.int64), kind="stable")
        return np.array(numbers)[order[:most]].tolist()  # type: ignore[no-any-return]

    def _over_leaves(self, parts: Sequence[Numbers]) -> Numbers:
        if len(parts) == 1:
            return parts[0]
        moved = [part + np.uint32(base) for part, base in zip(parts, self._bases, strict=False)]
        return np.concatenate([np.zeros(0, dtype=np.uint32), *moved])
