"""Hours as librarians write them, and what is said of hours nobody could mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.libraries.hours import Span, joined
from portal.libraries.hours_text import HoursUnreadable, hours_text, parse_hours, parse_spans

DAY = (Span(480, 1020),)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("T3-T7 8:00-17:00", {1, 2, 3, 4, 5}),
        ("thứ ba – thứ bảy: 8h đến 17h", {1, 2, 3, 4, 5}),
        ("Thứ 3, Thứ 5, CN 8-17", {1, 3, 6}),
        ("T7-T2 8.00-17.00", {5, 6, 0}),
        ("Tue-Sat 8:00-17:00", {1, 2, 3, 4, 5}),
        ("T2 8 giờ - 17 giờ", {0}),
        ("Chủ nhật 8h00–17h00", {6}),
    ],
)
def test_ways_of_writing_the_same_hours(text: str, days: set[int]) -> None:
    assert parse_hours(text) == dict.fromkeys(days, DAY)


def test_a_lunch_break_and_a_short_sunday() -> None:
    assert parse_hours("T3 8:00-12:00, 13:00-16:30; CN 8:00-11:30") == {
        1: (Span(480, 720), Span(780, 990)),
        6: (Span(480, 690),),
    }


@pytest.mark.parametrize("text", ["", "  ", ";", "\n"])
def test_nothing_written_is_an_unknown_week(text: str) -> None:
    assert parse_hours(text) == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("T9 8:00-17:00", "unknown_day"),
        ("8:00-17:00", "unknown_day"),
        ("T3", "no_times"),
        ("đóng cửa", "no_times"),
        ("T3 17:00-8:00", "ends_before_start"),
        ("T3 8:00-25:00", "bad_time"),
        ("T3 8:75-9:00", "bad_time"),
        ("T3 8:00-10:00, 9:00-11:00", "overlap"),
        ("T2-T4 8:00-10:00; T3 9:00-11:00", "overlap"),
        ("T3-" * 300, "too_long"),
    ],
)
def test_unreadable_hours_say_why(text: str, why: str) -> None:
    with pytest.raises(HoursUnreadable) as refused:
        parse_hours(text)
    assert refused.value.why == why
    assert refused.value.part


def test_spans_of_one_day() -> None:
    assert parse_spans("8:00-11:30, 13-16") == (Span(480, 690), Span(780, 960))
    assert parse_spans("") == ()
    with pytest.raises(HoursUnreadable):
        parse_spans("T3 8:00-11:00")


times = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda p: p[0] < p[1])
day_spans = st.lists(times.map(lambda p: Span(*p)), min_size=1, max_size=3).map(joined).map(tuple)


@given(st.dictionaries(st.integers(0, 6), day_spans))
def test_written_hours_are_read_back(week: dict[int, tuple[Span, ...]]) -> None:
    assert parse_hours(hours_text(week)) == week


@given(st.text(alphabet="T2345678CN:-,; hgiờthứba\u2013.", max_size=60))
def test_any_text_is_hours_or_refused(text: str) -> None:
    try:
        week = parse_hours(text)
    except HoursUnreadable:
        return
    assert set(week) <= set(range(7))
