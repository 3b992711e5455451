"""Inversion: the words of all documents as one stream of numbers, sorted into lists by term.

A word gets a number when it is first met; from there on everything is an array, and turning
documents of words into words of documents is one sort.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import (
    MAX_NOTE_WORDS,
    MAX_WORDS,
    PARTED,
    TEXT_FIELDS,
    IndexDocument,
    codes,
    keys,
    shares,
    title_key,
)
from portal.search.codec.arrays import Arrays
from portal.search.codec.lexicon import Listed
from portal.search.codec.words import arrays as word_arrays
from portal.search.loops.packed import pack
from portal.vietnamese.text import words

Numbers = NDArray[Any]

NO_WORD = 0  # in the stream, between two values of a field
DOC_BITS, BARE_BITS = 24, 20  # what a pair of words and its document have in 64 bits
REMEMBERED = 500_000  # short values whose words are split once: names, subjects, publishers
SHORT = 60  # characters of such a value


class Vocabulary:
    """Numbers for words, from 1 on. A word is analysed when it is first met and never again."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.bare: list[str] = [""]
        self.exact: list[str] = [""]

    def number(self, word: str) -> int:
        number = self.words.get(word)
        if number is None:
            number = self.words[word] = len(self.bare)
            bare, exact = keys(word)
            self.bare.append(bare)
            self.exact.append(exact)
        return number

    def in_order(self) -> tuple[list[bytes], Numbers, Numbers]:
        """(terms in byte order, word → place of its term + 1, that place → the first of its bare).

        Words that differ in spelling only share a term.
        """
        terms = [f"{b}{PARTED}{e}" for b, e in zip(self.bare[1:], self.exact[1:], strict=True)]
        ordered = sorted({term.encode() for term in terms})
        places = {term: place for place, term in enumerate(ordered, 1)}
        of_word = np.array([NO_WORD, *(places[term.encode()] for term in terms)], dtype=np.uint32)
        first = np.arange(len(ordered) + 1, dtype=np.uint32)
        parted = PARTED.encode()
        bare = [term.partition(parted)[0] for term in ordered]
        for place in range(2, len(ordered) + 1):
            if bare[place - 1] == bare[place - 2]:
                first[place] = first[place - 1]
        return ordered, of_word, first


