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

from portal.search.analysis import CODE_IMPACT, FIELD_NUMBERS
from portal.search.columns import popularity_gain
from portal.search.lookup import ANYWHERE, FEW, TermSet, common, in_field
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
FIELD_IMPACT = 0.7  # a word found in the one field it was asked in
POPULARITY = popularity_gain(0.06)  # between equals, what is borrowed more


@dataclass(frozen=True, slots=True)
class Hits:
    """docs: ascending document numbers; scores: float32, one for each."""

    docs: Numbers
    scores: Numbers

    def only(self, keep: Numbers) -> Hits:
        """Those at places, or those where a mask is set."""
        return Hits(self.docs[keep], self.scores[keep])


def evaluate(snapshot: Snapshot, query: ParsedQuery, resolve: Resolver) -> Hits:
    """All live documents that answer the query, scored."""
    evaluation = _Evaluation(snapshot, resolve)
    hits = evaluation.run(query.root)
    if snapshot.live is not None:
        hits = hits.only(snapshot.live.take(hits.docs))
    if not len(hits.docs):
        return hits
    scores = hits.scores + POPULARITY.take(snapshot.popularity.take(hits.docs))
    if plain := query.plain_words():
        evaluation.add_bonuses(hits.docs, scores, plain)
    return Hits(hits.docs, scores)


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
                return _constant(np.flatnonzero(_within(node, self._snapshot.numbers["year"])))
            case Everything():
                return _everything(self._snapshot)

    def weight(self, count: int) -> float:
        """How telling a term of so many documents is (BM25's idf)."""
        n = self._snapshot.documents
        df = min(count, n)
        return math.log1p((n - df + 0.5) / (df + 0.5))

    def add_bonuses(self, docs: Numbers, scores: Numbers, plain: tuple[str, ...]) -> None:
        """What lifts the better of two records that both hold all words."""
        typed = [self._words.as_typed(word) for word in plain if not has_marks(word)]
        for terms in typed:
            if terms.count:
                gain = np.float32(EXACT_PREFERENCE * self.weight(terms.count))
                scores += (gain * CODE_IMPACT).take(self._words.said(terms, docs, ANYWHERE))
        for first, second in pairwise(plain):
            self._lift(docs, scores, self._words.pair(first, second), PAIR_WEIGHT)
        # "ma" is the whole of the title Má, but Ma chiến hữu has the word as it was typed.
        if len(plain) > 1 or not any(terms.count for terms in typed):
            titled = self._words.titled(" ".join(plain))
            self._lift(docs, scores, titled, WHOLE_TITLE_WEIGHT)

    def _lift(self, docs: Numbers, scores: Numbers, those: Numbers, factor: float) -> None:
        if len(those):
            here = common(docs, those, self._snapshot.documents)[0]
            scores[here] += np.float32(factor * self.weight(len(those)))

    def _all_of(self, parts: tuple[Node, ...]) -> Hits:
        """The rarest of what is asked for first; the rest is looked up for what is left."""
        words = [self._terms(part) for part in parts if isinstance(part, Word | Prefix)]
        words.sort(key=lambda asked: asked[0].count)
        hits: Hits | None = None
        for part in parts:
            if isinstance(part, And | Or | Phrase | Code):
                hits = self._both(hits, self.run(part))
        for terms, field in words:
            hits = self._found(terms, field) if hits is None else self._having(hits, terms, field)
        if hits is None:
            hits = _everything(self._snapshot)
        for part in parts:
            if isinstance(part, Years) and len(hits.docs):
                hits = hits.only(_within(part, self._snapshot.numbers["year"].take(hits.docs)))
            elif isinstance(part, Not) and len(hits.docs):
                hits = self._without(hits, self.run(part.part))
        return hits

    def _both(self, hits: Hits | None, other: Hits) -> Hits:
        if hits is None:
            return other
        here, there = common(hits.docs, other.docs, self._snapshot.documents)
        return Hits(hits.docs[here], hits.scores[here] + other.scores[there])

    def _having(self, hits: Hits, terms: TermSet, field: str | None) -> Hits:
        if not len(hits.docs) or not terms.count:
            return _nothing()
        codes = self._words.said(terms, hits.docs, in_field(field))
        keep = codes != 0
        scores = hits.scores[keep] + self._gains(terms, field).take(codes[keep])
        return Hits(hits.docs[keep], scores)

    def _found(self, terms: TermSet, field: str | None) -> Hits:
        found = self._words.postings(terms, in_field(field))
        return Hits(found.docs, self._gains(terms, field).take(found.said))

    def _terms(self, part: Word | Prefix) -> tuple[TermSet, str | None]:
        find = self._words.word if isinstance(part, Word) else self._words.beginning
        return find(part.text), part.field

    def _gains(self, terms: TermSet, field: str | None) -> Numbers:
        """float32[256]: what each code of a word adds to a score."""
        weight = np.float32(self.weight(terms.count))
        if field:
            return np.full(256, FIELD_IMPACT * weight, dtype=np.float32)
        return weight * CODE_IMPACT

    def _any_of(self, alternatives: list[Hits]) -> Hits:
        alternatives = [hits for hits in alternatives if len(hits.docs)]
        if len(alternatives) <= 1:
            return alternatives[0] if alternatives else _nothing()
        docs = np.concatenate([hits.docs for hits in alternatives])
        scores = np.concatenate([hits.scores for hits in alternatives])
        if len(docs) * FEW < self._snapshot.documents:
            order = np.argsort(docs, kind="stable")
            docs, scores = docs.take(order), scores.take(order)
            starts = np.flatnonzero(np.diff(docs, prepend=docs[0] + np.uint32(1)))
            return Hits(docs.take(starts), np.add.reduceat(scores, starts))
        met = np.zeros(self._snapshot.documents, dtype=bool)
        total = np.zeros(self._snapshot.documents, dtype=np.float32)
        for hits in alternatives:
            met[hits.docs] = True
            total[hits.docs] += hits.scores
        found = np.flatnonzero(met)
        return Hits(found.astype(np.uint32), total.take(found))

    def _without(self, hits: Hits, other: Hits) -> Hits:
        if not len(other.docs):
            return hits
        keep = np.ones(len(hits.docs), dtype=bool)
        keep[common(hits.docs, other.docs, self._snapshot.documents)[0]] = False
        return hits.only(keep)

    def _phrase(self, found: tuple[str, ...], field: str | None) -> Hits:
        """Documents where the words stand side by side in one field, in their order."""
        terms = [self._words.word(word) for word in found]
        fields = [FIELD_NUMBERS[field]] if field else list(FIELD_NUMBERS.values())
        docs = standing_together(self._words, found, terms, fields)
        weight = sum(self.weight(one.count) for one in terms)
        return Hits(docs, np.full(len(docs), weight, dtype=np.float32))


def _within(years: Years, column: Numbers) -> Numbers:
    """Which of the years lie there; 0 is no year."""
    return (column >= max(years.first, 1)) & (column <= years.last)


def _everything(snapshot: Snapshot) -> Hits:
    return _constant(np.arange(snapshot.documents, dtype=np.uint32))


def _constant(docs: Numbers) -> Hits:
    return Hits(docs.astype(np.uint32), np.zeros(len(docs), dtype=np.float32))


def _nothing() -> Hits:
    return Hits(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.float32))
