"""One page of a longer list."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

T = TypeVar("T")

LAST_NUMBER = 1_000_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """``items`` are those of page ``number`` (from 1) out of ``total``, ``per_page`` to a page."""

    items: Sequence[T]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list still has one."""
        return max(1, ceil(self.total / self.per_page))

    @property
    def first(self) -> int:
        """Position in the whole list of the first item here, from 1; 0 when there is none."""
        return (self.number - 1) * self.per_page + 1 if self.items else 0

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1 if self.items else 0

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None

    def around(self, reach: int = 2) -> list[int | None]:
        """Page numbers to link: first, last and those near; ``None`` where some are left out."""
        near = range(max(1, self.number - reach), min(self.pages, self.number + reach) + 1)
        wanted = sorted({1, *near, self.pages})
        numbers: list[int | None] = []
        for before, number in zip([0, *wanted], wanted, strict=False):
            if number - before == 2:
                numbers.append(number - 1)  # a gap of one is no gap
            elif number - before > 2:
                numbers.append(None)
            numbers.append(number)
        return numbers


def page_number(text: str | None) -> int:
    """The page asked for in an address; anything that is no page is the first."""
    try:
        number = int(text or "1")
    except ValueError:  # also a number of more digits than Python reads
        return 1
    return min(max(number, 1), LAST_NUMBER)


def offset(number: int, per_page: int) -> int:
    """How many items stand before page ``number``."""
    return (number - 1) * per_page
