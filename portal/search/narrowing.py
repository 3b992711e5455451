"""What narrows the hits of a search. A hit is not dropped at once: it has a bit for each facet it
fails in, so that a facet with chosen values can be counted over all that fail in nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from portal.search.evaluate import Hits
from portal.search.facets import FACETS
from portal.search.loops import documents
from portal.search.snapshot import Snapshot

if TYPE_CHECKING:
    from portal.search.engine import Request

Numbers = NDArray[Any]

NO_END = 0xFFFF
FOR_GOOD = 1 << len(FACETS)  # the bit of what no facet is counted without


@dataclass(frozen=True, slots=True)
class Narrowed:
    """bits: facet → the bit of hits that fail in it, for facets that narrow and are counted.

    fails: uint8, for each of `answers`; None where nothing narrows.
    """

    answers: Hits
    fails: Numbers | None = None
    bits: Mapping[str, int] = field(default_factory=dict)

    def hits(self, but: str | None = None) -> Hits:
        """Those that fail in nothing, or in nothing but one facet."""
        if self.fails is None:
            return self.answers
        return self.answers.only(self.fails, self.bits[but] if but else 0)


def narrow(snapshot: Snapshot, request: Request, answers: Hits) -> Narrowed:
    """All hits that may be counted in some facet, and what each of them fails in."""
    chosen = {name for name, values in request.filters.items() if values}
    if request.available:
        # Another library would be asked for its own shelves, not for those of the chosen one.
        chosen.add("library")
    for_good = chosen.difference(request.facets)
    if for_good or request.year_from is not None or request.year_to is not None:
        fails = np.zeros(len(answers.docs), dtype=np.uint8)
        for name in sorted(for_good, key="library".__ne__):  # what clears its bit again comes first
            _fail_in(snapshot, request, name, fails, FOR_GOOD, answers.docs)
        _fail_by_year(snapshot, request, fails, answers.docs)
        answers = answers.only(fails)
    bits = {name: 1 << FACETS.index(name) for name in chosen.intersection(request.facets)}
    if not bits:
        return Narrowed(answers)
    fails = np.zeros(len(answers.docs), dtype=np.uint8)
    for name, bit in bits.items():
        _fail_in(snapshot, request, name, fails, bit, answers.docs)
    return Narrowed(answers, fails, bits)


def fail_at_hand(
    snapshot: Snapshot, at: Collection[int], fails: Numbers, bit: int, docs: Numbers
) -> None:
    """Set a bit where no copy can be had now in one of the libraries, or in any if none are named.

    fails: uint8, the bit clear so far for each of `docs`.
    """
    if not at:
        documents.fail(fails, bit, docs, snapshot.at_hand)
        return
    snapshot.facets.fail_without(snapshot.available, at, fails, bit, docs)
    if len(snapshot.arrivals):
        fails[np.isin(docs, snapshot.arrived(at))] &= ~bit & 0xFF


def _fail_in(
    snapshot: Snapshot, request: Request, name: str, fails: Numbers, bit: int, docs: Numbers
) -> None:
    values = request.filters.get(name, ())
    if name != "library" or not request.available:
        snapshot.facets.fail(name, values, fails, bit, docs)
        return
    fail_at_hand(snapshot, request.available_at, fails, bit, docs)
    # What is at hand in a chosen library is held there too, though the index may not say so yet.
    if values and values != request.available_at:
        snapshot.facets.fail(name, values, fails, bit, docs)


def _fail_by_year(snapshot: Snapshot, request: Request, fails: Numbers, docs: Numbers) -> None:
    if request.year_from is None and request.year_to is None:
        return
    first, last = max(request.year_from or 1, 1), request.year_to
    last = NO_END if last is None else max(last, 0)
    documents.fail_by_year(fails, FOR_GOOD, docs, snapshot.numbers["year"], first, last)
