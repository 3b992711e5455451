"""Is it open? Weekly hours, dated exceptions, one moment (pure; no clock, no database).

Minutes count from midnight in Hà Nội. A span holds its first minute and not its last: at 17:00
a library that closes at 17:00 is closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias

from portal.clock import HANOI, in_hanoi

LOOK_AHEAD_DAYS = 60
MINUTES_A_DAY = 24 * 60


class OpenState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `opens` up to `closes`, in minutes of one day."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MINUTES_A_DAY:
            raise ValueError(f"no span of a day: {self.opens}–{self.closes}")


Weekly: TypeAlias = Mapping[int, Sequence[Span]]
"""Spans by weekday (Monday 0). Empty: hours unknown. A weekday that is not there: closed."""


@dataclass(frozen=True, slots=True)
class DatedException:
    """Days (both included) when the week does not hold: closed, or open in `spans` instead."""

    first_day: date
    last_day: date
    reason: str = ""
    spans: tuple[Span, ...] = ()

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class OpenNow:
    """The answer at one moment; the datetimes are aware, in Hà Nội's zone.

    `until` is set when open; `next_opening` when closed and one is known within 60 days;
    `reason` when a dated exception, not the week, keeps it closed.
    """

    state: OpenState
    until: datetime | None = None
    next_opening: datetime | None = None
    reason: str = ""


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.opens <= result[-1].closes:
            result[-1] = Span(result[-1].opens, max(result[-1].closes, span.closes))
        else:
            result.append(span)
    return result


def exceptions_on(exceptions: Iterable[DatedException], day: date) -> list[DatedException]:
    return [exception for exception in exceptions if exception.covers(day)]


def spans_on(weekly: Weekly, exceptions: Iterable[DatedException], day: date) -> list[Span]:
    """What is open on one day. A closed exception beats replacement hours, both beat the week."""
    special = exceptions_on(exceptions, day)
    if any(not exception.spans for exception in special):
        return []
    if special:
        return joined(span for exception in special for span in exception.spans)
    return joined(weekly.get(day.weekday(), ()))


def opening_at(weekly: Weekly, exceptions: Iterable[DatedException], moment: datetime) -> OpenNow:
    """Open, closed or unknown at an aware moment, and what comes next.

    Without weekly hours nothing is promised beyond the exceptions: a day known to be closed is
    closed, a day with replacement hours is answered, any other moment is unknown.
    """
    exceptions = list(exceptions)
    here = in_hanoi(moment)
    today, minute = here.date(), here.hour * 60 + here.minute
    special = exceptions_on(exceptions, today)
    if not weekly and not special:
        return OpenNow(OpenState.UNKNOWN)
    for span in spans_on(weekly, exceptions, today):
        if span.opens <= minute < span.closes:
            return OpenNow(OpenState.OPEN, until=_closing(weekly, exceptions, today, span))
    return OpenNow(
        OpenState.CLOSED,
        next_opening=_next_opening(weekly, exceptions, today, minute),
        reason=next((e.reason for e in special if not e.spans), ""),
    )


def _at(day: date, minute: int) -> datetime:
    """A minute of a day as a moment; 1440 is the midnight that ends it."""
    if minute == MINUTES_A_DAY:
        day, minute = day + timedelta(days=1), 0
    return datetime.combine(day, time(minute // 60, minute % 60), HANOI)


def _closing(
    weekly: Weekly, exceptions: Sequence[DatedException], day: date, span: Span
) -> datetime:
    """The end of a span; one that runs into midnight goes on with the next day's."""
    for _ in range(LOOK_AHEAD_DAYS):
        if span.closes < MINUTES_A_DAY:
            break
        following = spans_on(weekly, exceptions, day + timedelta(days=1))
        if not following or following[0].opens > 0:
            break
        day, span = day + timedelta(days=1), following[0]
    return _at(day, span.closes)


def _next_opening(
    weekly: Weekly, exceptions: Sequence[DatedException], today: date, minute: int
) -> datetime | None:
    for ahead in range(LOOK_AHEAD_DAYS + 1):
        day = today + timedelta(days=ahead)
        for span in spans_on(weekly, exceptions, day):
            if ahead > 0 or span.opens > minute:
                return _at(day, span.opens)
    return None
