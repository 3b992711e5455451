"""Counting the values of hits on the facets' common row: a work counts once for each value it has.

Few hits are counted by sorting their values, many in a table of all values. When most of the
catalogue answers, the rest is counted instead and taken from what the whole catalogue has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.columns import SET_COLUMNS
from portal.search.counts import present
from portal.search.groups import Groups, gathered
from portal.search.sets import FacetSets
from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]

MANY = 4  # values are counted in a table of all, when there is one for so many of them
MOST = 0.6  # of the catalogue: beyond it the rest is counted


def counted(snapshot: Snapshot, groups: Groups, columns: Sequence[str]) -> tuple[Numbers, Numbers]:
    """(values on the common row, ascending; works that have each), of these columns at least."""
    sets = snapshot.sets
    if len(groups.docs) > MOST * snapshot.count:
        every = _by_the_rest(snapshot, groups, columns)
    else:
        once, often = _values(sets, groups, columns)
        if not often and sum(map(len, once)) * MANY < sets.row:
            return _totalled(np.concatenate(once))
        every = _tabled(sets, once, often)
    met = present(every)
    return met, every.take(met).astype(np.int64)


def first_of_each(values: Numbers, works: Numbers) -> Numbers:
    """The values without those that their work has had before."""
    # Sorted rather than np.unique, which hashes: ten times the time.
    pairs = np.sort(works.astype(np.uint64) << np.uint64(32) | values)
    new = np.ones(len(pairs), dtype=bool)
    new[1:] = pairs[1:] != pairs[:-1]
    return (pairs[new] & np.uint64(0xFFFFFFFF)).astype(np.uint32)


Often = list[tuple[Numbers, Numbers]]


def _values(sets: FacetSets, groups: Groups, columns: Sequence[str]) -> tuple[list[Numbers], Often]:
    """(values of which each counts for itself; sets, and how many works have them)."""
    once: list[Numbers] = []
    often: Often = []
    for column in columns:
        first = np.uint32(sets.first[column])
        of = sets.of[column].take(groups.docs)
        if not groups.single:
            of, doubtful, work = _told_apart(of, groups)
            values, owner = sets.expanded(doubtful + first)
            once.append(first_of_each(values, work.take(owner)))
        if len(of) > sets.count[column]:
            times = np.bincount(of)
            those = present(times)
            often.append((those + sets.first[column], times.take(those)))
        else:
            once.append(sets.values_of(of + first))
    return once, often


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


def _tabled(sets: FacetSets, once: list[Numbers], often: Often) -> Numbers:
    """How many works have each value of the row."""
    every: Numbers = np.zeros(sets.row)
    if once:
        every = np.bincount(np.concatenate(once), minlength=sets.row)
    if often:
        values, owner = sets.expanded(np.concatenate([those for those, _times in often]))
        times = np.concatenate([times for _those, times in often])
        every = every + np.bincount(values, times.take(owner), minlength=sets.row)
    return every


def _totalled(values: Numbers) -> tuple[Numbers, Numbers]:
    """Equal values counted by sorting them."""
    values = np.sort(values)
    new = np.ones(len(values), dtype=bool)
    new[1:] = values[1:] != values[:-1]
    starts = np.flatnonzero(new)
    return values.take(starts).astype(np.int64), np.diff(starts, append=len(values))


def _by_the_rest(snapshot: Snapshot, groups: Groups, columns: Sequence[str]) -> Numbers:
    """As `_tabled`: all works, without those that do not answer with all of their editions, and
    those of them again as far as they answer.
    """
    docs, works, totals = _whole(snapshot)
    answers = np.zeros(snapshot.documents, dtype=bool)
    answers[groups.docs] = True
    here = answers.take(docs)
    short = np.zeros(int(works[-1]) + 1, dtype=bool)
    short[works[~here]] = True
    touched = short.take(works)
    sets = snapshot.sets
    found: Numbers = totals
    for sign, part in ((-1, touched), (1, touched & here)):
        some = docs[part]
        of_some = Groups(some, some, works[part])
        found = found + sign * _tabled(sets, *_values(sets, of_some, columns))
    return found


def _whole(snapshot: Snapshot) -> tuple[Numbers, Numbers, Numbers]:
    """(all documents by work, the work of each counted from 0, works that have each value)."""
    known = snapshot.memory.get("whole")
    if known is None:
        documents = snapshot.alive(np.arange(snapshot.documents, dtype=np.uint32))
        groups = gathered(snapshot, documents, documents)
        totals = _tabled(snapshot.sets, *_values(snapshot.sets, groups, list(SET_COLUMNS)))
        works = (np.cumsum(groups.opens) - 1).astype(np.uint32)
        known = groups.docs, works, totals.astype(np.int64)
        snapshot.memory.keep("whole", known, sum(array.nbytes for array in known))
    found: tuple[Numbers, Numbers, Numbers] = known
    return found
