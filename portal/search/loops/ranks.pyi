from typing import Any

from numpy.typing import NDArray

Numbers = NDArray[Any]

def by_score(scores: Numbers) -> Numbers:
    """Keys, uint32, the smallest for the best score. scores: float32, none below 0."""

def nearest(
    keys: Numbers, starts: Numbers | None, docs: Numbers, order: Numbers, wanted: int
) -> tuple[Numbers, Numbers]:
    """(works, the key of each, in no order): those that come first, at least `wanted` of them.

    keys: uint32, of each hit, the smallest first. A work goes by its best edition. The keys given
    back are uint64, no two alike: the place in `order` (uint32, of every document) is behind them.
    """

def most_frequent(values: Numbers, times: Numbers, wanted: int) -> list[tuple[int, int]]:
    """The (value, times) met most often, then the smallest values; at most `wanted`."""
