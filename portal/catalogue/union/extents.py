"""How thick a book is, as evidence: cataloguers count a few pages more or less, not a hundred."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_PAGES = re.compile(r"(\d{1,5})\s*(?:tr|trang|p|pp|pages?|s|c)\b\.?", re.IGNORECASE)
_RECORDED = re.compile(r"\b(?:đĩa|băng|cd|dvd|vcd|discs?|disques?|cassettes?)\b", re.IGNORECASE)
_LEEWAY = 8
_SHARE = 0.1


class Extent(NamedTuple):
    """Pages (0: not said) and whether it is a recording; `said` is false for an empty statement."""

    pages: int
    recorded: bool
    said: bool


@lru_cache(1 << 14)
def extent_of(text: str | None) -> Extent:
    """Read "345 tr.", "xii, 345 p. : ill." or "1 đĩa CD"."""
    if not text:
        return Extent(0, False, False)
    counts = [int(number) for number in _PAGES.findall(text)]
    return Extent(max(counts, default=0), _RECORDED.search(text) is not None, True)


def apart(one: Extent, other: Extent) -> bool:
    """Whether the two cannot be counts of one thing."""
    if not (one.said and other.said):
        return False
    if not one.pages and not other.pages:
        return one.recorded != other.recorded
    if one.pages and other.pages:
        larger = max(one.pages, other.pages)
        return abs(one.pages - other.pages) > max(_LEEWAY, larger * _SHARE)
    return one.recorded or other.recorded
