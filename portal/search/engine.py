"""One search: the query's hits, narrowed, gathered by work, counted, ordered, one page of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.evaluate import Hits, Resolver, evaluate
from portal.search.facets import FACETS, READY_LIBRARIES, Counts, Groups, gather
from portal.search.query import ParsedQuery
from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]

SORTS = ("relevance", "title", "author", "newest", "oldest", "added", "loans")
SCORE_STEPS = 2.0**20  # how finely scores are told apart when sorting
NO_YEAR = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What to find. filters: facet name → values, any of which will do.

    available: only what can be had now, at one of `available_at` where that is not empty.
    start, count: the works wanted, counted from 0. facets: those to count.
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


@dataclass(frozen=True, slots=True)
class Item:
    """One work of a page: its best edition first, then the other editions that answered too."""

    record_id: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """total: works. records: editions among the hits. facets: over all hits, most works first.

    years: (earliest, latest) among the hits, None when no year is known.
    """

    total: int
    records: int
    items: tuple[Item, ...]
    facets: dict[str, Counts]
    years: tuple[int, int] | None


def search(snapshot: Snapshot, request: Request, resolve: Resolver) -> Found:
    """Work out one page of a request with its facets. Never raises for odd values."""
    hits = evaluate(snapshot, request.query, resolve)
    narrow = _masks(snapshot, request)
    kept = _narrowed(hits, list(narrow.values()))
    groups, order = gather(snapshot, kept.docs)
    scores = kept.scores[order]
    facets = {
        name: _facet(snapshot, request, hits, narrow, groups, name) for name in request.facets
    }
    return Found(
        total=groups.count,
        records=len(groups.docs),
        items=_page(snapshot, request, groups, scores),
        facets=facets,
        years=_years(snapshot, groups.docs),
    )


def _masks(snapshot: Snapshot, request: Request) -> dict[str, Numbers]:
    """What narrows the hits, by name: bool[documents] each."""
    masks = {
        name: FACETS[name].mask(snapshot, values)
        for name, values in request.filters.items()
        if values
    }
    year = snapshot.numbers["year"]
    if request.year_from is not None:
        masks["year_from"] = year >= max(request.year_from, 1)
    if request.year_to is not None:
        masks["year_to"] = (year <= request.year_to) & (year != NO_YEAR)
    if request.available:
        masks["available"] = _available(snapshot, request.available_at)
    return masks


def _available(snapshot: Snapshot, libraries: tuple[int, ...]) -> Numbers:
    if not libraries:
        return snapshot.to_be_had
    lists = snapshot.lists["libraries"]
    result = np.zeros(snapshot.documents, dtype=bool)
    ready = (snapshot.available > 0) & np.isin(lists.values, libraries)
    result[lists.owners[ready]] = True
    return result


def _narrowed(hits: Hits, masks: list[Numbers]) -> Hits:
    if not masks:
        return hits
    keep = masks[0][hits.docs]
    for mask in masks[1:]:
        keep = keep & mask[hits.docs]
    return Hits(hits.docs[keep], hits.scores[keep])


def _facet(
    snapshot: Snapshot,
    request: Request,
    hits: Hits,
    masks: dict[str, Numbers],
    groups: Groups,
    name: str,
) -> Counts:
    """Counts of a facet. A facet with chosen values shows what choosing others would add."""
    chosen = request.filters.get(name, ())
    facet, own = FACETS[name], {name}
    if name == "library" and request.available:
        # Another library would be asked for its own shelves, not for those of the chosen one.
        facet, own = READY_LIBRARIES, {name, "available"}
    if own & masks.keys():
        others = [mask for other, mask in masks.items() if other not in own]
        groups = gather(snapshot, _narrowed(hits, others).docs)[0]
    return facet.count(snapshot, groups, chosen)


def _page(
    snapshot: Snapshot, request: Request, groups: Groups, scores: Numbers
) -> tuple[Item, ...]:
    stop = min(request.start + request.count, groups.count)
    if request.start >= stop:
        return ()
    keys = _keys(snapshot, request.sort, groups, scores)
    # A document's place among all titles breaks ties, so that no work is on two pages or on none,
    # and volumes that answer equally well stand in their order.
    by_title = snapshot.order("title_order")[groups.docs].astype(np.uint64)
    strict = np.minimum.reduceat(keys << np.uint64(24) | by_title, groups.starts)
    chosen = np.argpartition(strict, (request.start, stop - 1))[request.start : stop]
    chosen = chosen[np.argsort(strict[chosen])]
    ends = np.append(groups.starts[1:], len(groups.docs))
    records = snapshot.numbers["record_id"]
    items = []
    for group in chosen.tolist():
        span = slice(int(groups.starts[group]), int(ends[group]))
        docs = groups.docs[span][np.argsort(keys[span], kind="stable")]
        ids = records[docs].tolist()
        items.append(Item(ids[0], tuple(ids[1:])))
    return tuple(items)


def _keys(snapshot: Snapshot, sort: str, groups: Groups, scores: Numbers) -> Numbers:
    """uint64 below 2**40 for each hit, the smallest first on the page."""
    docs = groups.docs
    top = 2**40 - 1
    if sort in ("title", "author"):
        order: Numbers = snapshot.order(f"{sort}_order")[docs].astype(np.uint64)
        return order
    if sort == "relevance":
        found = np.clip(scores.astype(np.float64) * SCORE_STEPS, 0, top)
        return np.uint64(top) - found.astype(np.uint64)
    if sort == "oldest":
        year = snapshot.numbers["year"][docs].astype(np.uint64)
        return np.where(year == NO_YEAR, np.uint64(top), year)
    column = {"newest": "year", "added": "added", "loans": "loans"}[sort]
    return np.uint64(top) - snapshot.numbers[column][docs].astype(np.uint64)


def _years(snapshot: Snapshot, docs: Numbers) -> tuple[int, int] | None:
    years = snapshot.numbers["year"][docs]
    years = years[years != NO_YEAR]
    return (int(years.min()), int(years.max())) if len(years) else None
