"""All values of one facet over a result: searched inside, in either order, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.search import values
from portal.search.labels import labels
from portal.search.service import Searcher
from portal.search.state import SearchState
from portal.vietnamese import fold, has_marks, normalise, sort_key

MOST_VALUES = 5000  # the most frequent: beyond them nobody turns pages, and labels cost a query
ORDERS = ("count", "name")


@dataclass(frozen=True, slots=True)
class Value:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Values:
    """items: those asked for, all pages of them. total: before searching inside."""

    items: tuple[Value, ...]
    total: int

    @property
    def cut(self) -> bool:
        return self.total > MOST_VALUES


def facet_values(
    searcher: Searcher, state: SearchState, name: str, inside: str = "", order: str = "count"
) -> Values:
    """The values of a facet that the result has; `inside` narrows them by their labels."""
    counts = searcher.find(state, (name,)).facets[name]
    named = labels(
        searcher.session, searcher.network, name, [number for number, _n in counts[:MOST_VALUES]]
    )
    found = [
        Value(value, named[number], count)
        for number, count in counts[:MOST_VALUES]
        if number in named and (value := values.text(searcher.network, name, number)) is not None
    ]
    if inside:
        found = narrowed(found, inside)
    if order == "name":
        found.sort(key=lambda value: sort_key(value.label))
    return Values(tuple(found), len(counts))


def narrowed(found: Sequence[Value], inside: str) -> list[Value]:
    """Those whose label has the text in it; marks count only where they were typed."""
    wanted = normalise(inside).lower()
    if any(has_marks(word) for word in wanted.split()):
        return [value for value in found if wanted in normalise(value.label).lower()]
    bare = fold(wanted)
    return [value for value in found if bare in fold(normalise(value.label))]
