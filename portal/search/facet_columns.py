"""The facet values that documents have, over all segments: see `columns`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.codec.arrays import Arrays
from portal.search.columns import LISTED, ON_THE_ROW
from portal.search.loops.tally import Kinds, Lists, Tally

Numbers = NDArray[Any]
Counted = tuple[Numbers, Numbers]  # values, ascending; how many works have each


@dataclass(frozen=True, slots=True)
class Listed:
    """The values of document d in one facet are values[bounds[d]:bounds[d + 1]].

    bounds: uint32[documents + 1]; values: uint8, uint16 or uint32.
    """

    bounds: Numbers
    values: Numbers

    def owners(self) -> Numbers:
        """uint32: the document of each value."""
        documents = np.arange(len(self.bounds) - 1, dtype=np.uint32)
        found: Numbers = np.repeat(documents, np.diff(self.bounds))
        return found


class FacetColumns:
    """starts: facet → (where its values begin on the row, where they end)."""

    def __init__(self, segments: Sequence[Arrays]) -> None:
        sizes = np.max([arrays["facet_sizes"] for arrays in segments], axis=0)
        row = [0, *accumulate(sizes.tolist())]
        self.starts = dict(zip(ON_THE_ROW, pairwise(row), strict=True))
        self.listed = {name: _listed(segments, name) for name in LISTED}
        self._join_kinds(segments, np.array(row, dtype=np.uint32))
        self._kinds = Kinds(self.kind, self.kind_bounds, self.kind_values)
        self._lists = {
            name: Lists(one.bounds, one.values, self.starts[name][0], self._size(name))
            for name, one in self.listed.items()
        }
        ends = np.array(row[1:], dtype=np.uint32)
        self._tally = Tally(self._kinds, list(self._lists.values()), ends)

    def fail(
        self, facet: str, values: Collection[int], fails: Numbers, bit: int, docs: Numbers
    ) -> None:
        """Set a bit of `fails` (uint8) where a document has none of the values."""
        if facet in self._lists:
            self._lists[facet].fail(fails, bit, docs, self._marked(facet, values))
            return
        start, end = self.starts[facet]
        wanted = [start + value for value in values if 0 <= value < end - start]
        self._kinds.fail(fails, bit, docs, wanted)

    def fail_without(
        self, copies: Numbers, libraries: Collection[int], fails: Numbers, bit: int, docs: Numbers
    ) -> None:
        """Set a bit where there are no copies in the libraries.

        copies: uint8, of each listed library.
        """
        marks = self._marked("library", libraries)
        self._lists["library"].fail_without(fails, bit, docs, copies, marks)

    def count(
        self, docs: Numbers, starts: Numbers | None, facets: Collection[str]
    ) -> dict[str, Counted]:
        """How many works have each value of the facets: see `Tally.count`."""
        lists = [number for number, name in enumerate(LISTED) if name in facets]
        found = self._tally.count(docs, starts, len(lists) < len(facets), lists)
        return {name: one for name, one in zip(ON_THE_ROW, found, strict=True) if name in facets}

    def count_ready(self, docs: Numbers, starts: Numbers | None, copies: Numbers) -> Counted:
        """How many works can be had now in each library. copies: as above."""
        return self._lists["library"].count_ready(docs, starts, copies)

    def _size(self, facet: str) -> int:
        start, end = self.starts[facet]
        return int(end - start)

    def _marked(self, facet: str, values: Collection[int]) -> Numbers:
        marks = np.zeros(self._size(facet), dtype=np.uint8)
        marks[[value for value in values if 0 <= value < len(marks)]] = 1
        return marks

    def _join_kinds(self, segments: Sequence[Arrays], row: Numbers) -> None:
        """kind: uint32 a document; the values of kind k, on the row: kind_values from
        kind_bounds[k] to kind_bounds[k + 1].
        """
        before = np.cumsum([0, *(len(arrays["kind_bounds"]) - 1 for arrays in segments)])
        self.kind: Numbers = np.concatenate(
            [
                arrays["kind"] + np.uint32(skip)
                for arrays, skip in zip(segments, before, strict=False)
            ]
        )
        self.kind_bounds = _joined_bounds([arrays["kind_bounds"] for arrays in segments])
        self.kind_values: Numbers = np.concatenate(
            [row[arrays["kind_facets"]] + arrays["kind_values"] for arrays in segments]
        )


def _listed(segments: Sequence[Arrays], name: str) -> Listed:
    bounds = [arrays[f"{name}_bounds"] for arrays in segments]
    values = [arrays[f"{name}_values"] for arrays in segments]
    if len(segments) == 1:
        return Listed(bounds[0], values[0])
    return Listed(_joined_bounds(bounds), np.concatenate(values))


def _joined_bounds(bounds: Sequence[Numbers]) -> Numbers:
    """Bounds of lists one after another, from those of each part's, which begin with 0."""
    sizes = np.concatenate([np.diff(part) for part in bounds])
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint32)
