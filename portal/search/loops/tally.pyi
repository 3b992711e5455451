"""marks, copies: uint8, 0 is none; docs, starts: see `documents`."""

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

    def fail(self, fails: Numbers, bit: int, docs: Numbers, wanted: Iterable[int]) -> None:
        """Set a bit of `fails` (uint8) where a document's kind has none of the values wanted."""

class Lists:
    """Each document's list of values of one facet."""

    def __init__(self, bounds: Numbers, values: Numbers, first: int, size: int) -> None:
        """Those of document d, none twice, are values[bounds[d]:bounds[d + 1]], uint8, 16 or 32.

        first: where the facet's values begin on the row; size: how many it may have. Raises
        ValueError for a value beyond.
        """

    def fail(self, fails: Numbers, bit: int, docs: Numbers, marks: Numbers) -> None:
        """Set a bit of `fails` (uint8) where none of a document's values is marked."""

    def fail_without(
        self, fails: Numbers, bit: int, docs: Numbers, copies: Numbers, marks: Numbers
    ) -> None:
        """Set a bit where there are no copies of any of a document's values that are marked.

        copies: of each value. Raises ValueError, as the next, where there are fewer.
        """

    def count_ready(
        self, docs: Numbers, starts: Numbers | None, copies: Numbers
    ) -> tuple[Numbers, Numbers]:
        """(values of which there are copies, ascending; works that have such copies), uint32."""

class Tally:
    """Counts works for the values they have."""

    def __init__(self, kinds: Kinds, lists: Sequence[Lists], ends: Numbers) -> None:
        """ends: uint32, where the values of each facet end on the row."""

    def count(
        self,
        docs: Numbers,
        starts: Numbers | None,
        kinds: bool,
        lists: Sequence[int],
    ) -> list[tuple[Numbers, Numbers]]:
        """Facet by facet: (its values, ascending; works that have each), uint32.

        Counted are those of kinds, if wanted, and of the lists of these numbers.
        """
