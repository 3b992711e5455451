"""Which works of a result stand on a page, whatever the order and however deep the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from portal.search.counts import repeated
from portal.search.groups import Groups
from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]

SORTS: Final = ("relevance", "title", "author", "newest", "oldest", "added", "loans")
LAST = np.uint32(2**32 - 1)
NO_YEAR = 0
COARSE = np.uint32(0xFF)  # bits of a score's fraction that do not tell works apart


@dataclass(frozen=True, slots=True)
class Item:
    """One work of a page: its best edition first, then the other editions that answered too."""

    record_id: int
    others: tuple[int, ...]


def page(snapshot: Snapshot, sort: str, groups: Groups, start: int, count: int) -> tuple[Item, ...]:
    """The `count` works from place `start` (from 0) of the order `sort`."""
    stop = min(start + count, groups.count)
    if start >= stop:
        return ()
    keys = _keys(snapshot, sort, groups)
    best = keys if groups.single else np.minimum.reduceat(keys, groups.starts)
    # What may stand on the page: works whose key is not beyond that of its last place.
    near = np.flatnonzero(best <= np.partition(best, stop - 1)[stop - 1])
    strict = _strict(snapshot, groups, keys, near)
    chosen = np.argpartition(strict, (start, stop - 1))[start:stop]
    chosen = near[chosen[np.argsort(strict[chosen])]]
    records = snapshot.numbers["record_id"]
    if groups.single:
        return tuple([Item(one, ()) for one in records.take(groups.docs.take(chosen)).tolist()])
    ends = np.append(groups.starts[1:], len(keys)).take(chosen).tolist()
    items = []
    for first, last in zip(groups.starts.take(chosen).tolist(), ends, strict=True):
        docs = groups.docs[first:last]
        if last > first + 1:
            docs = docs[np.argsort(keys[first:last], kind="stable")]
        best, *others = records.take(docs).tolist()
        items.append(Item(best, tuple(others)))
    return tuple(items)


def _strict(snapshot: Snapshot, groups: Groups, keys: Numbers, near: Numbers) -> Numbers:
    """uint64 for each of the works `near`, no two alike.

    A document's place among all titles breaks ties, so that no work is on two pages or on none,
    and volumes that answer equally well stand in their order.
    """
    if groups.single:
        places, first = near, None
    else:
        ends = np.append(groups.starts[1:], len(keys))
        places, owner = repeated(groups.starts[near], ends[near])
        first = np.searchsorted(owner, np.arange(len(near)))
    title = snapshot.order("title_order").take(groups.docs[places])
    strict: Numbers = keys[places].astype(np.uint64) << np.uint64(32) | title
    return strict if first is None else np.minimum.reduceat(strict, first)


def _keys(snapshot: Snapshot, sort: str, groups: Groups) -> Numbers:
    """uint32 for each hit, the smallest first on the page."""
    docs = groups.docs
    if sort in ("title", "author"):
        return snapshot.order(f"{sort}_order").take(docs)
    if sort == "relevance":
        # The bits of numbers that are not negative ascend with them.
        return LAST - (groups.scores.view(np.uint32) & ~COARSE)
    if sort == "oldest":
        year = snapshot.numbers["year"].take(docs).astype(np.uint32)
        return np.where(year == NO_YEAR, LAST, year)
    column = {"newest": "year", "added": "added", "loans": "loans"}[sort]
    return LAST - snapshot.numbers[column].take(docs).astype(np.uint32)
