"""The queue of jobs: taking one that is due, and noting how it went.

Taking is one conditional UPDATE. Of two runners that see the same job due, one finds it changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.clock import now
from portal.db import inserting_new
from portal.jobs.models import JobState

LEASE = timedelta(minutes=10)  # after a killed run; a run longer than this may meet a second


def without_row(session: Session, names: Iterable[str]) -> set[str]:
    return set(names).difference(session.scalars(sa.select(JobState.name)))


def enter(session: Session, names: Iterable[str]) -> None:
    """Give each of these jobs a row, unless somebody just did; it is due at once."""
    rows = [{"name": name, "due_at": now(), "troubles": 0} for name in sorted(names)]
    session.execute(inserting_new(session, JobState), rows)


def due(session: Session) -> list[str]:
    """Names of the jobs that are due, those that waited longest first."""
    return list(
        session.scalars(
            sa.select(JobState.name)
            .where(JobState.due_at <= now())
            .order_by(JobState.due_at, JobState.name)
        )
    )


def take(session: Session, name: str) -> datetime | None:
    """The end of the lease under which the job is now the caller's; None: another took it."""
    moment = now()
    lease = moment + LEASE
    taken = session.execute(
        sa.update(JobState)
        .where(JobState.name == name, JobState.due_at <= moment)
        .values(due_at=lease, started_at=moment)
        .execution_options(synchronize_session=False)
    )
    return lease if cast(sa.CursorResult[Any], taken).rowcount else None


@dataclass(frozen=True)
class Ended:
    """How a run went. done: how much it did; trouble: why it did not, in words that name nobody."""

    started: datetime
    next_at: datetime
    done: int | None
    trouble: str | None


def give_back(session: Session, name: str, lease: datetime | None, ended: Ended) -> None:
    """Note how the run ended; if another runner took the job since the lease, its note counts."""
    held = [] if lease is None else [JobState.due_at == lease]
    session.execute(
        sa.update(JobState)
        .where(JobState.name == name, *held)
        .values(
            due_at=ended.next_at,
            started_at=ended.started,
            ended_at=now(),
            done=ended.done,
            trouble=ended.trouble,
            troubles=JobState.troubles + 1 if ended.trouble else 0,
        )
        .execution_options(synchronize_session=False)
    )
