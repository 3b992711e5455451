"""The only reader of the clock.

Moments are stored and passed as aware UTC; a *day* (a due date, an opening hour, a closure) is
always a day in Hà Nội, whatever the server's own time zone is.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Hà Nội."""
    return in_hanoi(now()).date()


def in_hanoi(moment: datetime) -> datetime:
    """The same moment on Hà Nội's clock.

    A naive moment is refused with ``ValueError``: guessing its zone would shift it by seven hours.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no place on Hà Nội's clock")
    return moment.astimezone(HANOI)
