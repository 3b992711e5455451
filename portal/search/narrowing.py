"""What narrows the hits of a search. A hit is not dropped at once: it has a bit for each facet it
fails in, so that a facet with chosen values can be counted over all that fail in nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from portal.search.evaluate import Hits
from portal.search.facets import FACETS
from portal.search.loops.conditions import Condition, Marked, Within, narrowed
from portal.search.snapshot import Snapshot

if TYPE_CHECKING:
    from portal.search.engine import Request

Numbers = NDArray[Any]

NO_END = 0xFFFF


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
    all_of: list[Condition] = []
    bits: dict[str, int] = {}
    noted: list[tuple[Condition, int]] = []
    if request.year_from is not None or request.year_to is not None:
        all_of.append(within(snapshot, request.year_from, request.year_to))
    for name in _narrowing(request):
        conditions = _conditions(snapshot, request, name)
        if name in request.facets:
            bit = bits[name] = 1 << FACETS.index(name)
            noted += [(condition, bit) for condition in conditions]
        else:
            all_of += conditions
    if not all_of and not noted:
        return Narrowed(answers)
    docs, scores, fails = narrowed(answers.docs, answers.scores, all_of, noted)
    return Narrowed(Hits(docs, scores), fails if noted else None, bits)


def at_hand(snapshot: Snapshot, at: Collection[int]) -> Condition:
    """A copy can be had now in one of the libraries, or in any if none are named."""
    if not at:
        return Marked(snapshot.at_hand)
    return snapshot.facets.ready(at, snapshot.available, snapshot.arrived(at))


def within(snapshot: Snapshot, first: int | None, last: int | None) -> Condition:
    """The year is known, and not before the first nor after the last, where they are given."""
    end = NO_END if last is None else max(last, 0)
    return Within(snapshot.numbers["year"], max(first or 1, 1), end)


def _narrowing(request: Request) -> set[str]:
    chosen = {name for name, values in request.filters.items() if values}
    # Another library would be asked for its own shelves, not for those of the chosen one.
    return chosen | {"library"} if request.available else chosen


def _conditions(snapshot: Snapshot, request: Request, name: str) -> list[Condition]:
    values = request.filters.get(name, ())
    if name != "library" or not request.available:
        return [snapshot.facets.having(name, values)]
    found = [at_hand(snapshot, request.available_at)]
    # What is at hand in a chosen library is held there too, though the index may not say so yet.
    if values and values != request.available_at:
        found.append(snapshot.facets.having(name, values))
    return found
