"""The facets: how the values of all hits are counted.

A facet value is a number: a database id for libraries, rooms, agents and subjects, the column's own
number for language and material, and for DDC the digits of the class behind a 1 (8xx is 18, 89x is
189), so that leading zeros are kept. A work counts once, however many of its editions have a value.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from numpy.typing import NDArray

from portal.search.counts import Counts
from portal.search.groups import Groups
from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]

#: In the order in which they are shown.
FACETS: Final = ("library", "material", "language", "author", "subject", "ddc", "room")


def count(snapshot: Snapshot, groups: Groups, facets: Collection[str]) -> dict[str, Counts]:
    """How many works have each value of the facets."""
    if not facets:
        return {}
    found = snapshot.facets.count(groups.docs, groups.starts, facets)
    return {name: Counts(*counted) for name, counted in found.items()}


def count_ready(snapshot: Snapshot, groups: Groups) -> Counts:
    """How many works can be had now in each library."""
    return Counts(*snapshot.facets.count_ready(groups.docs, groups.starts, snapshot.available))


def opened(counts: Counts, chosen: Collection[int]) -> Counts:
    """Of all classes counted the ten, and what is below a chosen one: its divisions, sections."""
    values = counts.values
    shown = values < 20  # 1 and one digit
    for value in chosen:
        for level in (2, 3):
            if len(digits := str(value)[:level]) == level:
                shown |= values // 10 == int(digits)
    return counts.only(shown)
