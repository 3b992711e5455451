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
        self._same = works[1:] == works[:-1]  # as the one before
        self.count = len(docs) - int(np.count_nonzero(self._same))

    @property
    def single(self) -> bool:
        """Every work is there with one edition."""
        return self.count == len(self.docs)

    @cached_property
    def starts(self) -> Numbers:
        """Where each work begins."""
        opens = np.ones(len(self.docs), dtype=bool)
        opens[1:] = ~self._same
        return np.flatnonzero(opens)

    @cached_property
    def _in_company(self) -> Numbers:
        beside = np.zeros(len(self.docs), dtype=bool)
        beside[1:] = self._same
        beside[:-1] |= self._same
        return beside

    @cached_property
    def alone(self) -> Numbers:
        """Documents that are the only ones of their works."""
        return self.docs if self.single else self.docs[~self._in_company]

    @cached_property
    def shared(self) -> Numbers:
        """Documents of the other works."""
        return self.docs[:0] if self.single else self.docs[self._in_company]

    @cached_property
    def of_shared(self) -> Numbers:
        """The number of its work for each of `shared`, ascending from 0."""
        if self.single:
            return np.zeros(0, dtype=np.int64)
        opens = ~np.concatenate([[False], self._same])
        return np.cumsum(opens[self._in_company]) - 1


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
