from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

Numbers = NDArray[Any]

class Words:
    """The words of all documents of one segment, in their order: see `codec.words`."""

    def __init__(self, data: Numbers, bounds: Numbers, lengths: Numbers, terms: Numbers) -> None:
        """The arrays of `codec.words.arrays`."""

    def standing_together(
        self, docs: Numbers, base: int, fields: Numbers, ranges: Sequence[tuple[int, int]]
    ) -> Numbers:
        """uint8: documents in one of whose fields the words follow one another.

        docs: uint32, from `base` on; fields: uint8, bits of the fields to be read of each; ranges:
        (first, last) of the terms that each word may be, counted from 1.
        """
