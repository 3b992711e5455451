"""Running what is due, and going on after trouble."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from portal.beside import keep_beside
from portal.clock import now
from portal.config import Settings
from portal.db import writing
from portal.jobs import queue
from portal.jobs.backoff import pause
from portal.jobs.models import JobState
from portal.jobs.registry import Job, jobs
from portal.jobs.trouble import told

FIRST_PAUSE = timedelta(seconds=10)  # after one trouble of a job
LONGEST_PAUSE = timedelta(minutes=10)
KEEPER_LOCK = "jobs.lock"

log = logging.getLogger(__name__)


class Runner:
    """Looks once in a while and does what is due. sessions: with the sealing key in their `info`.

    every: seconds between two looks.
    """

    def __init__(
        self,
        sessions: Callable[[], Session],
        settings: Settings,
        *,
        every: float = 1.0,
        work: Sequence[Job] | None = None,
    ) -> None:
        self._sessions = sessions
        self._settings = settings
        self._every = every
        self._jobs = {one.name: one for one in (jobs() if work is None else work)}
        self._troubles = 0

    def look(self) -> float:
        """Run each job that is due; returns the seconds until the next look. Never raises."""
        try:
            self.run_due()
        except Exception as trouble:  # noqa: BLE001 - told in the log; the database may come back
            self._troubles += 1
            wait = pause(self._troubles, timedelta(seconds=1), timedelta(minutes=1)).total_seconds()
            log.error("due work cannot be seen (%s); next look in %.0f s", told(trouble), wait)
            return wait
        self._troubles = 0
        return self._every

    def run_due(self) -> int:
        """Run each job that is due, once; returns how many ran without trouble."""
        with self._sessions() as session:
            with writing(False):
                strange = queue.without_row(session, self._jobs)
                session.rollback()
            if strange:
                with writing():
                    queue.enter(session, strange)
                    session.commit()
            with writing(False):
                names = queue.due(session)
        return sum(self._run(self._jobs[name]) for name in names if name in self._jobs)

    def _run(self, job: Job) -> bool:
        """Whether it was this runner's to run, and ran well."""
        with self._sessions() as session:
            if job.waits is not None:
                return _anything(session, job.waits) and self._work(session, job, None)
            with writing():
                lease = queue.take(session, job.name)
                session.commit()
            return lease is not None and self._work(session, job, lease)

    def _work(self, session: Session, job: Job, lease: datetime | None) -> bool:
        started, clock = now(), time.monotonic()
        done, trouble = None, None
        try:
            with writing():
                done = job.work(session, self._settings)
                session.commit()
        except Exception as error:  # noqa: BLE001 - one job's trouble is not the next one's
            session.rollback()
            trouble = told(error)
        with writing():
            next_at = started + job.every if trouble is None else self._again(session, job)
            ended = queue.Ended(started, next_at, done, trouble)
            queue.give_back(session, job.name, lease, ended)
            session.commit()
        if trouble is not None:
            log.error("job %s: %s; next try at %s", job.name, trouble, f"{next_at:%H:%M:%S} UTC")
        elif done:
            log.info("job %s: %d done in %.2f s", job.name, done, time.monotonic() - clock)
        return trouble is None

    def _again(self, session: Session, job: Job) -> datetime:
        state = session.get(JobState, job.name, populate_existing=True)
        return now() + pause((state.troubles if state else 0) + 1, FIRST_PAUSE, LONGEST_PAUSE)


def _anything(session: Session, waits: Callable[[Session], bool]) -> bool:
    with writing(False):
        found = waits(session)
        session.rollback()
    return found


def keep_running(instance: Path) -> threading.Thread:
    """See to it, from a thread of this process, that due work is done for as long as this runs."""
    return keep_beside(instance / KEEPER_LOCK, "jobs", "run")
