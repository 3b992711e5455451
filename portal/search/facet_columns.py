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
from portal.search.loops.conditions import Condition, Listed, OfKind
from portal.search.loops.tally import Kinds, Lists, Tally

Numbers = NDArray[Any]
Counted = tuple[Numbers, Numbers]  # values, ascending; how many works have each


@dataclass(frozen=True, slots=True)
class Values:
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
        lists = [
            Lists(one.bounds, one.values, self.starts[name][0], self._size(name))
            for name, one in self.listed.items()
        ]
        self._places = {name: place for place, name in enumerate(ON_THE_ROW)}
        ends = np.array(row[1:], dtype=np.uint32)
        self._tally = Tally(self._kinds, lists, ends)

    def having(self, facet: str, values: Collection[int]) -> Condition:
        """A document has one of the values of a facet."""
        if facet in self.listed:
            one = self.listed[facet]
            return Listed(one.bounds, one.values, self._marked(facet, values))
        start, end = self.starts[facet]
        wanted = [start + value for value in values if 0 <= value < end - start]
        return OfKind(self.kind, self._kinds.having(wanted))

    def ready(self, libraries: Collection[int], copies: Numbers, besides: Numbers) -> Condition:
        """There are copies in one of the libraries, or it is one of the documents `besides`.

        copies: uint8, of each listed library.
        """
        one = self.listed["library"]
        marks = self._marked("library", libraries)
        return Listed(one.bounds, one.values, marks, copies, besides)

    def count(
        self, docs: Numbers, starts: Numbers | None, facets: Collection[str]
    ) -> dict[str, Counted]:
        """How many works have each value of the facets: see `Tally.count`."""
        names = [name for name in ON_THE_ROW if name in facets]
        places = [self._places[name] for name in names]
        return dict(zip(names, self._tally.count(docs, starts, places), strict=True))

    def count_ready(self, docs: Numbers, starts: Numbers | None, copies: Numbers) -> Counted:
        """How many works can be had now in each library. copies: uint8, of each listed library."""
        return self._tally.count(docs, starts, [self._places["library"]], copies)[0]

    def _size(self, facet: str) -> int:
        start, end = self.starts[facet]
        return int(end - start)

    def _marked(self, facet: str, values: Collection[int]) -> bytearray:
        marks = bytearray(self._size(facet))
        for value in values:
            if 0 <= value < len(marks):
                marks[value] = 1
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


def _listed(segments: Sequence[Arrays], name: str) -> Values:
    bounds = [arrays[f"{name}_bounds"] for arrays in segments]
    values = [arrays[f"{name}_values"] for arrays in segments]
    if len(segments) == 1:
        return Values(bounds[0], values[0])
    return Values(_joined_bounds(bounds), np.concatenate(values))


def _joined_bounds(bounds: Sequence[Numbers]) -> Numbers:
    """Bounds of lists one after another, from those of each part's, which begin with 0."""
    sizes = np.concatenate([np.diff(part) for part in bounds])
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint32)
