"""copies: uint8, 0 is none; docs, starts: see `documents`."""

from collections.abc import Iterable, Sequence
from typing import Any

from numpy.typing import NDArray

Numbers = NDArray[Any]

class Kinds:
    """The kind of each document, and the values of each kind."""

    def __init__(self, of: Numbers, bounds: Numbers, values: Numbers) -> None:
        """of: uint32, of each document; the values of kind k, on the row, are uint32,
        values[bounds[k]:bounds[k + 1]]. Raises ValueError for a kind that is not there.
        """

    def having(self, wanted: Iterable[int]) -> Numbers:
        """uint8, for each kind: 1 for those that have one of the values."""

class Lists:
    """Each document's list of values of one facet."""

    def __init__(self, bounds: Numbers, values: Numbers, first: int, size: int) -> None:
        """Those of document d, none twice, are values[bounds[d]:bounds[d + 1]], uint8, 16 or 32.

        first: where the facet's values begin on the row; size: how many it may have. Raises
        ValueError for a value beyond.
        """

class Tally:
    """Counts works for the values they have."""

    def __init__(self, kinds: Kinds, lists: Sequence[Lists], ends: Numbers) -> None:
        """ends: uint32, where the values of each facet end on the row."""

    def count(
        self,
        docs: Numbers,
        starts: Numbers | None,
        facets: Sequence[int],
        copies: Numbers | None = None,
    ) -> list[tuple[Numbers, Numbers]]:
        """Facet by facet: (its values, ascending; works that have each), uint32.

        facets: their places on the row, ascending, those of kinds before the lists. copies, where
        one list is counted: of each of its values; only those of which there are any count. Raises
        ValueError where there are fewer.
        """
