"""One search: the query's hits, narrowed, gathered by work, counted, ordered, one page of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from portal.search.counts import Counts
from portal.search.evaluate import Resolver, evaluate, lift
from portal.search.facets import count, count_ready, opened
from portal.search.groups import Groups, gathered
from portal.search.loops import documents
from portal.search.narrowing import Narrowed, at_hand, narrow
from portal.search.page import SORTS, Item, page
from portal.search.query import ParsedQuery
from portal.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Request:
    """What to find. filters: facet name → values, any of which will do.

    available: only what can be had now, at one of `available_at` where that is not empty.
    start, count: the works wanted, counted from 0. facets: those to count. today: tell as well how
    many works can be had now.
    """

    query: ParsedQuery
    filters: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    available: bool = False
    available_at: tuple[int, ...] = ()
    sort: str = "relevance"
    start: int = 0
    count: int = 20
    facets: tuple[str, ...] = ()
    today: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """total: works. records: editions among the hits. facets: over all hits, most works first.

    years: (earliest, latest) among the hits, None when no year is known. today: works that can be
    had now, where that was asked.
    """

    total: int
    records: int
    items: tuple[Item, ...]
    facets: dict[str, Counts]
    years: tuple[int, int] | None
    today: int | None = None


def search(snapshot: Snapshot, request: Request, resolve: Resolver) -> Found:
    """Work out one page of a request with its facets. Never raises for odd values."""
    narrowed = narrow(snapshot, request, evaluate(snapshot, request.query, resolve))
    kept = narrowed.hits()
    if request.count and request.sort == "relevance":
        lift(snapshot, request.query, kept)
    groups = gathered(snapshot, kept)
    first, last = documents.range_of(groups.docs, snapshot.numbers["year"])
    return Found(
        total=groups.count,
        records=len(groups.docs),
        items=page(snapshot, request.sort, groups, request.start, request.count),
        facets=_facets(snapshot, request, narrowed, groups),
        years=(first, last) if last else None,
        today=_today(snapshot, request, groups) if request.today else None,
    )


def _today(snapshot: Snapshot, request: Request, groups: Groups) -> int:
    """How many of the works can be had now."""
    if request.available:
        return groups.count
    if not request.available_at:
        return documents.works_marked(groups.docs, groups.starts, snapshot.at_hand)
    fails = at_hand(snapshot, request.available_at).fails(groups.docs)
    if groups.starts is not None and len(fails):
        fails = np.bitwise_and.reduceat(fails, groups.starts[:-1])
    return len(fails) - int(np.count_nonzero(fails))


def _facets(
    snapshot: Snapshot, request: Request, narrowed: Narrowed, groups: Groups
) -> dict[str, Counts]:
    """Counts of all facets. One with chosen values shows what choosing others would add."""
    apart = [name for name in request.facets if name in narrowed.bits]
    found = count(snapshot, groups, [name for name in request.facets if name not in apart])
    for name in apart:
        others = gathered(snapshot, narrowed.hits(but=name))
        if name == "library" and request.available:
            found[name] = count_ready(snapshot, others)
        else:
            found |= count(snapshot, others, [name])
    if "ddc" in found:
        found["ddc"] = opened(found["ddc"], request.filters.get("ddc", ()))
    return {name: found[name] for name in request.facets}


__all__ = ["SORTS", "Found", "Item", "Request", "search"]
