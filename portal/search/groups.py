"""Hits gathered by work: its editions are one line on the page and one in every count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.evaluate import Hits
from portal.search.loops import documents
from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Groups:
    """Hits in the order of their works. docs, scores: of each.

    starts: uint32[works + 1], where the editions of each work begin, and where all end; None when
    every work is there with one edition.
    """

    docs: Numbers
    scores: Numbers
    starts: Numbers | None

    @property
    def count(self) -> int:
        """Works."""
        return len(self.docs) if self.starts is None else len(self.starts) - 1


def gathered(snapshot: Snapshot, found: Hits) -> Groups:
    """Ascending hits by work. Within the first segment they lie so already."""
    docs, scores, works = found.docs, found.scores, snapshot.numbers["work_id"]
    if len(snapshot.leaves) > 1:
        first = int(np.searchsorted(docs, snapshot.bases[1]))
        if first < len(docs):
            late = docs[first:]
            order = np.argsort(works[late], kind="stable") + first
            places = np.searchsorted(works[docs[:first]], works[docs[order]], side="right")
            docs, scores = (np.insert(one[:first], places, one[order]) for one in (docs, scores))
    return Groups(docs, scores, documents.starts_of_works(docs, works))
