"""The words of each document in their order, from which phrases are read.

A word is kept as its rank among all terms, the most frequent first: half of all take one byte.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.codec.arrays import Arrays
from portal.search.loops.packed import pack, unpack
from portal.search.loops.words import Words

Numbers = NDArray[Any]


def arrays(terms: Numbers, lengths: Numbers) -> Arrays:
    """terms: uint32, the words of all documents, field by field, as places of terms from 1 on, 0
    between two values; lengths: [documents, fields], words of each field, zeros counted.

    words: packed ranks; word_bounds: uint32[documents + 1], bytes; word_terms: uint32, rank → term;
    field_lengths: uint8, of each document but the last field's, which is what remains.
    """
    times = np.bincount(terms, minlength=1)
    times[0] = len(terms) + 1  # what parts values is the most frequent
    by_rank = np.argsort(-times, kind="stable")
    by_rank = by_rank[times[by_rank] > 0].astype("<u4")
    rank = np.zeros(len(times), dtype=np.uint32)
    rank[by_rank] = np.arange(len(by_rank), dtype=np.uint32)
    ends = np.cumsum(lengths.sum(axis=1, dtype=np.uint64), dtype=np.uint64)
    data, bounds = pack(rank[terms], np.concatenate([np.zeros(1, np.uint64), ends]))
    return {
        "words": data,
        "word_bounds": bounds,
        "word_terms": by_rank,
        "field_lengths": lengths[:, :-1].astype(np.uint8).ravel(),
    }


def opened(held: Arrays) -> Words:
    return Words(held["words"], held["word_bounds"], held["field_lengths"], held["word_terms"])


def of_all(held: Arrays) -> tuple[Numbers, Numbers]:
    """(the words of all documents as places of terms, the document of each): what was packed."""
    bounds = held["word_bounds"].tolist()
    terms = [unpack(held["words"], *part) for part in pairwise(bounds)]
    owner = np.repeat(np.arange(len(terms)), [len(those) for those in terms])
    ranks = np.concatenate([np.zeros(0, np.uint32), *terms])
    return held["word_terms"][ranks], owner
