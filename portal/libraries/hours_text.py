"""Weekly hours as people write them: "T3-T7 8:00-17:00; CN 8:00-11:30" (pure, both ways).

A rule is days, a blank, spans; rules are parted by semicolons, days and spans by commas.
Days: T2…T7 (also "thứ 2", "Thứ Hai"), CN ("chủ nhật"), mon…sun; a range may run over Sunday.
Times: 8, 8:00, 8h, 8h30, 8.30; the end 24:00 is midnight.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from portal.libraries.hours import MINUTES_A_DAY, Span, Weekly
from portal.refusals import Refusal

_DAY_NAMES: tuple[tuple[str, ...], ...] = (
    ("t2", "thứ hai", "thứ 2", "hai", "mon", "monday"),
    ("t3", "thứ ba", "thứ 3", "ba", "tue", "tuesday"),
    ("t4", "thứ tư", "thứ 4", "tư", "wed", "wednesday"),
    ("t5", "thứ năm", "thứ 5", "năm", "thu", "thursday"),
    ("t6", "thứ sáu", "thứ 6", "sáu", "fri", "friday"),
    ("t7", "thứ bảy", "thứ bẩy", "thứ 7", "bảy", "sat", "saturday"),
    ("cn", "chủ nhật", "chúa nhật", "sun", "sunday"),
)
_DAYS = {name: day for day, names in enumerate(_DAY_NAMES) for name in names}
_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_TIME = r"\d{1,2}(?:\s*(?:[:.hg]|giờ)\s*(?:\d{2})?)?"
_SPANS = re.compile(
    rf"(?P<days>.*?)\s*:?\s*(?P<spans>{_TIME}\s*-\s*{_TIME}(?:\s*,\s*{_TIME}\s*-\s*{_TIME})*)"
)
_CLOCK = re.compile(r"(\d{1,2})(?:\s*(?:[:.hg]|giờ)\s*(\d{2})?)?")
LONGEST = 500


class HoursUnreadable(Refusal):
    """Hours that cannot be read; `part` is the piece, `why` one of the codes of `hours_text`."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(f"{why}: {part}")
        self.part = part
        self.why = why


def parse_hours(text: str) -> dict[int, tuple[Span, ...]]:
    """Spans by weekday; empty text gives an empty week (hours unknown).

    Raises `HoursUnreadable` with why = too_long | no_times | unknown_day | bad_time |
    ends_before_start | overlap.
    """
    if len(text) > LONGEST:
        raise HoursUnreadable(text[:40] + "…", "too_long")
    week: dict[int, list[Span]] = {}
    for rule in filter(None, (part.strip() for part in re.split(r"[;\n]", _plain(text)))):
        days, spans = _parse_rule(rule)
        for day in days:
            week.setdefault(day, []).extend(spans)
    return {day: _apart(week[day]) for day in sorted(week)}


def parse_spans(text: str) -> tuple[Span, ...]:
    """Spans of one day ("8:00-11:00, 13-16"); empty text gives none. Raises as `parse_hours`."""
    if len(text) > LONGEST:
        raise HoursUnreadable(text[:40] + "…", "too_long")
    plain = _plain(text).strip()
    if not plain:
        return ()
    days_and_spans = _SPANS.fullmatch(plain)
    if days_and_spans is None or days_and_spans["days"]:
        raise HoursUnreadable(text.strip(), "no_times")
    return _apart([_parse_span(part) for part in plain.split(",")])


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order; two that overlap are refused."""
    spans = sorted(spans)
    for earlier, later in pairwise(spans):
        if later.opens < earlier.closes:
            raise HoursUnreadable(f"{_span_text(earlier)}, {_span_text(later)}", "overlap")
    return tuple(spans)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower()
    text = re.sub(r"[–—−]|đến", "-", text)
    return re.sub(r"[ \t\u00a0]+", " ", text).replace(" và ", ", ")


def _parse_rule(rule: str) -> tuple[list[int], list[Span]]:
    match = _SPANS.fullmatch(rule)
    if match is None:
        raise HoursUnreadable(rule, "no_times")
    spans = [_parse_span(part) for part in match["spans"].split(",")]
    return _parse_days(match["days"], rule), spans


def _parse_days(text: str, rule: str) -> list[int]:
    days: list[int] = []
    for part in (part.strip() for part in text.split(",")):
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or any(end not in _DAYS for end in ends):
            raise HoursUnreadable(part or rule, "unknown_day")
        first, last = _DAYS[ends[0]], _DAYS[ends[-1]]
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return days


def _parse_span(text: str) -> Span:
    opens, closes = (_parse_clock(part.strip(), text) for part in text.split("-"))
    if closes <= opens:
        raise HoursUnreadable(text.strip(), "ends_before_start")
    return Span(opens, closes)


def _parse_clock(text: str, span: str) -> int:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise HoursUnreadable(span.strip(), "bad_time")
    hour, minute = int(match[1]), int(match[2] or 0)
    if minute > 59 or hour * 60 + minute > MINUTES_A_DAY:
        raise HoursUnreadable(span.strip(), "bad_time")
    return hour * 60 + minute


def clock_text(minute: int) -> str:
    """ "8:00" for 480; the same in both languages."""
    return f"{minute // 60}:{minute % 60:02d}"


def _span_text(span: Span) -> str:
    return f"{clock_text(span.opens)}-{clock_text(span.closes)}"


def hours_text(weekly: Weekly) -> str:
    """The shortest text that `parse_hours` reads back as the same week."""
    return "; ".join(
        f"{_days_text(days)} {', '.join(map(_span_text, spans))}"
        for days, spans in same_days(weekly)
    )


def same_days(weekly: Weekly) -> list[tuple[list[int], tuple[Span, ...]]]:
    """Days that follow each other and open alike, together, from Monday on."""
    groups: list[tuple[list[int], tuple[Span, ...]]] = []
    for day in sorted(day for day in weekly if weekly[day]):
        spans = tuple(sorted(weekly[day]))
        if groups and groups[-1][1] == spans and groups[-1][0][-1] == day - 1:
            groups[-1][0].append(day)
        else:
            groups.append(([day], spans))
    return groups


def _days_text(days: Sequence[int]) -> str:
    return _SHORT[days[0]] if len(days) == 1 else f"{_SHORT[days[0]]}-{_SHORT[days[-1]]}"
