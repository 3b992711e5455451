"""A query worked out on whole arrays: which documents, and how well each answers.

Nothing here loops over postings. AND narrows the rarest list by the others; a long list meets many
candidates through a table of the whole catalogue, few by binary search.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import (
    EXACT,
    PAIR,
    TEXT_FIELDS,
    begins_with,
    keys,
    prefixes,
    whole_title,
)
from portal.search.codec.postings import IMPACT_SCALE, Postings
from portal.search.query import (
    MAX_WORDS,
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

MAX_EXPANSION = 300  # words a truncated one may stand for
EXACT_PREFERENCE = 0.25  # a bare word that stands in the record just as typed
PAIR_WEIGHT = 0.35  # two words that stand together as they were typed
WHOLE_TITLE_WEIGHT = 0.8  # the query is a whole title
LOANS_WEIGHT = 0.06  # between equals, what is borrowed more
FIELD_IMPACT = 0.7  # a word found in the one field it was asked in
NO_DOCUMENT = 2**32 - 1
FEW = 16  # binary search pays when candidates are this many times fewer than the list


@dataclass(frozen=True, slots=True)
class Hits:
    """docs: ascending document numbers; scores: float32, one for each."""

    docs: Numbers
    scores: Numbers


def evaluate(snapshot: Snapshot, query: ParsedQuery, resolve: Resolver) -> Hits:
    """All live documents that answer the query, scored."""
    evaluation = _Evaluation(snapshot, resolve)
    hits = evaluation.run(query.root)
    docs = hits.docs
    if snapshot.live is not None:
        alive = snapshot.live[docs]
        hits = Hits(docs[alive], hits.scores[alive])
    scores = hits.scores.copy()
    plain = query.plain_words()
    if len(hits.docs) and plain:
        evaluation.add_bonuses(hits.docs, scores, plain)
    if len(hits.docs):
        loans = snapshot.numbers["loans"][hits.docs]
        scores += LOANS_WEIGHT * np.log1p(loans, dtype=np.float32)
    return Hits(hits.docs, scores)


class _Evaluation:
    def __init__(self, snapshot: Snapshot, resolve: Resolver) -> None:
        self._snapshot = snapshot
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
                return self._word(text, field)
            case Prefix(text, field):
                return self._prefix(text, field)
            case Phrase(found, field):
                return self._phrase(found, field)
            case Code(text, kind):
                return _constant(self._snapshot.documents_of(self._resolve(text, kind)))
            case Years(first, last):
                year = self._snapshot.numbers["year"]
                return _constant(np.flatnonzero((year >= max(first, 1)) & (year <= last)))
            case Everything():
                return _everything(self._snapshot)

    def weight(self, postings: Postings) -> float:
        """How telling a term is (BM25's idf)."""
        n, df = self._snapshot.documents, len(postings.docs)
        return math.log1p((n - df + 0.5) / (df + 0.5))

    def add_bonuses(self, docs: Numbers, scores: Numbers, plain: tuple[str, ...]) -> None:
        """What lifts the better of two records that both hold all words."""
        as_typed = [keys(word)[1] for word in plain if not has_marks(word)]
        for exact in as_typed:
            self._lift(docs, scores, exact, EXACT_PREFERENCE)
        for first, second in pairwise(plain):
            self._lift(docs, scores, keys(first)[0] + PAIR + keys(second)[0], PAIR_WEIGHT)
        # "ma" is the whole of the title Má, but Ma chiến hữu has the word as it was typed.
        doubtful = len(plain) == 1 and as_typed and self._snapshot.postings("all", as_typed[0])
        if not doubtful and (term := whole_title(" ".join(plain))):
            self._lift(docs, scores, term, WHOLE_TITLE_WEIGHT)

    def _lift(self, docs: Numbers, scores: Numbers, term: str, factor: float) -> None:
        postings = self._snapshot.postings("all", term)
        if postings is not None:
            found, where = self._common(docs, postings.docs)
            gain = factor * self.weight(postings)
            scores[found] += gain * _impacts(postings, where)

    def _all_of(self, parts: tuple[Node, ...]) -> Hits:
        wanted = [self.run(part) for part in parts if not isinstance(part, Not)]
        if not wanted:
            wanted = [_everything(self._snapshot)]
        wanted.sort(key=lambda hits: len(hits.docs))
        result = wanted[0]
        for other in wanted[1:]:
            if not len(result.docs):
                break
            here, there = self._common(result.docs, other.docs)
            result = Hits(result.docs[here], result.scores[here] + other.scores[there])
        for part in parts:
            if isinstance(part, Not) and len(result.docs):
                result = self._without(result, self.run(part.part))
        return result

    def _any_of(self, alternatives: list[Hits]) -> Hits:
        alternatives = [hits for hits in alternatives if len(hits.docs)]
        if len(alternatives) <= 1:
            return alternatives[0] if alternatives else _nothing()
        docs = np.concatenate([hits.docs for hits in alternatives])
        scores = np.concatenate([hits.scores for hits in alternatives])
        if len(docs) * FEW < self._snapshot.documents:
            unique, place = np.unique(docs, return_inverse=True)
            return Hits(unique, np.bincount(place, scores).astype(np.float32))
        # bincount keeps documents of score 0 apart from those never met by a second count.
        met = np.zeros(self._snapshot.documents, dtype=bool)
        met[docs] = True
        unique = np.flatnonzero(met).astype(np.uint32)
        total = np.bincount(docs, scores, minlength=self._snapshot.documents)
        return Hits(unique, total[unique].astype(np.float32))

    def _without(self, hits: Hits, other: Hits) -> Hits:
        if not len(other.docs):
            return hits
        keep = np.ones(len(hits.docs), dtype=bool)
        keep[self._common(hits.docs, other.docs)[0]] = False
        return Hits(hits.docs[keep], hits.scores[keep])

    def _word(self, text: str, field: str | None) -> Hits:
        bare, exact = keys(text)
        return self._term(exact if has_marks(text) else bare, field)

    def _term(self, term: str, field: str | None) -> Hits:
        postings = self._snapshot.postings(field or "all", term)
        if postings is None:
            return _nothing()
        weight = self.weight(postings)
        if field:
            return Hits(
                postings.docs, np.full(len(postings.docs), FIELD_IMPACT * weight, np.float32)
            )
        return Hits(postings.docs, postings.impacts * np.float32(weight / IMPACT_SCALE))

    def _prefix(self, text: str, field: str | None) -> Hits:
        # Not the terms of `all`: among its pairs of words the words would hardly be found.
        fields = [field] if field else [text_field.name for text_field in TEXT_FIELDS]
        terms = {
            term
            for start in prefixes(text)
            for name in fields
            for term in self._snapshot.terms_with_prefix(name, start, MAX_EXPANSION)
            if begins_with(term, text)
        }
        return self._any_of([self._term(term, field) for term in sorted(terms)[:MAX_EXPANSION]])

    def _phrase(self, found: tuple[str, ...], field: str | None) -> Hits:
        fields = [field] if field else [text_field.name for text_field in TEXT_FIELDS]
        return self._any_of([self._phrase_in(name, found) for name in fields])

    def _phrase_in(self, field: str, found: tuple[str, ...]) -> Hits:
        """Documents where the words stand side by side in `field`, in their order."""
        lists: list[Postings] = []
        for word in found:
            bare, exact = keys(word)
            postings = self._snapshot.postings(field, exact if has_marks(word) else bare)
            if postings is None:
                return _nothing()
            lists.append(postings)
        docs = min(lists, key=lambda postings: len(postings.docs)).docs
        for postings in lists:
            docs = docs[self._common(docs, postings.docs)[0]]
        starts = self._starts(lists[0], docs, 0)
        for offset, postings in enumerate(lists[1:], 1):
            others = self._starts(postings, docs, offset)
            starts = np.intersect1d(starts, others, assume_unique=True)
        found_in = (starts >> np.uint64(17)).astype(np.uint32)  # ascending, as places are
        kept = found_in[np.flatnonzero(np.diff(found_in, prepend=np.uint32(NO_DOCUMENT)))]
        weight = sum(self.weight(postings) for postings in lists)
        return Hits(kept, np.full(len(kept), weight, dtype=np.float32))

    def _starts(self, postings: Postings, docs: Numbers, offset: int) -> Numbers:
        """Where a phrase would begin for its word at `offset` to stand where it does."""
        _, where = self._common(docs, postings.docs)
        # MAX_WORDS of room below, so that no offset reaches into the document before.
        return _places(postings, where) + np.uint64(MAX_WORDS - offset)

    def _common(self, few: Numbers, many: Numbers) -> tuple[Numbers, Numbers]:
        """Places in `few` and in `many` of the documents that are in both."""
        if not len(few) or not len(many):
            empty = np.zeros(0, dtype=np.int64)
            return empty, empty
        if len(few) * FEW < len(many):
            where = np.searchsorted(many, few)
            where[where == len(many)] = 0
            here = np.flatnonzero(many[where] == few)
            return here, where[here]
        table = np.zeros(self._snapshot.documents, dtype=np.uint32)
        table[many] = np.arange(1, len(many) + 1, dtype=np.uint32)
        where = table[few]
        here = np.flatnonzero(where)
        return here, where[here] - np.uint32(1)


def _places(postings: Postings, where: Numbers) -> Numbers:
    """document << 17 | position of every occurrence in the documents at `where`, ascending."""
    counts = postings.counts.astype(np.int64)
    first = np.cumsum(counts) - counts
    wanted = counts[where]
    before = np.cumsum(wanted) - wanted
    index = np.arange(int(wanted.sum())) + np.repeat(first[where] - before, wanted)
    docs = np.repeat(postings.docs[where].astype(np.uint64), wanted)
    places: Numbers = docs << np.uint64(17) | postings.positions[index].astype(np.uint64)
    return places


def _impacts(postings: Postings, where: Numbers) -> Numbers:
    return postings.impacts[where] * np.float32(1 / IMPACT_SCALE)


def _everything(snapshot: Snapshot) -> Hits:
    return _constant(np.arange(snapshot.documents, dtype=np.uint32))


def _constant(docs: Numbers) -> Hits:
    return Hits(docs.astype(np.uint32), np.zeros(len(docs), dtype=np.float32))


def _nothing() -> Hits:
    return Hits(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.float32))


__all__ = ["EXACT", "Hits", "Resolver", "evaluate"]
