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
from portal.search.sets import COLUMN_OF
from portal.search.snapshot import Snapshot
from portal.search.tally import counted, first_of_each

Numbers = NDArray[Any]

#: In the order in which they are shown.
FACETS: Final = ("library", "material", "language", "author", "subject", "ddc", "room")


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
    values, times = counted(snapshot, groups, columns)
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
        values = first_of_each(values, np.cumsum(groups.opens).take(owner))
    times = np.bincount(values)
    met = present(times)
    return Counts(met, times.take(met))


def opened(counts: Counts, chosen: Collection[int]) -> Counts:
    """Of all classes counted the ten, and what is below a chosen one: its divisions, sections."""
    above = {str(value)[:level] for value in chosen for level in (2, 3)}
    kept = [len(str(value)) == 2 or str(value)[:-1] in above for value in counts.values.tolist()]
    return counts.only(np.array(kept, dtype=bool))


def _ready(snapshot: Snapshot, docs: Numbers) -> tuple[Numbers, Numbers]:
    """(libraries where a copy can be had, the place in `docs` each is for)."""
    shelves = snapshot.shelves
    where, owner = repeated(shelves.bounds.take(docs), shelves.bounds.take(docs + 1))
    ready = snapshot.available.take(where) > 0
    return shelves.values.take(where[ready]), owner[ready]
