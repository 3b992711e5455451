"""Numbers with how often they were met, most frequent first, put in order no further than asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from portal.search.loops.ranks import most_frequent

Numbers = NDArray[Any]
Pair = tuple[int, int]


class Counts(Sequence[Pair]):
    """(value, works) pairs, most works first, then the smallest value.

    values: uint32, ascending; times: uint32, how often each was met, > 0.
    """

    def __init__(self, values: Numbers, times: Numbers) -> None:
        self._values, self._times = values, times
        self._listed: list[Pair] | None = None

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, place: int) -> Pair: ...
    @overload
    def __getitem__(self, place: slice) -> list[Pair]: ...
    def __getitem__(self, place: int | slice) -> Pair | list[Pair]:
        if isinstance(place, slice) and place.start is None and place.step is None:
            wanted = len(self) if place.stop is None else place.stop
            if wanted >= 0 and self._listed is None:
                return most_frequent(self._values, self._times, wanted)
        return self._all()[place]

    def __iter__(self) -> Iterator[Pair]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def get(self, value: int) -> int | None:
        """How often a value was met; None for never."""
        place = int(np.searchsorted(self._values, value))
        if place == len(self) or self._values[place] != value:
            return None
        return int(self._times[place])

    def only(self, keep: Numbers) -> Counts:
        """Those where a mask is set."""
        return Counts(self._values[keep], self._times[keep])

    @property
    def values(self) -> Numbers:
        """Ascending."""
        return self._values

    def _all(self) -> list[Pair]:
        if self._listed is None:
            self._listed = most_frequent(self._values, self._times, len(self))
        return self._listed


def repeated(first: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
    """(all places from each first up to its last, one pair after another; the pair of each)."""
    sizes = last - first
    ends = np.cumsum(sizes, dtype=np.int64)
    found: Numbers = np.repeat(last - ends, sizes)
    found += np.arange(len(found))
    return found, np.repeat(np.arange(len(first)), sizes)
