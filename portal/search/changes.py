"""Reading on in the availability changes: which records' copies came, went or moved since.

A change gets its number when it is written and is seen when its transaction ends, so on PostgreSQL
number 5 may appear after number 6. What was not there is looked for again until it is certain that
it never comes; SQLite, with its one writer, never leaves a gap.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.models import AvailabilityChange
from portal.clock import now

LATEST = 600.0  # seconds: the longest a transaction that notes changes can take


@dataclass(slots=True)
class Changes:
    """How far the changes were read: all up to number `upto`, and those in `beyond`."""

    upto: int
    beyond: set[int] = field(default_factory=set)
    clock: Callable[[], float] = time.monotonic
    _gap_since: float | None = None

    def copy(self) -> Changes:
        """The same place, to come back to."""
        return Changes(self.upto, set(self.beyond), self.clock, self._gap_since)

    def unread(self, session: Session) -> set[int] | None:
        """The records named since, which count as read from now on; None when nobody knows which.

        So it is after more than a day (see `availability.prune`), and in a database put back from
        a copy: then every record is to be looked at.
        """
        number = AvailabilityChange.id
        newer = number > self.upto
        oldest, newest, count = session.execute(
            select(
                select(func.min(number)).scalar_subquery(),
                select(func.max(number)).scalar_subquery(),
                select(func.count(number)).where(newer).scalar_subquery(),
            )
        ).one()
        if (newest or 0) < self.upto or (oldest or 0) > self.upto + 1:
            place = all_seen(session, now())
            self.upto, self.beyond, self._gap_since = place, set(), None
            return None
        found: set[int] = set()
        if count != len(self.beyond):
            rows = session.execute(select(number, AvailabilityChange.record_id).where(newer)).all()
            found = {row.record_id for row in rows if row.id not in self.beyond}
            self.beyond = {row.id for row in rows}
        self._advance()
        return found

    def _advance(self) -> None:
        """Close up to the first gap; pass over one that has been there too long to fill."""
        self._close_up()
        if not self.beyond:
            self._gap_since = None
        elif self._gap_since is None:
            self._gap_since = self.clock()
        elif self.clock() - self._gap_since > LATEST:
            self.upto, self._gap_since = min(self.beyond) - 1, None
            self._close_up()

    def _close_up(self) -> None:
        while self.upto + 1 in self.beyond:
            self.upto += 1
            self.beyond.discard(self.upto)


def all_seen(session: Session, moment: datetime, most: int | None = None) -> int:
    """The last change, of number `most` at most, before which none can still have been missing at
    that moment. 0 where nothing is noted that is so old."""
    number = AvailabilityChange.id
    old = AvailabilityChange.at < moment - timedelta(seconds=LATEST)
    query = select(number).where(old).order_by(number.desc()).limit(1)
    found = session.scalar(query if most is None else query.where(number <= most))
    if found is None:
        # Nothing is left from that time: begin before the oldest there is.
        oldest = session.scalar(select(func.min(number))) or 1
        return oldest - 1 if most is None else min(oldest - 1, most)
    return found
