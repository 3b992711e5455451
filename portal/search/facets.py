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
from portal.search.counts import Counts, present, repeated
from portal.search.groups import Groups
from portal.search.sets import COLUMN_OF, FacetSets
from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]

#: In the order in which they are shown.
FACETS: Final = ("library", "material", "language", "author", "subject", "ddc", "room")

MANY = 4  # values are counted in a table of all, when there is one for so many of them


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
    values, owner = _ready(snapshot, groups.docs)
    if not groups.single:
        values = _first_of_each(values, np.cumsum(groups.opens).take(owner))
    times = np.bincount(values)
    met = present(times)
    return Counts(met, times.take(met))


def opened(counts: Counts, chosen: Collection[int]) -> Counts:
    """Of all classes counted the ten, and what is below a chosen one: its divisions, sections."""
    above = {str(value)[:level] for value in chosen for level in (2, 3)}
    kept = [len(str(value)) == 2 or str(value)[:-1] in above for value in counts.values.tolist()]
    return counts.only(np.array(kept, dtype=bool))


def _counted(sets: FacetSets, groups: Groups, columns: Sequence[str]) -> tuple[Numbers, Numbers]:
    """(values on the common row, ascending; works that have each)."""
    once: list[Numbers] = []  # values of which each counts for itself
    often: list[tuple[Numbers, Numbers]] = []  # sets of a column, and how many works have them
    for column in columns:
        of = sets.of[column].take(groups.docs)
        if not groups.single:
            of, doubtful, work = _told_apart(of, groups)
            values, owner = sets.expanded(doubtful + np.uint32(sets.first[column]))
            once.append(_first_of_each(values, work.take(owner)))
        if len(of) > sets.count[column]:
            times = np.bincount(of)
            those = present(times)
            often.append((those + sets.first[column], times.take(those)))
        else:
            once.append(sets.values_of(of + np.uint32(sets.first[column])))
    if not often and sum(map(len, once)) * MANY < sets.row:
        return _totalled(np.concatenate(once))
    every = np.bincount(np.concatenate(once), minlength=sets.row) if once else np.zeros(sets.row)
    if often:
        values, owner = sets.expanded(np.concatenate([those for those, _times in often]))
        times = np.concatenate([times for _those, times in often])
        every = every + np.bincount(values, times.take(owner), minlength=sets.row)
    met = present(every)
    return met, every.take(met).astype(np.int64)


def _told_apart(of: Numbers, groups: Groups) -> tuple[Numbers, Numbers, Numbers]:
    """Of the sets of all hits those of works that have one only, and the others.

    Returns (sets that count for themselves; sets of works with several; the work of each such).
    """
    new = np.ones(len(of), dtype=bool)
    new[1:] = ~groups.same | (of[1:] != of[:-1])
    kept = np.flatnonzero(new)
    opens = groups.opens.take(kept)
    # A work with several sets is opened by one and goes on with another.
    going_on = ~opens
    doubtful = going_on.copy()
    doubtful[:-1] |= going_on[1:]
    of = of.take(kept)
    return of[~doubtful], of[doubtful], np.cumsum(opens)[doubtful]


def _first_of_each(values: Numbers, works: Numbers) -> Numbers:
    """The values without those that their work has had before."""
    # Sorted rather than np.unique, which hashes: ten times the time.
    pairs = np.sort(works.astype(np.uint64) << np.uint64(32) | values)
    new = np.ones(len(pairs), dtype=bool)
    new[1:] = pairs[1:] != pairs[:-1]
    return (pairs[new] & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def _totalled(values: Numbers) -> tuple[Numbers, Numbers]:
    """Equal values counted by sorting them: for few."""
    values = np.sort(values)
    new = np.ones(len(values), dtype=bool)
    new[1:] = values[1:] != values[:-1]
    starts = np.flatnonzero(new)
    return values.take(starts).astype(np.int64), np.diff(starts, append=len(values))


def _ready(snapshot: Snapshot, docs: Numbers) -> tuple[Numbers, Numbers]:
    """(libraries where a copy can be had, the place in `docs` each is for)."""
    shelves = snapshot.shelves
    where, owner = repeated(shelves.bounds.take(docs), shelves.bounds.take(docs + 1))
    ready = snapshot.available.take(where) > 0
    return shelves.values.take(where[ready]), owner[ready]
