"""Which works of a result stand on a page, whatever the order and however deep the page."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from portal.search.groups import Groups
from portal.search.loops.ranks import by_score, nearest
from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]

SORTS: Final = ("relevance", "title", "author", "newest", "oldest", "added", "loans")
LAST = np.uint32(2**32 - 1)
NO_YEAR = 0


class Item(NamedTuple):
    """One work of a page: its best edition first, then the other editions that answered too."""

    record_id: int
    others: tuple[int, ...]


def page(snapshot: Snapshot, sort: str, groups: Groups, start: int, count: int) -> tuple[Item, ...]:
    """The `count` works from place `start` (from 0) of the order `sort`.

    A document's place among all titles breaks ties, so that no work is on two pages or on none,
    and volumes that answer equally well stand in their order.
    """
    stop = min(start + count, groups.count)
    if start >= stop:
        return ()
    keys = _keys(snapshot, sort, groups)
    titles = snapshot.order("title_order")
    near, strict = nearest(keys, groups.starts, groups.docs, titles, stop)
    if start:
        part = np.argpartition(strict, (start, stop - 1))[start:stop]
        near, strict = near[part], strict[part]
    chosen = near[strict.argsort()[: stop - start]]
    records = snapshot.numbers["record_id"]
    if groups.starts is None:
        return tuple([Item(one, ()) for one in records[groups.docs[chosen]].tolist()])
    items = []
    bounds = zip(groups.starts[chosen].tolist(), groups.starts[chosen + 1].tolist(), strict=True)
    for first, last in bounds:
        docs = groups.docs[first:last]
        if last > first + 1:
            docs = docs[np.argsort(keys[first:last], kind="stable")]
        best, *others = records[docs].tolist()
        items.append(Item(best, tuple(others)))
    return tuple(items)


def _keys(snapshot: Snapshot, sort: str, groups: Groups) -> Numbers:
    """uint32 for each hit, the smallest first on the page."""
    docs = groups.docs
    if sort in ("title", "author"):
        return snapshot.order(f"{sort}_order")[docs]
    if sort == "relevance":
        return by_score(groups.scores)
    if sort in ("oldest", "newest"):
        year = snapshot.numbers["year"][docs].astype(np.uint32)
        return np.where(year == NO_YEAR, LAST, year) if sort == "oldest" else LAST - year
    return LAST - snapshot.numbers[sort][docs]
