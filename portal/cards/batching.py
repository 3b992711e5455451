"""Long lists asked for in few queries, none with more values than a database takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 1000


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in order, `AT_ONCE` at a time."""
    rest = iter(items)
    while some := list(islice(rest, AT_ONCE)):
        yield some
