"""The facets: how a chosen value narrows, and how the values of all hits are counted.

A facet value is a number: a database id for libraries, rooms, agents and subjects, the column's own
number for language and material, and for DDC the digits of the class behind a 1 (8xx is 18, 89x is
189), so that leading zeros are kept. A work counts once, however many of its editions have a value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from portal.search.columns import SET_COLUMNS
from portal.search.counts import Counts, repeated
from portal.search.groups import Groups
from portal.search.sets import COLUMN_OF, FacetSets
from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]

#: In the order in which they are shown.
FACETS: Final = ("library", "material", "language", "author", "subject", "ddc", "room")

MANY = 4  # sets told apart by a table of all, when there is a hit for so many of them


def keeps(snapshot: Snapshot, facet: str, values: Sequence[int], docs: Numbers) -> Numbers:
    """bool, one for each of `docs`: those that have one of the values."""
    having: Numbers = snapshot.memory.recall(
        ("having", facet, tuple(values)), lambda: snapshot.sets.having(facet, values)
    )
    return having.take(snapshot.sets.of[COLUMN_OF[facet]].take(docs))


def count(snapshot: Snapshot, groups: Groups, facets: Iterable[str]) -> dict[str, Counts]:
    """How many works have each value of the facets, in one pass for all of them."""
    wanted = list(facets)
    columns = [name for name in SET_COLUMNS if any(COLUMN_OF[facet] == name for facet in wanted)]
    if not columns:
        return {}
    values, times = _counted(snapshot.sets, groups, columns)
    found = {}
    for facet in wanted:
        start, end = snapshot.sets.starts[facet]
        first, last = np.searchsorted(values, (start, end)).tolist()
        found[facet] = Counts(values[first:last] - start, times[first:last])
    return found


def count_ready(snapshot: Snapshot, groups: Groups) -> Counts:
    """How many works can be had now in each library."""
    values, _owner = _ready(snapshot, groups.alone)
    shared, owner = _ready(snapshot, groups.shared)
    first = np.unique(groups.of_shared[owner] << 32 | shared.astype(np.int64))
    times = np.bincount(np.concatenate([values, first & 0xFFFFFFFF]))
    present = np.flatnonzero(times)
    return Counts(present, times[present])


def opened(counts: Counts, chosen: Collection[int]) -> Counts:
    """Of all classes counted the ten, and what is below a chosen one: its divisions, sections."""
    above = {str(value)[:level] for value in chosen for level in (2, 3)}
    kept = [len(str(value)) == 2 or str(value)[:-1] in above for value in counts.values.tolist()]
    return counts.only(np.array(kept, dtype=bool))


def _counted(sets: FacetSets, groups: Groups, columns: Sequence[str]) -> tuple[Numbers, Numbers]:
    """(values on the common row, ascending; works that have each)."""
    values, times = _by_set(sets, groups.alone, columns)
    if not groups.single:
        shared, owner = sets.expanded(_numbers(sets, groups.shared, columns))
        of = np.tile(groups.of_shared, len(columns)).take(owner)
        # Sorted rather than np.unique, which hashes: ten times the time.
        pairs = np.sort(of.astype(np.uint64) << np.uint64(32) | shared)
        new = np.ones(len(pairs), dtype=bool)
        new[1:] = pairs[1:] != pairs[:-1]
        values = np.concatenate([values, (pairs[new] & np.uint64(0xFFFFFFFF)).astype(np.uint32)])
        if times is not None:
            times = np.concatenate([times, np.ones(len(values) - len(times))])
    if len(values) * MANY < sets.row:
        return _totalled(values, times)
    every = np.bincount(values, times)
    present = np.flatnonzero(every)
    return present, every.take(present).astype(np.int64, copy=False)


def _totalled(values: Numbers, times: Numbers | None) -> tuple[Numbers, Numbers]:
    """Equal values made one, by sorting: for few of them."""
    order = np.argsort(values, kind="stable")
    values = values.take(order)
    new = np.ones(len(values), dtype=bool)
    new[1:] = values[1:] != values[:-1]
    starts = np.flatnonzero(new)
    if not len(starts):
        return values.astype(np.int64), np.zeros(0, dtype=np.int64)
    if times is None:
        found = np.diff(starts, append=len(values))
    else:
        found = np.add.reduceat(times.take(order), starts).astype(np.int64)
    return values.take(starts).astype(np.int64), found


def _by_set(
    sets: FacetSets, docs: Numbers, columns: Sequence[str]
) -> tuple[Numbers, Numbers | None]:
    """(values, how many documents have each through its set, None for one each).

    A value may come several times.
    """
    if len(docs) * MANY < max(sets.count[column] for column in columns):
        return sets.expanded(_numbers(sets, docs, columns))[0], None
    those, times = [], []
    for column in columns:
        every = np.bincount(sets.of[column].take(docs), minlength=1)
        present = np.flatnonzero(every)
        those.append(present + sets.first[column])
        times.append(every.take(present))
    values, owner = sets.expanded(np.concatenate(those))
    return values, np.concatenate(times).take(owner).astype(np.float64)


def _numbers(sets: FacetSets, docs: Numbers, columns: Sequence[str]) -> Numbers:
    """The sets of all documents in the first column, then in the next …"""
    return np.concatenate([sets.numbers(column, docs) for column in columns])


def _ready(snapshot: Snapshot, docs: Numbers) -> tuple[Numbers, Numbers]:
    """(libraries where a copy can be had, the place in `docs` each is for)."""
    shelves = snapshot.shelves
    places, owner = repeated(shelves.bounds[docs], shelves.bounds[docs + 1])
    ready = snapshot.available.take(places) > 0
    return shelves.values[places[ready]], owner[ready]
