"""A query worked out on whole arrays: which documents, and how well each answers.

Nothing here loops over postings. AND begins with the rarest word and looks the others up for what
is left; OR adds, NOT takes away, a phrase reads the words of the few records that have them all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import CODE_IMPACT, FIELD_NUMBERS, TEXT_FIELDS
from portal.search.columns import popularity_gain
from portal.search.lookup import ANYWHERE, TermSet, in_field
from portal.search.loops import documents, hits
from portal.search.loops.conditions import Condition, Marked, Within, narrowed
from portal.search.phrase import standing_together
from portal.search.query import (
    And,
    Code,
    Everything,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Word,
    Years,
)
from portal.search.snapshot import Snapshot
from portal.vietnamese.syllables import has_marks

Numbers = NDArray[Any]
Resolver = Callable[[str, str], Sequence[int]]  # (code, kind) → record ids, from the database

EXACT_PREFERENCE = 0.25  # a bare word that stands in the record just as typed
PAIR_WEIGHT = 0.25  # two words that stand together as they were typed
WHOLE_TITLE_WEIGHT = 0.8  # the query is a whole title
IN_ONE_FIELD = np.full(256, 0.7, dtype=np.float32)  # a word found in the one field it was asked in
EVERY_FIELD = (1 << len(TEXT_FIELDS)) - 1
POPULARITY = popularity_gain(0.06)  # between equals, what is borrowed more


@dataclass(frozen=True, slots=True)
class Hits:
    """docs: uint32, ascending document numbers; scores: float32, one for each."""

    docs: Numbers
    scores: Numbers

    def only(self, fails: Numbers, besides: int = 0) -> Hits:
        """Those that fail in nothing, some bits of `fails` (uint8) left aside."""
        return Hits(*hits.only(self.docs, self.scores, fails, besides))

    def meeting(self, condition: Condition) -> Hits:
        """Those of documents that meet a condition."""
        docs, scores, _fails = narrowed(self.docs, self.scores, [condition], [])
        return Hits(docs, scores)


def evaluate(snapshot: Snapshot, query: ParsedQuery, resolve: Resolver) -> Hits:
    """All live documents that answer the query, scored word by word."""
    found = _Evaluation(snapshot, resolve).run(query.root)
    if snapshot.live is not None:
        found = found.meeting(Marked(snapshot.live.view(np.uint8)))
    return found


def lift(snapshot: Snapshot, query: ParsedQuery, found: Hits) -> None:
    """Add to the scores of hits what lifts the better of two that both hold all words."""
    if not len(found.docs):
        return
    if plain := query.plain_words():
        _Lifting(snapshot, found).by_words(plain)
    documents.lift_by(found.scores, found.docs, snapshot.popularity, POPULARITY)


def weight(snapshot: Snapshot, count: int) -> float:
    """How telling a term of so many documents is (BM25's idf)."""
    n = snapshot.documents
    df = min(count, n)
    return math.log1p((n - df + 0.5) / (df + 0.5))


class _Lifting:
    def __init__(self, snapshot: Snapshot, found: Hits) -> None:
        self._snapshot, self._words = snapshot, snapshot.words
        self._docs, self._scores = found.docs, found.scores

    def by_words(self, plain: tuple[str, ...]) -> None:
        typed = [self._words.as_typed(word) for word in plain if not has_marks(word)]
        for terms in typed:
            if terms.count:
                telling = EXACT_PREFERENCE * weight(self._snapshot, terms.count)
                said = self._words.said(terms, self._docs, ANYWHERE)
                hits.lift(self._scores, said, CODE_IMPACT, telling)
        for first, second in pairwise(plain):
            self._lift(self._words.pair(first, second), PAIR_WEIGHT)
        # "ma" is the whole of the title Má, but Ma chiến hữu has the word as it was typed.
        if len(plain) > 1 or not any(terms.count for terms in typed):
            self._lift(self._words.titled(" ".join(plain)), WHOLE_TITLE_WEIGHT)

    def _lift(self, those: Numbers, factor: float) -> None:
        if len(those):
            gain = factor * weight(self._snapshot, len(those))
            hits.lift_those(self._scores, self._docs, those, gain)


class _Evaluation:
    def __init__(self, snapshot: Snapshot, resolve: Resolver) -> None:
        self._snapshot = snapshot
        self._words = snapshot.words
        self._resolve = resolve

    def run(self, node: Node) -> Hits:
        match node:
            case And(parts):
                return self._all_of(parts)
            case Or(parts):
                return self._any_of([self.run(part) for part in parts])
            case Not(part):
                return self._without(_everything(self._snapshot), self.run(part))
            case Word(text, field):
                return self._found(self._words.word(text), field)
            case Prefix(text, field):
                return self._found(self._words.beginning(text), field)
            case Phrase(found, field):
                return self._phrase(found, field)
            case Code(text, kind):
                return _constant(self._snapshot.documents_of(self._resolve(text, kind)))
            case Years():
                return self._within(node, _everything(self._snapshot))
            case Everything():
                return _everything(self._snapshot)

    def _all_of(self, parts: tuple[Node, ...]) -> Hits:
        """The rarest of what is asked for first; the rest is looked up for what is left."""
        words = [self._terms(part) for part in parts if isinstance(part, Word | Prefix)]
        words.sort(key=lambda asked: asked[0].count)
        found: Hits | None = None
        for part in parts:
            if isinstance(part, And | Or | Phrase | Code):
                found = self._both(found, self.run(part))
        for terms, field in words:
            if found is None:
                found = self._found(terms, field)
            else:
                found = self._having(found, terms, field)
        if found is None:
            found = _everything(self._snapshot)
        for part in parts:
            if isinstance(part, Years) and len(found.docs):
                found = self._within(part, found)
            elif isinstance(part, Not) and len(found.docs):
                found = self._without(found, self.run(part.part))
        return found

    def _within(self, years: Years, found: Hits) -> Hits:
        first = max(years.first, 1)  # 0 is no year
        return found.meeting(Within(self._snapshot.numbers["year"], first, years.last))

    def _both(self, found: Hits | None, other: Hits) -> Hits:
        if found is None:
            return other
        return Hits(*hits.both(found.docs, found.scores, other.docs, other.scores))

    def _having(self, found: Hits, terms: TermSet, field: str | None) -> Hits:
        if not len(found.docs) or not terms.count:
            return _nothing()
        said = self._words.said(terms, found.docs, in_field(field))
        gains, telling = _gains(field), weight(self._snapshot, terms.count)
        return Hits(*hits.kept(found.docs, found.scores, said, gains, telling))

    def _found(self, terms: TermSet, field: str | None) -> Hits:
        found = self._words.postings(terms, in_field(field))
        telling = weight(self._snapshot, terms.count)
        return Hits(found.docs, hits.scored(found.said, _gains(field), telling))

    def _terms(self, part: Word | Prefix) -> tuple[TermSet, str | None]:
        find = self._words.word if isinstance(part, Word) else self._words.beginning
        return find(part.text), part.field

    def _any_of(self, alternatives: list[Hits]) -> Hits:
        found = [(one.docs, one.scores) for one in alternatives if len(one.docs)]
        if len(found) <= 1:
            return Hits(*found[0]) if found else _nothing()
        return Hits(*hits.together(found, self._snapshot.documents))

    def _without(self, found: Hits, other: Hits) -> Hits:
        if not len(other.docs):
            return found
        return Hits(*hits.without(found.docs, found.scores, other.docs))

    def _phrase(self, found: tuple[str, ...], field: str | None) -> Hits:
        """Documents where the words stand side by side in one field, in their order."""
        terms = [self._words.word(word) for word in found]
        fields = 1 << FIELD_NUMBERS[field] if field else EVERY_FIELD
        docs = standing_together(self._words, found, terms, fields)
        telling = sum(weight(self._snapshot, one.count) for one in terms)
        return Hits(docs, np.full(len(docs), telling, dtype=np.float32))


def _gains(field: str | None) -> Numbers:
    """float32[256]: what each code of a word adds to a score, but for how telling the word is."""
    return CODE_IMPACT if field is None else IN_ONE_FIELD


def _everything(snapshot: Snapshot) -> Hits:
    return _constant(np.arange(snapshot.documents, dtype=np.uint32))


def _constant(docs: Numbers) -> Hits:
    return Hits(docs.astype(np.uint32), np.zeros(len(docs), dtype=np.float32))


def _nothing() -> Hits:
    return Hits(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.float32))
