"""Ages in full years, and what follows from them. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

OLDEST: Final = 130


class BadBirthday(StrEnum):
    FUTURE = "future"
    TOO_LONG_AGO = "too_long_ago"


def age_on(day: date, birthday: date) -> int:
    """Full years; whoever was born on 29 February is a year older on 1 March of a common year."""
    return day.year - birthday.year - ((day.month, day.day) < (birthday.month, birthday.day))


def bad_birthday(birthday: date, today: date) -> BadBirthday | None:
    if birthday > today:
        return BadBirthday.FUTURE
    return BadBirthday.TOO_LONG_AGO if age_on(today, birthday) >= OLDEST else None


def is_child(birthday: date, today: date, adult_age: int) -> bool:
    """Whether a guardian signs."""
    return age_on(today, birthday) < adult_age


def consents_too(birthday: date, today: date, consent_age: int) -> bool:
    """Whether the child itself is asked before anything of it is published, beside the guardian."""
    return age_on(today, birthday) >= consent_age


def comes_of_age(birthday: date, age: int) -> date:
    """The first day of being `age` years old."""
    year = birthday.year + age
    try:
        return birthday.replace(year=year)
    except ValueError:  # 29 February in a common year
        return date(year, 3, 1)


def fits(birthday: date, today: date, age_from: int, age_to: int | None) -> bool:
    """Whether somebody's age lies in a range, both ends included."""
    age = age_on(today, birthday)
    return age_from <= age and (age_to is None or age <= age_to)


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
