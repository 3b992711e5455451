"""Words side by side: the records that have them all in one field are read, word by word.

The lists say in which fields of a record a word stands, and the pairs which words ever meet, so
that few records are left to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import TEXT_FIELDS
from portal.search.leaf import Leaf
from portal.search.lookup import WHERE, Lookup, TermSet, common

Numbers = NDArray[Any]


def standing_together(
    lookup: Lookup, words: Sequence[str], terms: Sequence[TermSet], fields: Sequence[int]
) -> Numbers:
    """uint32, ascending: documents where the words follow one another in one of the fields.

    terms: what each of the words stands for.
    """
    docs, shared = _together(lookup, terms)
    paired = _paired(lookup, words, docs)
    found = np.zeros(len(docs), dtype=bool)
    for field in fields:
        keep = (shared >> field & 1).astype(bool)
        if TEXT_FIELDS[field].pairs:
            keep &= paired
        places = np.flatnonzero(keep & ~found)
        found[places[_read(lookup, docs[places], terms, field)]] = True
    return docs[found]


def _together(lookup: Lookup, terms: Sequence[TermSet]) -> tuple[Numbers, Numbers]:
    """(documents that have all the words, bits of the fields that have them all)."""
    rarest, *others = sorted(terms, key=lambda one: one.count)
    found = lookup.postings(rarest, WHERE)
    docs, shared = found.docs, found.said
    for other in others:
        if other is rarest or not len(docs):
            continue
        shared = shared & lookup.said(other, docs, WHERE)
        keep = shared != 0
        docs, shared = docs[keep], shared[keep]
    return docs, shared


def _paired(lookup: Lookup, words: Sequence[str], docs: Numbers) -> Numbers:
    """Which of the documents have each two neighbours side by side somewhere, marks aside."""
    keep = np.ones(len(docs), dtype=bool)
    for first, second in pairwise(words):
        if not keep.any():
            break
        beside = np.zeros(len(docs), dtype=bool)
        beside[common(docs, lookup.pair(first, second), lookup.documents)[0]] = True
        keep &= beside
    return keep


def _read(lookup: Lookup, docs: Numbers, terms: Sequence[TermSet], field: int) -> Numbers:
    """Places in `docs` of those whose words in the field really follow one another."""
    found: list[Numbers] = [np.zeros(0, dtype=np.int64)]
    at = 0
    for number, leaf, part in lookup.split(docs):
        found.append(at + _read_leaf(leaf, part, [one.numbers[number] for one in terms], field))
        at += len(part)
    return np.concatenate(found)


def _read_leaf(leaf: Leaf, docs: Numbers, wanted: Sequence[Sequence[int]], field: int) -> Numbers:
    words, owner = leaf.words_of(docs, field)
    starts = len(words) - len(wanted) + 1
    if starts <= 0:
        return np.zeros(0, dtype=np.int64)
    match = owner[:starts] == owner[len(wanted) - 1 :]
    for offset, numbers in enumerate(wanted):
        if not len(numbers):
            return np.zeros(0, dtype=np.int64)
        # Terms of one word are neighbours; words in the stream count from 1.
        first, last = numbers[0] + 1, numbers[-1] + 1
        there = words[offset : offset + starts]
        match &= (there >= first) & (there <= last)
    found: Numbers = owner[:starts][match]  # ascending
    return found[np.flatnonzero(np.diff(found, prepend=-1))]
