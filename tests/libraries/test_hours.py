"""Open now? What a reader at the door would say, at any moment of any week."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import HANOI
from portal.libraries.hours import (
    DatedException,
    OpenState,
    Span,
    joined,
    opening_at,
    spans_on,
)

MORNING, AFTERNOON = Span(8 * 60, 12 * 60), Span(13 * 60, 16 * 60 + 30)
TUE_WED_FRI = dict.fromkeys((1, 2, 4), (MORNING, AFTERNOON))
MONDAY = date(2026, 11, 23)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HANOI)


def test_open_in_the_morning_until_lunch() -> None:
    tuesday = MONDAY + timedelta(days=1)
    answer = opening_at(TUE_WED_FRI, [], at(tuesday, 9))
    assert (answer.state, answer.until) == (OpenState.OPEN, at(tuesday, 12))


def test_closed_over_lunch_opens_the_same_day() -> None:
    tuesday = MONDAY + timedelta(days=1)
    answer = opening_at(TUE_WED_FRI, [], at(tuesday, 12))
    assert (answer.state, answer.next_opening) == (OpenState.CLOSED, at(tuesday, 13))


def test_after_the_last_day_of_the_week_opens_the_next_week() -> None:
    friday = MONDAY + timedelta(days=4)
    answer = opening_at(TUE_WED_FRI, [], at(friday, 20))
    assert answer.next_opening == at(MONDAY + timedelta(days=8), 8)


def test_the_day_is_the_day_in_hanoi() -> None:
    monday_evening_utc = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # 8:30 on Tuesday in Hà Nội
    assert opening_at(TUE_WED_FRI, [], monday_evening_utc).state is OpenState.OPEN


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        opening_at(TUE_WED_FRI, [], datetime(2026, 11, 24, 9))  # noqa: DTZ001  # the point


def test_nothing_known_is_unknown_but_a_holiday_is_closed() -> None:
    tet = DatedException(date(2027, 2, 5), date(2027, 2, 10), "Tết")
    assert opening_at({}, [tet], at(MONDAY, 9)).state is OpenState.UNKNOWN
    answer = opening_at({}, [tet], at(date(2027, 2, 7), 9))
    assert (answer.state, answer.reason, answer.next_opening) == (OpenState.CLOSED, "Tết", None)


def test_a_closure_beats_the_week_and_the_next_opening_comes_after_it() -> None:
    closure = DatedException(MONDAY, MONDAY + timedelta(days=8), "Kiểm kê")
    answer = opening_at(TUE_WED_FRI, [closure], at(MONDAY + timedelta(days=1), 9))
    assert (answer.state, answer.reason) == (OpenState.CLOSED, "Kiểm kê")
    assert answer.next_opening == at(MONDAY + timedelta(days=9), 8)


def test_replacement_hours_hold_instead_of_the_week() -> None:
    tuesday = MONDAY + timedelta(days=1)
    short = DatedException(tuesday, tuesday, "Họp", (Span(8 * 60, 10 * 60),))
    assert opening_at(TUE_WED_FRI, [short], at(tuesday, 9)).until == at(tuesday, 10)
    assert opening_at(TUE_WED_FRI, [short], at(tuesday, 14)).state is OpenState.CLOSED


def test_a_closed_exception_beats_replacement_hours() -> None:
    short = DatedException(MONDAY, MONDAY, "", (MORNING,))
    closed = DatedException(MONDAY, MONDAY, "Nghỉ")
    assert spans_on(TUE_WED_FRI, [short, closed], MONDAY) == []


def test_nothing_within_sixty_days_promises_nothing() -> None:
    year = DatedException(MONDAY, MONDAY + timedelta(days=400), "Sửa nhà")
    assert opening_at(TUE_WED_FRI, [year], at(MONDAY, 9)).next_opening is None


def test_open_past_midnight_names_the_real_end() -> None:
    late = {4: (Span(20 * 60, 1440),), 5: (Span(0, 2 * 60),)}
    friday = MONDAY + timedelta(days=4)
    assert opening_at(late, [], at(friday, 23)).until == at(friday + timedelta(days=1), 2)


def test_open_day_and_night_ends_the_search() -> None:
    always = {day: (Span(0, 1440),) for day in range(7)}
    until = opening_at(always, [], at(MONDAY, 9)).until
    assert until is not None
    assert until > at(MONDAY, 9) + timedelta(days=30)


spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda p: p[0] < p[1])
weeks = st.dictionaries(
    st.integers(0, 6), st.lists(spans.map(lambda p: Span(*p)), min_size=1, max_size=3), min_size=1
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001  # below
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=HANOI)
)
closures = st.lists(
    st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 20)).map(
        lambda p: DatedException(p[0], p[0] + timedelta(days=p[1]), "Nghỉ")
    ),
    max_size=3,
)


@given(weeks, closures, moments)
def test_the_state_changes_exactly_when_promised(
    week: dict[int, list[Span]], closed: list[DatedException], moment: datetime
) -> None:
    answer = opening_at(week, closed, moment)
    if answer.state is OpenState.OPEN:
        assert answer.until is not None
        assert answer.until > moment
        last = answer.until - timedelta(minutes=1)
        assert opening_at(week, closed, last).state is OpenState.OPEN
    elif answer.next_opening is not None:
        assert answer.next_opening > moment
        assert opening_at(week, closed, answer.next_opening).state is OpenState.OPEN
        before = answer.next_opening - timedelta(minutes=1)
        assert opening_at(week, closed, before).state is OpenState.CLOSED


@given(st.lists(spans.map(lambda p: Span(*p)), max_size=6))
def test_joined_spans_hold_the_same_minutes_and_never_touch(found: list[Span]) -> None:
    result = joined(found)
    minutes = {minute for span in found for minute in range(span.opens, span.closes)}
    assert minutes == {m for span in result for m in range(span.opens, span.closes)}
    assert all(a.closes < b.opens for a, b in itertools.pairwise(result))


@pytest.mark.parametrize(("opens", "closes"), [(10, 10), (10, 5), (-1, 5), (0, 1441)])
def test_no_span_outside_a_day(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="span"):
        Span(opens, closes)
