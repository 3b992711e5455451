"""docs: uint32, ascending. A column has a number for every document."""

from typing import Any

from numpy.typing import NDArray

Numbers = NDArray[Any]

def lift_by(scores: Numbers, docs: Numbers, column: Numbers, gains: Numbers) -> None:
    """Add to each score, float32, what is gained by the document's number in a column of uint8."""

def starts_of_works(docs: Numbers, work_ids: Numbers) -> Numbers | None:
    """Where the editions of each work begin among hits in the order of their works.

    uint32[works + 1], the last where all end; None where every work is there with one edition.
    """

def works_marked(docs: Numbers, starts: Numbers | None, marks: Numbers) -> int:
    """How many works have an edition that is marked. marks: uint8, 0 or 1, of every document."""

def range_of(docs: Numbers, years: Numbers) -> tuple[int, int]:
    """(the first year, the last), uint16; 0 is no year, and the last where there is none."""