class Inversion:
    """The words of all documents, field after field, and their whole titles."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.documents = 0
        self._stream = array("I")  # numbers of words
        self._lengths = array("I")  # of each field of each document in the stream
        self._titles = array("I")
        self._title_docs = array("I")
        self._known: dict[str, tuple[int, ...]] = {}

    def add(self, document: IndexDocument) -> None:
        for text_field in TEXT_FIELDS:
            before = len(self._stream)
            for value in document.texts.get(text_field.name, ()):
                if len(self._stream) > before:
                    self._stream.append(NO_WORD)
                self._stream.extend(self._numbers(value))
            most = MAX_NOTE_WORDS if text_field is TEXT_FIELDS[-1] else MAX_WORDS
            if len(self._stream) - before > most:
                del self._stream[before + most :]
            self._lengths.append(len(self._stream) - before)
        bare = self.vocabulary.bare
        for title in dict.fromkeys(document.titles):
            if numbers := self._numbers(title):
                self._titles.append(title_key(" ".join([bare[number] for number in numbers])))
                self._title_docs.append(self.documents)
        self.documents += 1

    def finished(self) -> Inverted:
        """Everything put in order; nothing can be added any more."""
        self._known.clear()
        return Inverted(self)

    def title_arrays(self) -> Arrays:
        """titles: uint32, ascending; title_docs: uint32, the document of each."""
        titles, docs = np.frombuffer(self._titles, "u4"), np.frombuffer(self._title_docs, "u4")
        order = np.argsort(titles, kind="stable")
        titles, docs = titles[order], docs[order]
        new = np.ones(len(titles), dtype=bool)
        new[1:] = (titles[1:] != titles[:-1]) | (docs[1:] != docs[:-1])
        return {"titles": titles[new], "title_docs": docs[new]}

    def stream(self) -> tuple[Numbers, Numbers]:
        """(numbers of words, lengths [documents, fields])."""
        lengths = np.frombuffer(self._lengths, dtype=np.uint32)
        return (
            np.frombuffer(self._stream, dtype=np.uint32),
            lengths.reshape(self.documents, len(TEXT_FIELDS)),
        )

    def _numbers(self, value: str) -> tuple[int, ...]:
        known = self._known.get(value)
        if known is None:
            known = tuple(map(self.vocabulary.number, words(value)))
            if len(value) < SHORT and len(self._known) < REMEMBERED:
                self._known[value] = known
        return known


class Inverted:
    """The stream in terms: word numbers replaced by places of terms, and what follows from it."""

    def __init__(self, inversion: Inversion) -> None:
        self.terms, of_word, self._first = inversion.vocabulary.in_order()
        stream, self._lengths = inversion.stream()
        self._words = of_word[stream]
        fields = len(TEXT_FIELDS)
        self._owner = np.repeat(
            np.arange(inversion.documents * fields, dtype=np.uint32), self._lengths.ravel()
        )

    def words(self) -> Arrays:
        """The words in their order, document by document."""
        return word_arrays(self._words, self._lengths)

    def lists(self) -> Iterator[Listed]:
        """Terms in byte order with their lists."""
        fields = np.uint64(len(TEXT_FIELDS))
        present = self._words != NO_WORD
        key = self._words[present].astype(np.uint64) << np.uint64(40) | self._owner[present]
        key.sort()
        owner = (key & np.uint64(0xFF_FFFF_FFFF)).astype(np.uint32)
        field = (owner % fields).astype(np.uint8)
        doc = owner // np.uint32(fields)
        # A separator in the stream is no word of its field.
        adds = shares(self._word_counts())
        gained = adds.ravel()[field.astype(np.int64) * len(self._lengths) + doc]
        term = (key >> np.uint64(40)).astype(np.uint32)
        del key, owner, present
        new = np.ones(len(term), dtype=bool)
        new[1:] = (term[1:] != term[:-1]) | (doc[1:] != doc[:-1])
        starts = np.flatnonzero(new)
        if not len(starts):
            return
        masks = np.bitwise_or.reduceat(np.uint8(1) << field, starts)
        found = codes(masks, np.add.reduceat(gained, starts))
        term, doc = term[starts], doc[starts]
        bounds = np.searchsorted(term, np.arange(1, len(self.terms) + 2)).tolist()
        for place, text in enumerate(self.terms):
            part = slice(bounds[place], bounds[place + 1])
            yield text, doc[part], found[part]

    def pairs(self) -> Arrays:
        """Which words stand side by side, marks aside, and where.

        pairs: uint64, ascending, the place of the first term of either bare word, the earlier one
        in the high half; pair_docs: packed, the gaps between documents; pair_starts: uint32[pairs +
        1], bytes.
        """
        fields = len(TEXT_FIELDS)
        bare, owner = self._first[self._words], self._owner
        paired = np.array([text_field.pairs for text_field in TEXT_FIELDS])
        kept = np.flatnonzero(
            (owner[1:] == owner[:-1])
            & (bare[1:] != NO_WORD)
            & (bare[:-1] != NO_WORD)
            & paired[owner[1:] % fields]
        )
        documents = len(self._lengths)
        if len(self.terms) >= 1 << BARE_BITS or documents >= 1 << DOC_BITS:
            raise OverflowError(f"{len(self.terms)} terms, {documents} documents")
        key = bare[kept].astype(np.uint64) << np.uint64(BARE_BITS + DOC_BITS)
        key |= bare[kept + 1].astype(np.uint64) << np.uint64(DOC_BITS)
        key |= owner[kept + 1] // np.uint64(fields)
        key.sort()
        key = key[np.flatnonzero(np.diff(key, prepend=np.uint64(2**64 - 1)))]
        pair = key >> np.uint64(DOC_BITS)
        starts = np.flatnonzero(np.diff(pair, prepend=np.uint64(2**64 - 1)))
        one = pair[starts]
        half = np.uint64((1 << BARE_BITS) - 1)
        docs = (key & np.uint64((1 << DOC_BITS) - 1)).astype(np.uint32)
        packed, begins = pack(docs, np.append(starts, len(key)).astype(np.uint64), gaps=True)
        return {
            "pairs": (one >> np.uint64(BARE_BITS)) << np.uint64(32) | (one & half),
            "pair_starts": begins,
            "pair_docs": packed,
        }

    def _word_counts(self) -> Numbers:
        """Words of each field of each document, separators left out: [fields, documents]."""
        parted = np.bincount(
            self._owner[self._words == NO_WORD], minlength=self._lengths.size
        ).reshape(self._lengths.shape)
        return (self._lengths - parted).T
