"""The year of publication as catalogues print it: "c1998", "[2003?]", "cop. 2010", "19--"."""

from __future__ import annotations

import re
from datetime import date

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_FULL = re.compile(r"^(\d{4})-?(\d\d)-?(\d\d)")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


def year_of(text: str | None) -> int | None:
    """The first whole year in `text`; None for "19--", "[s.a.]" and years nobody printed in."""
    match = _YEAR.search(text) if text else None
    return int(match[1]) if match else None


def day_of(text: str | None) -> date | None:
    """A day as systems export it (2024-03-01, 20240301) or as people write it (1/3/2024)."""
    text = (text or "").strip()
    if match := _FULL.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.match(text):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
