"""The sets of facet values that documents have, over all segments: see `columns`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.codec.arrays import Arrays
from portal.search.columns import FACET_NAMES, SET_COLUMNS
from portal.search.counts import places, repeated

Numbers = NDArray[Any]
COLUMN_OF = {facet: column for column, facets in SET_COLUMNS.items() for facet in facets}


class FacetSets:
    """values[bounds[s]:bounds[s + 1]] are the values of set s, on the facets' common row.

    of: column → the set of each document, counted from the column's first; first: column → that
    one; starts: facet → (where its values begin on the row, where they end).
    """

    def __init__(self, segments: Sequence[Arrays]) -> None:
        columns = list(SET_COLUMNS)
        counts = [np.diff(arrays["set_columns"].astype(np.int64)) for arrays in segments]
        sizes = np.max([np.diff(arrays["facet_starts"]) for arrays in segments], axis=0)
        row = [0, *accumulate(sizes.tolist())]
        self.row = row[-1]
        self.starts = dict(zip(FACET_NAMES, pairwise(row), strict=True))
        totals = np.sum(counts, axis=0).tolist()
        self.first = dict(zip(columns, accumulate([0, *totals]), strict=False))
        self.count = dict(zip(columns, totals, strict=True))
        self._known_owners: dict[str, Numbers] = {}
        if len(segments) == 1:
            held = segments[0]
            self.bounds, self.values = held["set_bounds"], held["set_values"]
            self.of = {column: held[column] for column in columns}
        else:
            self._join(
                segments, np.array(row[:-1]), np.cumsum([np.zeros_like(counts[0]), *counts], axis=0)
            )

    def numbers(self, column: str, docs: Numbers) -> Numbers:
        """The set each document has in a column, among all sets."""
        found: Numbers = self.of[column].take(docs) + np.uint32(self.first[column])
        return found

    def expanded(self, sets: Numbers) -> tuple[Numbers, Numbers]:
        """(values of all these sets one after another, the place in `sets` that each is of)."""
        where, owner = repeated(self.bounds.take(sets), self.bounds.take(sets + 1))
        return self.values.take(where), owner

    def values_of(self, sets: Numbers) -> Numbers:
        """Values of all these sets one after another."""
        return self.values.take(places(self.bounds.take(sets), self.bounds.take(sets + 1)))

    def having(self, facet: str, values: Collection[int]) -> Numbers:
        """bool: which sets of the facet's column have one of the values."""
        column = COLUMN_OF[facet]
        first = self.first[column]
        last = first + self.count[column]
        low, high = int(self.bounds[first]), int(self.bounds[last])
        start, end = self.starts[facet]
        wanted = [start + value for value in values if 0 <= value < end - start]
        match = np.zeros(high - low, dtype=bool)
        for value in wanted:
            match |= self.values[low:high] == value
        found = np.zeros(last - first, dtype=bool)
        found[self._owners(column).take(np.flatnonzero(match))] = True
        return found

    def _owners(self, column: str) -> Numbers:
        """The set, counted from the column's first, of each value of the column's sets."""
        owners = self._known_owners.get(column)
        if owners is None:
            first, count = self.first[column], self.count[column]
            sizes = np.diff(self.bounds[first : first + count + 1])
            owners = np.repeat(np.arange(count, dtype=np.uint32), sizes)
            self._known_owners[column] = owners
        return owners

    def _join(self, segments: Sequence[Arrays], row: Numbers, before: Numbers) -> None:
        """before: sets of each column in the segments before each."""
        self.of = {
            column: np.concatenate(
                [
                    arrays[column] + np.uint32(skip[number])
                    for arrays, skip in zip(segments, before, strict=False)
                ]
            )
            for number, column in enumerate(SET_COLUMNS)
        }
        sizes, values = [], []
        for number in range(len(SET_COLUMNS)):
            for arrays in segments:
                first, last = arrays["set_columns"][number : number + 2].tolist()
                bounds = arrays["set_bounds"][first : last + 1]
                sizes.append(np.diff(bounds))
                part = arrays["set_values"][int(bounds[0]) : int(bounds[-1])]
                # From the segment's own row of values to the common one.
                own = arrays["facet_starts"]
                facet = np.searchsorted(own, part, "right") - 1
                values.append(part + (row[facet] - own[facet]).astype(np.uint32))
        self.bounds = np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.uint32)
        self.values = np.concatenate(values)
