"""From a word of a query to its documents, over all segments of a snapshot.

A word stands for a set of terms: one when it was typed with marks, all exact forms of its bare key
when not. Documents that have several of them count with the greatest code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import (
    CODE_FIELDS,
    CODES_IN,
    FIELD_NUMBERS,
    TEXT_FIELDS,
    begins_with,
    exactly,
    key_bounds,
    keys,
    prefixes,
    term_of,
    whole_title,
)
from portal.search.leaf import Leaf
from portal.search.memory import Memory
from portal.vietnamese.syllables import has_marks

Numbers = NDArray[Any]

MAX_INSPECTED = 4000  # terms looked at for one that was truncated with its marks
MAX_EXPANSION = 600  # terms a truncated word may stand for in a segment, the most frequent ones
MOST_KNOWN = 20_000  # words whose terms are remembered
OFTEN = 32  # a word in every 32nd document is looked up in a table of all of them
MOST_SEARCHED = 32  # lists of a word that are searched one by one
FEW = 16  # binary search pays when there are this many times fewer on one side


@dataclass(frozen=True, slots=True)
class TermSet:
    """numbers: of terms, for each segment. count: postings in all. name: what it is known by."""

    name: tuple[str, str]
    numbers: tuple[Sequence[int], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Postings:
    """docs: uint32, ascending; said: uint8, what was read for each."""

    docs: Numbers
    said: Numbers


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of codes, and how it is joined where a document has several of the terms.

    table: uint8[256], code → what is read of it; None where it is the code itself.
    """

    name: str
    joined: np.ufunc
    table: Numbers | None = None
    lossless: bool = True  # nothing but absence is read as 0

    def of(self, codes: Numbers) -> Numbers:
        return codes if self.table is None else self.table.take(codes)


ANYWHERE = Reading("anywhere", np.maximum)
IN_FIELD = tuple(
    Reading(text_field.name, np.maximum, table, lossless=False)
    for text_field, table in zip(TEXT_FIELDS, CODES_IN, strict=True)
)
WHERE = Reading("where", np.bitwise_or, CODE_FIELDS)  # the bits of the fields


def in_field(name: str | None) -> Reading:
    return ANYWHERE if name is None else IN_FIELD[FIELD_NUMBERS[name]]


