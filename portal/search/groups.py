"""Hits gathered by work: its editions are one line on the page and one in every count."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]


class Groups:
    """Hits in the order of their works. docs, scores: of each; works: which work each is of."""

    def __init__(self, docs: Numbers, scores: Numbers, works: Numbers) -> None:
        self.docs, self.scores = docs, scores
        self.same = works[1:] == works[:-1]  # each but the first: of the work of the one before
        self.count = len(docs) - int(np.count_nonzero(self.same))

    @property
    def single(self) -> bool:
        """Every work is there with one edition."""
        return self.count == len(self.docs)

    @cached_property
    def opens(self) -> Numbers:
        """bool: the first of its work."""
        found = np.ones(len(self.docs), dtype=bool)
        found[1:] = ~self.same
        return found

    @cached_property
    def starts(self) -> Numbers:
        """Where each work begins."""
        return np.flatnonzero(self.opens)


def gathered(snapshot: Snapshot, docs: Numbers, scores: Numbers) -> Groups:
    """Ascending hits by work. Within the first segment they lie so already."""
    works = snapshot.numbers["work_id"].take(docs)
    if len(snapshot.leaves) > 1:
        first = int(np.searchsorted(docs, snapshot.bases[1]))
        if first < len(docs):
            late = np.argsort(works[first:], kind="stable") + first
            places = np.searchsorted(works[:first], works[late], side="right")
            docs, scores, works = (
                np.insert(column[:first], places, column[late]) for column in (docs, scores, works)
            )
    return Groups(docs, scores, works)
