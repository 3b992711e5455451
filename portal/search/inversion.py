"""Inversion: the words of all documents, as parallel arrays of integers, sorted into runs by term.

A word gets a number when it is first met; from there on everything is an array, and turning
documents of words into words of documents is one sort.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import (
    MAX_OCCURRENCES,
    MAX_POSITION,
    PAIR,
    SATURATION,
    TEXT_FIELDS,
    VALUE_GAP,
    IndexDocument,
    TextField,
    keys,
    whole_title,
)
from portal.search.codec.postings import DOC, IMPACT_SCALE, SHORT, Postings
from portal.vietnamese.text import words

Numbers = NDArray[Any]


class Vocabulary:
    """Numbers for terms. A word is analysed when it is first met and never again."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._bare = array("I")
        self._exact = array("I")

    def term(self, text: str) -> int:
        return self.terms.setdefault(text, len(self.terms))

    def word(self, word: str) -> int:
        number = self._words.get(word)
        if number is None:
            number = self._words[word] = len(self._words)
            bare, exact = keys(word)
            self._bare.append(self.term(bare))
            self._exact.append(self.term(exact))
        return number

    def bare(self) -> Numbers:
        """word number → bare term, uint32."""
        return np.frombuffer(self._bare, dtype=np.uint32)

    def exact(self) -> Numbers:
        return np.frombuffer(self._exact, dtype=np.uint32)

    def pair_terms(self, first: Numbers, second: Numbers) -> Numbers:
        """Terms for pairs of bare terms, uint32 of the same length."""
        unique, inverse = np.unique(
            first.astype(np.uint64) << np.uint64(32) | second, return_inverse=True
        )
        texts = list(self.terms)
        numbers = [
            self.term(texts[pair >> 32] + PAIR + texts[pair & 0xFFFFFFFF])
            for pair in unique.tolist()
        ]
        return np.array(numbers, dtype=np.uint32)[inverse]

    def in_byte_order(self) -> tuple[list[bytes], Numbers]:
        """(terms sorted as bytes, term number → place in that order)."""
        encoded = [text.encode() for text in self.terms]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        rank = np.empty(len(order), dtype=np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        return [encoded[number] for number in order], rank


class FieldWords:
    """Every word of one field: parallel arrays of word number, document, position."""

    def __init__(self) -> None:
        self.words = array("I")
        self.docs = array("I")
        self.positions = array("H")

    def add(self, document: int, values: Iterable[tuple[int, ...]]) -> None:
        position = 0
        for numbers in values:
            kept = numbers[: max(MAX_POSITION + 1 - position, 0)]
            self.words.extend(kept)
            self.docs.extend([document] * len(kept))
            self.positions.extend(range(position, position + len(kept)))
            position += len(numbers) + VALUE_GAP

    def lengths(self, documents: int) -> Numbers:
        """Words in each document's field, int64[documents]."""
        return np.bincount(np.frombuffer(self.docs, dtype=np.uint32), minlength=documents)

    def invert(self, vocabulary: Vocabulary) -> Run:
        """Both terms of every word, in order of term, document, position."""
        numbers = np.frombuffer(self.words, dtype=np.uint32)
        docs = np.frombuffer(self.docs, dtype=np.uint32)
        positions = np.frombuffer(self.positions, dtype=np.uint16)
        terms = np.concatenate([vocabulary.bare()[numbers], vocabulary.exact()[numbers]])
        return Run.sorted(terms, np.tile(docs, 2), np.tile(positions, 2))

    def pairs(self, vocabulary: Vocabulary) -> Run:
        """Neighbouring words as one term each."""
        docs = np.frombuffer(self.docs, dtype=np.uint32)
        positions = np.frombuffer(self.positions, dtype=np.uint16)
        bare = vocabulary.bare()[np.frombuffer(self.words, dtype=np.uint32)]
        touching = np.flatnonzero(
            (docs[1:] == docs[:-1]) & (positions[1:] == positions[:-1] + np.uint16(1))
        )
        terms = vocabulary.pair_terms(bare[touching], bare[touching + 1])
        return Run.sorted(terms, docs[touching], positions[touching])


@dataclass(slots=True)
class Shares:
    """What (term, document) pairs of one field add to their impacts; parallel arrays."""

    terms: Numbers
    docs: Numbers
    values: Numbers


@dataclass(slots=True)
class Run:
    """Occurrences in order of term, document, position; `starts` opens each (term, document)."""

    terms: Numbers
    docs: Numbers
    positions: Numbers
    starts: Numbers

    @classmethod
    def sorted(cls, terms: Numbers, docs: Numbers, positions: Numbers) -> Run:
        order = np.argsort(terms, kind="stable")  # documents and positions ascend already
        terms, docs, positions = terms[order], docs[order], positions[order]
        return cls(terms, docs, positions, _group_starts(terms, docs))

    def counts(self) -> Numbers:
        return np.diff(self.starts, append=len(self.terms))

    def shares(self, text_field: TextField, lengths: Numbers) -> Shares:
        """As `analysis.share`, for all (term, document) pairs at once."""
        docs = self.docs[self.starts]
        norm = (
            1
            - text_field.length_matters
            + (text_field.length_matters * lengths[docs] / text_field.usual_length)
        )
        return Shares(self.terms[self.starts], docs, text_field.weight * self.counts() / norm)

    def postings(self, rank: Numbers) -> Iterator[tuple[int, Postings]]:
        """(place of the term in byte order, its posting list), in byte order."""
        starts, counts = self.starts, self.counts()
        positions = self.positions
        if len(counts) and counts.max() > MAX_OCCURRENCES:
            within = np.arange(len(positions)) - np.repeat(starts, counts)
            positions = positions[within < MAX_OCCURRENCES]
            counts = np.minimum(counts, MAX_OCCURRENCES)
            starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        docs = self.docs[self.starts].astype(DOC)
        small = counts.astype(np.uint8)
        places = rank[self.terms[self.starts]]
        where = np.append(starts, len(positions))
        for place, first, last in _slices(places):
            yield (
                place,
                Postings(
                    docs[first:last],
                    counts=small[first:last],
                    positions=positions[where[first] : where[last]],
                ),
            )


class Inversion:
    """The words of all documents, field by field, and their whole titles."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.fields = {text_field.name: FieldWords() for text_field in TEXT_FIELDS}
        self._known: dict[str, tuple[int, ...]] = {}
        self._title_terms = array("I")
        self._title_docs = array("I")

    def add(self, number: int, document: IndexDocument) -> None:
        for name, field_words in self.fields.items():
            values = document.texts.get(name)
            if values:
                field_words.add(number, [self._numbers(value) for value in values])
        for term in {whole_title(title) for title in document.titles} - {""}:
            self._title_terms.append(self.vocabulary.term(term))
            self._title_docs.append(number)

    def whole_titles(self) -> Shares:
        terms = np.frombuffer(self._title_terms, dtype=np.uint32)
        docs = np.frombuffer(self._title_docs, dtype=np.uint32)
        return Shares(terms, docs, np.ones(len(terms)))

    def _numbers(self, value: str) -> tuple[int, ...]:
        # Names, subjects and publishers come again and again: their words are split once.
        known = self._known.get(value)
        if known is None:
            known = tuple(map(self.vocabulary.word, words(value)))
            if len(self._known) < 500_000 and len(value) < 60:
                self._known[value] = known
        return known


def impacts(shares: list[Shares], rank: Numbers) -> Iterator[tuple[int, Postings]]:
    """The lists of the field `all`, in byte order: shares of all fields summed and saturated."""
    places = rank[np.concatenate([part.terms for part in shares])].astype(np.uint64)
    docs = np.concatenate([part.docs for part in shares])
    values = np.concatenate([part.values for part in shares])
    if not len(places):
        return  # records there are, but no word in any
    key = places << np.uint64(32) | docs
    order = np.argsort(key, kind="stable")
    key, values = key[order], values[order]
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    summed = np.add.reduceat(values, starts)
    quantised = np.rint(summed / (SATURATION + summed) * IMPACT_SCALE).astype(SHORT)
    key = key[starts]
    numbers = (key & np.uint64(0xFFFFFFFF)).astype(DOC)
    for place, first, last in _slices(key >> np.uint64(32)):
        yield place, Postings(numbers[first:last], impacts=quantised[first:last])


def _group_starts(terms: Numbers, docs: Numbers) -> Numbers:
    if not len(terms):
        return np.zeros(0, dtype=np.int64)
    new = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
    return np.flatnonzero(np.concatenate([[True], new]))


def _slices(places: Numbers) -> Iterator[tuple[int, int, int]]:
    """(value, first, after last) of each run of equal values, in ascending order of the value."""
    if not len(places):
        return
    starts = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]]))
    ends = np.append(starts[1:], len(places))
    order = np.argsort(places[starts], kind="stable")
    yield from zip(
        places[starts][order].tolist(), starts[order].tolist(), ends[order].tolist(), strict=True
    )