class Lookup:
    """The terms of all segments as one."""

    def __init__(self, leaves: Sequence[Leaf], bases: Sequence[int], memory: Memory) -> None:
        self._leaves, self._bases, self._memory = leaves, bases, memory
        self.documents = bases[-1]
        self._known: dict[tuple[str, str], TermSet] = {}

    def word(self, text: str) -> TermSet:
        """The terms that a word stands for."""
        return self._between(("word", text), key_bounds(text))

    def as_typed(self, text: str) -> TermSet:
        """A word without marks: of all words that are alike without them only itself."""
        term = term_of(text)
        return self._between(("typed", text), (term, term + b"\0"))

    def beginning(self, text: str) -> TermSet:
        """The terms that a truncated word stands for."""
        return self._set(("prefix", text), [self._prefixed(leaf, text) for leaf in self._leaves])

    def postings(self, terms: TermSet, reading: Reading) -> Postings:
        """Documents with any of the terms, those left out of which the reading makes 0."""
        if all(len(numbers) <= 1 for numbers in terms.numbers):
            docs, said = self._one_after_another(terms, reading)
        elif self._is_frequent(terms):
            table = self._table(terms, reading)
            places = np.flatnonzero(table != 0)
            return Postings(places.astype(np.uint32), table.take(places))
        else:
            docs, said = self._united(terms, reading)
        if reading.lossless:
            return Postings(docs, said)
        keep = said != 0
        return Postings(docs[keep], said[keep])

    def said(self, terms: TermSet, docs: Numbers, reading: Reading) -> Numbers:
        """uint8 for each of `docs`, which ascend: what is read of the terms there, 0 for none."""
        if self._is_frequent(terms):
            lists = sum(map(len, terms.numbers))
            many = len(docs) * FEW >= terms.count or lists > MOST_SEARCHED
            if many or self._memory.has((*terms.name, reading.name)):
                return self._table(terms, reading).take(docs)
            return self._searched(terms, docs, reading)
        found = self.postings(terms, reading)
        here, there = common(docs, found.docs, self.documents)
        said = np.zeros(len(docs), dtype=np.uint8)
        said[here] = found.said[there]
        return said

    def pair(self, first: str, second: str) -> Numbers:
        """Documents where two words stand side by side, marks aside; ascending."""
        bares = keys(first)[0], keys(second)[0]
        return self._over_leaves(
            [
                leaf.pair(*(leaf.lexicon.between(*exactly(bare)) for bare in bares))
                for leaf in self._leaves
            ]
        )

    def titled(self, title: str) -> Numbers:
        """Documents of which this is a whole title, marks aside; ascending."""
        key = whole_title(title)
        if key is None:
            return np.zeros(0, dtype=np.uint32)
        return self._over_leaves([np.sort(leaf.titled(key)) for leaf in self._leaves])

    def split(self, docs: Numbers) -> Iterator[tuple[int, Leaf, Numbers]]:
        """Ascending documents by segment: (its number, the segment, their numbers in it)."""
        bounds = np.searchsorted(docs, self._bases).tolist()
        for number, leaf in enumerate(self._leaves):
            first, last = bounds[number], bounds[number + 1]
            if last > first:
                yield number, leaf, docs[first:last] - np.uint32(self._bases[number])

    def _between(self, name: tuple[str, str], bounds: tuple[bytes, bytes]) -> TermSet:
        terms = self._known.get(name)
        if terms is None:
            terms = self._set(name, [leaf.lexicon.between(*bounds) for leaf in self._leaves])
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[name] = terms
        return terms

    def _set(self, name: tuple[str, str], numbers: Sequence[Sequence[int]]) -> TermSet:
        count = sum(
            int(leaf.lexicon.counts[those.start : those.stop].sum())
            if isinstance(those, range)
            else int(leaf.lexicon.counts[list(those)].sum())
            for leaf, those in zip(self._leaves, numbers, strict=True)
        )
        return TermSet(name, tuple(numbers), count)

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

    def _is_frequent(self, terms: TermSet) -> bool:
        return terms.count * OFTEN >= self.documents

    def _table(self, terms: TermSet, reading: Reading) -> Numbers:
        """uint8[documents]: what is read of the terms in each."""
        found: Numbers = self._memory.recall(
            (*terms.name, reading.name), lambda: self._tabled(terms, reading)
        )
        return found

    def _tabled(self, terms: TermSet, reading: Reading) -> Numbers:
        table = np.zeros(self.documents, dtype=np.uint8)
        for leaf, base, numbers in zip(self._leaves, self._bases, terms.numbers, strict=False):
            part = table[base : base + leaf.count]
            for number in numbers:
                docs, codes = leaf.lexicon.postings(number)
                said = reading.of(codes)
                part[docs] = reading.joined(part.take(docs), said) if len(numbers) > 1 else said
        return table

    def _searched(self, terms: TermSet, docs: Numbers, reading: Reading) -> Numbers:
        """As `said`, for few documents: by binary search in every list."""
        found = np.zeros(len(docs), dtype=np.uint8)
        at = 0
        for place, leaf, part in self.split(docs):
            here = found[at : at + len(part)]
            for number in terms.numbers[place]:
                listed, codes = leaf.lexicon.postings(number)
                where = np.searchsorted(listed, part)
                where[where == len(listed)] = 0
                match = listed.take(where) == part
                said = reading.of(codes.take(where[match]))
                here[match] = reading.joined(here[match], said)
            at += len(part)
        return found

    def _one_after_another(self, terms: TermSet, reading: Reading) -> tuple[Numbers, Numbers]:
        docs = np.empty(terms.count, dtype=np.uint32)
        codes = np.empty(terms.count, dtype=np.uint8)
        at = 0
        for leaf, base, numbers in zip(self._leaves, self._bases, terms.numbers, strict=False):
            for number in numbers:
                end = at + int(leaf.lexicon.counts[number])
                leaf.lexicon.docs_into(number, docs[at:end], base)
                codes[at:end] = leaf.lexicon.codes(number)
                at = end
        return docs, reading.of(codes)

    def _united(self, terms: TermSet, reading: Reading) -> tuple[Numbers, Numbers]:
        """Lists that overlap, by sorting: documents above, what is said below in one number."""
        docs, said = self._one_after_another(terms, reading)
        key = docs.astype(np.uint64) << np.uint64(8) | said
        key.sort()
        docs = (key >> np.uint64(8)).astype(np.uint32)
        first = np.ones(len(docs), dtype=bool)
        first[1:] = docs[1:] != docs[:-1]
        starts = np.flatnonzero(first)
        if len(starts) < len(docs):
            return docs.take(starts), reading.joined.reduceat(key.astype(np.uint8), starts)
        return docs, key.astype(np.uint8)

    def _over_leaves(self, parts: Sequence[Numbers]) -> Numbers:
        if len(parts) == 1:
            return parts[0]
        moved = [part + np.uint32(base) for part, base in zip(parts, self._bases, strict=False)]
        return np.concatenate([np.zeros(0, dtype=np.uint32), *moved])


def common(few: Numbers, many: Numbers, documents: int) -> tuple[Numbers, Numbers]:
    """Places in either of two ascending lists of the documents that are in both."""
    if len(few) > len(many):
        there, here = common(many, few, documents)
        return here, there
    if not len(few):
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    if len(few) * FEW < len(many):
        where = np.searchsorted(many, few)
        where[where == len(many)] = 0
        here = np.flatnonzero(many.take(where) == few)
        return here, where[here]
    table = np.zeros(documents, dtype=np.uint32)
    table[few] = np.arange(1, len(few) + 1, dtype=np.uint32)
    place = table.take(many)
    there = np.flatnonzero(place != 0)
    return place[there].astype(np.int64) - 1, there
