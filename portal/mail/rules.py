"""When a letter that did not go is tried again, and when no more."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.jobs.backoff import pause

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
ATTEMPTS = 16  # with these pauses the last comes two days after the first


def next_attempt(attempts: int, moment: datetime, until: datetime | None) -> datetime | None:
    """After so many attempts, the last at `moment`; None: that was the last.

    until: when the letter is no longer worth sending.
    """
    if attempts >= ATTEMPTS:
        return None
    following = moment + pause(attempts, FIRST_PAUSE, LONGEST_PAUSE)
    return following if until is None or following < until else None
