"""Ages: full years, by the calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.cards.ages import (
    BadBirthday,
    add_months,
    age_on,
    bad_birthday,
    comes_of_age,
    consents_too,
    fits,
    is_child,
)

TODAY = date(2026, 11, 28)
days = st.dates(date(1890, 1, 1), date(2150, 12, 31))


@given(days, st.integers(1, 30))
def test_of_age_from_the_birthday_on(birthday: date, age: int) -> None:
    first = comes_of_age(birthday, age)
    assert age_on(first, birthday) == age
    assert age_on(first - timedelta(1), birthday) == age - 1
    assert not is_child(birthday, first, age)
    assert is_child(birthday, first - timedelta(1), age)


def test_born_on_the_29th_of_february() -> None:
    assert comes_of_age(date(2008, 2, 29), 16) == date(2024, 2, 29)
    assert comes_of_age(date(2008, 2, 29), 15) == date(2023, 3, 1)


def test_birthdays_nobody_has() -> None:
    assert bad_birthday(date(2026, 11, 29), TODAY) is BadBirthday.FUTURE
    assert bad_birthday(TODAY, TODAY) is None
    assert bad_birthday(date(1896, 11, 28), TODAY) is BadBirthday.TOO_LONG_AGO
    assert bad_birthday(date(1896, 11, 29), TODAY) is None


def test_a_child_is_asked_from_seven_on() -> None:
    assert consents_too(date(2019, 11, 28), TODAY, 7)
    assert not consents_too(date(2019, 11, 29), TODAY, 7)


def test_ranges_include_both_ends() -> None:
    assert fits(date(2016, 11, 28), TODAY, 10, 10)
    assert not fits(date(2016, 11, 29), TODAY, 10, 10)
    assert fits(date(1930, 1, 1), TODAY, 16, None)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(-240, 240))
def test_months_are_counted_on(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(1)).day == 1
