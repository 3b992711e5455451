"""docs: uint32, ascending. A column has a number for every document."""

from collections.abc import Sequence

from portal.search.loops.hits import Numbers

class Condition:
    """What a document meets or not."""

    def fails(self, docs: Numbers) -> Numbers:
        """uint8: 1 for each of the documents that does not meet it."""

class Marked(Condition):
    """It is marked."""

    def __init__(self, marks: Numbers) -> None:
        """marks: a column of uint8."""

class Within(Condition):
    """Its year lies between two, these included."""

    def __init__(self, years: Numbers, first: int, last: int) -> None:
        """years: a column of uint16."""

class OfKind(Condition):
    """It is of a kind that is wanted."""

    def __init__(self, of: Numbers, wanted: Numbers) -> None:
        """of: a column of uint32, kinds; wanted: uint8, for each kind."""

class Listed(Condition):
    """One of its values is marked, and there are copies of it."""

    def __init__(
        self,
        bounds: Numbers,
        values: Numbers,
        marks: bytearray | Numbers,
        copies: Numbers | None = None,
        besides: Numbers | None = None,
    ) -> None:
        """bounds, values: see `tally.Lists`, which has looked that they fit; marks: uint8, for each
        value that there may be; copies: uint8, for each of `values`, None where they do not count.

        besides: documents, ascending, that meet it in any case. Raises ValueError where copies are
        not told of every value.
        """

def narrowed(
    docs: Numbers,
    scores: Numbers,
    all_of: list[Condition],
    noted: Sequence[tuple[Condition, int]],
) -> tuple[Numbers, Numbers, Numbers]:
    """(documents that meet all conditions, their scores, what else they fail in).

    noted: conditions, each with the bit (uint8) of those that do not meet it.
    """
