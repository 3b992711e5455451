"""What narrows the hits of a search. A hit is not dropped at once: it has a bit for each facet it
fails in, so that a facet with chosen values can be counted over all that fail in nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    counted = {name: 1 << FACETS.index(name) for name in request.facets}
    chosen = {name: values for name, values in request.filters.items() if values}
    if request.available and "library" in counted:
        # Another library would be asked for its own shelves, not for those of the chosen one.
        chosen.setdefault("library", ())
    fails = np.zeros(len(answers.docs), dtype=np.uint8)
    if _fail_for_good(snapshot, request, answers.docs, fails, chosen.keys() - counted):
        answers = answers.only(fails)
        fails = np.zeros(len(answers.docs), dtype=np.uint8)
    bits = {name: counted[name] for name in chosen if name in counted}
    for name, bit in bits.items():
        if chosen[name]:
            snapshot.facets.fail(name, chosen[name], fails, bit, answers.docs)
    if request.available and "library" in bits:
        bit, at = bits["library"], request.available_at
        snapshot.facets.fail_without(snapshot.available, at, fails, bit, answers.docs)
    return Narrowed(answers, fails if bits else None, bits)


def _fail_for_good(
    snapshot: Snapshot, request: Request, docs: Numbers, fails: Numbers, names: set[str]
) -> bool:
    """Note what fails in years, in what must be had now and in facets that are not counted.

    Returns whether any of these narrows.
    """
    for name in names:
        snapshot.facets.fail(name, request.filters[name], fails, FOR_GOOD, docs)
    years = request.year_from is not None or request.year_to is not None
    if years:
        first, last = max(request.year_from or 1, 1), request.year_to
        last = NO_END if last is None else max(last, 0)
        year = snapshot.numbers["year"]
        documents.fail_by_year(fails, FOR_GOOD, docs, year, first, last)
    ready = request.available and "library" not in request.facets
    if ready:
        at = request.available_at
        snapshot.facets.fail_without(snapshot.available, at, fails, FOR_GOOD, docs)
    return bool(names or years or ready)
