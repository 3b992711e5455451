from collections.abc import Collection
from typing import Any

from numpy.typing import NDArray

Numbers = NDArray[Any]

class Lists:
    """The posting lists of one segment, by the numbers of their terms."""

    documents: int

    def __init__(self, data: Numbers, starts: Numbers, counts: Numbers, documents: int) -> None:
        """data: uint8, all lists; starts: uint64 and counts: uint32, for each term."""

    def decoded(self, number: int) -> tuple[Numbers, Numbers]:
        """(documents uint32, their codes uint8) of one term.

        Raises IndexError, as all of these, where there is no such list within the data.
        """

    def total(self, numbers: Collection[int]) -> int:
        """Postings of all these terms."""

    def united(
        self, numbers: Collection[int], reading: Numbers, bits: bool, base: int
    ) -> tuple[Numbers, Numbers]:
        """(documents with any of the terms, uint32, ascending; what is read of them there, uint8).

        reading: uint8[256], code → what is read of it, 0 leaves a document out; bits: where a
        document has several terms they are joined bit by bit, else the greatest counts. base is
        added to the documents.
        """

    def say(
        self,
        numbers: Collection[int],
        reading: Numbers,
        bits: bool,
        base: int,
        docs: Numbers,
        said: Numbers,
    ) -> None:
        """Join to `said` (uint8, one for each of `docs`) what is read of the terms there.

        docs: uint32, ascending, from `base` on and of this segment.
        """

class Texts:
    """Texts in byte order."""

    def __init__(self, data: Numbers, ends: Numbers) -> None:
        """data: uint8, one text behind another; ends: uint32, 0 and where each ends.

        Raises ValueError where they end beyond the data.
        """

    def between(self, first: bytes, last: bytes) -> tuple[int, int]:
        """(the first text that does not come before `first`, the first not before `last`)."""

    def begun(self, wanted: list[bytes]) -> list[bool]:
        """For each of these whether any text begins with it."""
