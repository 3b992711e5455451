"""Words side by side.

Which words stand side by side is kept for most fields, marks aside; for two words without marks
that is the answer. Else the records that may have the phrase are read, word by word: few are left
when the words all stand in one field, and each two neighbours stand side by side somewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import CODE_FIELDS, TEXT_FIELDS
from portal.search.lookup import Lookup, Reading, TermSet
from portal.search.loops import hits
from portal.vietnamese.syllables import has_marks

Numbers = NDArray[Any]

PAIRED = sum(1 << field.number for field in TEXT_FIELDS if field.pairs)


def standing_together(
    lookup: Lookup, words: Sequence[str], terms: Sequence[TermSet], fields: int
) -> Numbers:
    """uint32, ascending: documents where the words follow one another in one of the fields.

    terms: what each of the words stands for; fields: a bit each.
    """
    found = []
    if fields & PAIRED:
        docs = _paired(lookup, words)
        if len(words) > 2 or fields & PAIRED != PAIRED or any(map(has_marks, words)):
            shared = np.full(len(docs), fields & PAIRED, dtype=np.uint8)
            docs = _read(lookup, terms, docs, shared)
        found.append(docs)
    if fields & ~PAIRED:
        found.append(_read(lookup, terms, *_sharing(lookup, terms, fields & ~PAIRED)))
    some = [docs for docs in found if len(docs)]
    if len(some) <= 1:
        return some[0] if some else found[0]
    return hits.together(list(map(_unscored, some)), lookup.documents)[0]


def _paired(lookup: Lookup, words: Sequence[str]) -> Numbers:
    """Documents where each two neighbours stand side by side somewhere."""
    beside = [lookup.pair(first, second) for first, second in pairwise(words)]
    docs, *others = sorted(beside, key=len)
    for other in others:
        docs = hits.both(*_unscored(docs), *_unscored(other))[0]
    return docs


def _sharing(lookup: Lookup, terms: Sequence[TermSet], fields: int) -> tuple[Numbers, Numbers]:
    """(documents that have all the words in one of the fields, bits of those fields)."""
    reading = Reading(CODE_FIELDS & np.uint8(fields), bits=True)
    rarest, *others = sorted(terms, key=lambda one: one.count)
    found = lookup.postings(rarest, reading)
    docs, shared = found.docs, found.said
    for other in others:
        if other is rarest or not len(docs):
            continue
        shared = shared & lookup.said(other, docs, reading)
        keep = shared != 0
        docs, shared = docs[keep], shared[keep]
    return docs, shared


def _read(lookup: Lookup, terms: Sequence[TermSet], docs: Numbers, fields: Numbers) -> Numbers:
    """Those of the documents whose words really follow one another in one of the fields of each."""
    found = np.zeros(len(docs), dtype=np.uint8)
    for number, leaf, base, part in lookup.split(docs):
        ranges = [_range(one.numbers[number]) for one in terms]
        found[part] = leaf.words.standing_together(docs[part], base, fields[part], ranges)
    kept: Numbers = docs[found != 0]
    return kept


def _unscored(docs: Numbers) -> tuple[Numbers, Numbers]:
    return docs, np.zeros(len(docs), dtype=np.float32)


def _range(numbers: Sequence[int]) -> tuple[int, int]:
    """(first, last) term of a word as the words of records count them, from 1."""
    return (numbers[0] + 1, numbers[-1] + 1) if len(numbers) else (1, 0)
