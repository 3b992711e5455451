"""Birthdays in all the ways that class lists write them: day first, as in Viet Nam."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from portal.cards.class_file.problems import BadCell, Why

OLDEST: Final = 130
"""Years; nobody is older."""

_MIDNIGHT: Final = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")
_WORDS: Final = re.compile(
    r"(?:ng[àa]y)?\s*(\d{1,2})\s*th[áa]ng\s*(\d{1,2})\s*(?:,|n[ăa]m)?\s*(\d{4}|\d{2})",
    re.IGNORECASE,
)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\s*[/.\-–\s]\s*(\d{1,2})\s*[/.\-–\s]\s*(\d{4}|\d{2})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})")
_IN_PART: Final = re.compile(r"(?:(?:th[áa]ng\s*)?\d{1,2}\s*[/.\-]\s*)?(?:19|20)\d\d")
_DIGITS: Final = re.compile(r"\d{7,8}")
_SERIAL: Final = re.compile(r"[2-6]\d{4}")
_SERIAL_START: Final = date(1899, 12, 30)
"""Excel counts days from here when a cell is shown as a number."""


def birthday(text: str, today: date) -> date:
    """The day a pupil was born. Raises `BadCell`.

    Read are 5/3/2012, 05-03-2012, 5.3.12, "ngày 5 tháng 3 năm 2012", 05032012, 2012-03-05,
    20120305, and the number that Excel shows when a cell is not formatted as a day (40973).
    """
    found = _written(_MIDNIGHT.sub("", text.strip("'\" ")), today)
    if found > today:
        raise BadCell(Why.day_to_come)
    if found.year < today.year - OLDEST:
        raise BadCell(Why.day_too_long_ago)
    return found


def _written(text: str, today: date) -> date:
    if match := _WORDS.fullmatch(text) or _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        return _day(int(day), int(month), _year(year, today))
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
        return _day(int(day), int(month), int(year))
    if _DIGITS.fullmatch(text):
        return _of_digits(text.zfill(8))
    if _SERIAL.fullmatch(text):
        return _SERIAL_START + timedelta(days=int(text))
    raise BadCell(Why.day_in_part if _IN_PART.fullmatch(text) else Why.day_unreadable)


def _of_digits(text: str) -> date:
    """05032012 or 20120305: the one of the two whose year somebody living may be born in."""
    if text[4:6] in ("19", "20"):
        return _day(int(text[:2]), int(text[2:4]), int(text[4:]))
    return _day(int(text[6:]), int(text[4:6]), int(text[:4]))


def _year(text: str, today: date) -> int:
    """Of two digits the latest year that is not to come."""
    if len(text) == 4:
        return int(text)
    century = today.year // 100 * 100
    return century + int(text) - (100 if int(text) > today.year % 100 else 0)


def _day(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        swapped = month > 12 >= day and month <= 31
        raise BadCell(Why.day_month_first if swapped else Why.day_unknown) from None
