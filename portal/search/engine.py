"""One search: the query's hits, narrowed, gathered by work, counted, ordered, one page of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.counts import Counts
from portal.search.evaluate import Hits, Resolver, evaluate
from portal.search.facets import count, count_ready, keeps, opened
from portal.search.groups import Groups, gathered
from portal.search.page import SORTS, Item, page
from portal.search.query import ParsedQuery
from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]

NO_YEAR, NO_END = 0, 0xFFFF


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
    hits = evaluate(snapshot, request.query, resolve)
    narrow = _masks(snapshot, request, hits.docs)
    kept = _narrowed(hits, narrow)
    groups = gathered(snapshot, kept.docs, kept.scores)
    return Found(
        total=groups.count,
        records=len(groups.docs),
        items=page(snapshot, request.sort, groups, request.start, request.count),
        facets=_facets(snapshot, request, hits, narrow, groups),
        years=_years(snapshot, groups.docs),
        today=_today(snapshot, request, groups) if request.today else None,
    )


def _masks(snapshot: Snapshot, request: Request, docs: Numbers) -> dict[str, Numbers]:
    """What narrows the hits, by name: bool, one for each of `docs`."""
    masks = {
        name: keeps(snapshot, name, values, docs)
        for name, values in request.filters.items()
        if values
    }
    if request.year_from is not None or request.year_to is not None:
        year = snapshot.numbers["year"].take(docs)
        first, last = request.year_from or 1, request.year_to
        masks["years"] = (year >= max(first, 1)) & (year <= (NO_END if last is None else last))
    if request.available:
        masks["available"] = _available(snapshot, request.available_at).take(docs)
    return masks


def _available(snapshot: Snapshot, libraries: tuple[int, ...]) -> Numbers:
    """bool[documents]: a copy can be had now, in one of the libraries if any are named."""
    if not libraries:
        return snapshot.to_be_had

    def standing() -> Numbers:
        shelves = snapshot.shelves
        result = np.zeros(snapshot.documents, dtype=bool)
        for library in libraries:
            places = shelves.of(library)
            result[shelves.owners.take(places[snapshot.available.take(places) > 0])] = True
        return result

    found: Numbers = snapshot.memory.recall(("available", libraries, snapshot.changes), standing)
    return found


def _today(snapshot: Snapshot, request: Request, groups: Groups) -> int:
    """How many of the works can be had now."""
    ready = _available(snapshot, request.available_at).take(groups.docs)
    if not groups.single and len(ready):
        ready = np.logical_or.reduceat(ready, groups.starts)
    return int(np.count_nonzero(ready))


def _narrowed(hits: Hits, masks: Mapping[str, Numbers], but: Collection[str] = ()) -> Hits:
    """What all masks let through, some of them left aside."""
    wanted = [mask for name, mask in masks.items() if name not in but]
    return hits.only(np.logical_and.reduce(wanted)) if wanted else hits


def _facets(
    snapshot: Snapshot,
    request: Request,
    hits: Hits,
    masks: Mapping[str, Numbers],
    groups: Groups,
) -> dict[str, Counts]:
    """Counts of all facets. One with chosen values shows what choosing others would add."""
    apart = {name for name in request.facets if name in masks}
    if request.available and "library" in request.facets:
        apart.add("library")
    found = count(snapshot, groups, [name for name in request.facets if name not in apart])
    for name in apart:
        ready = name == "library" and request.available
        # Another library would be asked for its own shelves, not for those of the chosen one.
        wider = _narrowed(hits, masks, {name, "available"} if ready else {name})
        others = gathered(snapshot, wider.docs, wider.scores)
        if ready:
            found[name] = count_ready(snapshot, others)
        else:
            found |= count(snapshot, others, [name])
    if "ddc" in found:
        found["ddc"] = opened(found["ddc"], request.filters.get("ddc", ()))
    return {name: found[name] for name in request.facets}


def _years(snapshot: Snapshot, docs: Numbers) -> tuple[int, int] | None:
    years = snapshot.numbers["year"].take(docs)
    last = int(years.max(initial=NO_YEAR))
    # 0 is no year: counted from 1 down, in numbers without a sign, it comes last.
    first = int((years - np.uint16(1)).min(initial=NO_END)) + 1
    return (first, last) if last else None


__all__ = ["SORTS", "Found", "Item", "Request", "search"]
