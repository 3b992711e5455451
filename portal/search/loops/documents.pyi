"""docs: uint32, ascending. A column has a number for every document.

fails: uint8, a bit for each thing a hit fails in.
"""

from typing import Any

from numpy.typing import NDArray

Numbers = NDArray[Any]

def lift_by(scores: Numbers, docs: Numbers, column: Numbers, gains: Numbers) -> None:
    """Add to each score, float32, what is gained by the document's number in a column of uint8."""

def fail_by_year(
    fails: Numbers, bit: int, docs: Numbers, years: Numbers, first: int, last: int
) -> None:
    """Set a bit where a document's year, uint16, does not lie there."""

def fail(fails: Numbers, bit: int, docs: Numbers, marks: Numbers) -> None:
    """Set a bit where a document is not marked. marks: uint8, of every document."""

def starts_of_works(docs: Numbers, work_ids: Numbers) -> Numbers | None:
    """Where the editions of each work begin among hits in the order of their works.

    uint32[works + 1], the last where all end; None where every work is there with one edition.
    """

def works_marked(docs: Numbers, starts: Numbers | None, marks: Numbers) -> int:
    """How many works have an edition that is marked. marks: uint8, 0 or 1, of every document."""

def range_of(docs: Numbers, years: Numbers) -> tuple[int, int]:
    """(the first year, the last), uint16; 0 is no year, and the last where there is none."""
