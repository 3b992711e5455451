"""Due work is done once, by whoever comes first, and goes on after trouble."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Barrier, Lock, Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from portal.clock import now
from portal.config import Settings
from portal.db import session_scope
from portal.jobs import Trouble
from portal.jobs.backoff import pause
from portal.jobs.models import JobState
from portal.jobs.queue import LEASE
from portal.jobs.registry import Job, job, jobs
from portal.jobs.running import LONGEST_PAUSE, Runner

HOUR = timedelta(hours=1)


@dataclass
class Counter:
    """A job that counts its runs; `error` is what it raises."""

    runs: int = 0
    error: Exception | None = None
    takes: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def __call__(self, session: Session, settings: Settings) -> int:
        with self.lock:
            self.runs += 1
        time.sleep(self.takes)
        if self.error is not None:
            raise self.error
        return 3


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def runner_of(engine: sa.Engine, settings: Settings) -> Callable[..., Runner]:
    def made(*work: Job) -> Runner:
        return Runner(sessionmaker(engine), settings, work=work)

    return made


def state(session: Session, name: str = "count") -> JobState:
    session.rollback()
    return session.get_one(JobState, name, populate_existing=True)


def due_again(session: Session) -> None:
    session.rollback()
    session.execute(sa.update(JobState).values(due_at=now()))
    session.commit()


@pytest.mark.both_databases
def test_a_job_runs_when_it_is_due(
    runner_of: Callable[..., Runner], session: Session, counter: Counter
) -> None:
    runner = runner_of(Job("count", counter, HOUR))
    assert runner.run_due() == 1
    assert runner.run_due() == 0
    assert state(session).due_at - now() > timedelta(minutes=59)
    assert state(session).done == 3
    due_again(session)
    assert runner.run_due() == 1
    assert counter.runs == 2


@pytest.mark.both_databases
def test_eight_runners_at_once_run_it_once(
    runner_of: Callable[..., Runner], counter: Counter
) -> None:
    counter.takes = 0.3
    barrier = Barrier(8)

    def run() -> None:
        runner = runner_of(Job("count", counter, HOUR))
        barrier.wait()
        runner.run_due()

    threads = [Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.runs == 1


@pytest.mark.both_databases
def test_what_a_job_did_is_kept_or_undone_whole(
    runner_of: Callable[..., Runner], session: Session
) -> None:
    broken = [True]

    def work(mine: Session, settings: Settings) -> int:
        mine.add(JobState(name="made", due_at=now()))
        mine.flush()
        if broken:
            raise Trouble("not today")
        return 1

    runner = runner_of(Job("count", work, HOUR))
    runner.run_due()
    assert session.get(JobState, "made") is None
    broken.clear()
    due_again(session)
    assert runner.run_due() == 1
    assert state(session, "made") is not None


def test_trouble_puts_a_job_off_longer_and_longer_and_leaves_others_alone(
    runner_of: Callable[..., Runner], session: Session, counter: Counter
) -> None:
    counter.error = Trouble("the server is away")
    other = Counter()
    runner = runner_of(Job("count", counter, HOUR), Job("other", other, HOUR))
    waits = []
    for _ in range(9):
        runner.run_due()
        waits.append(round((state(session).due_at - now()).total_seconds()))
        due_again(session)
    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-1] == LONGEST_PAUSE.total_seconds()
    assert other.runs == 9
    assert (state(session).troubles, state(session).trouble) == (9, "the server is away")
    counter.error = None
    runner.run_due()
    assert (state(session).troubles, state(session).trouble) == (0, None)


def test_an_error_is_told_by_its_sort_and_place_alone(
    runner_of: Callable[..., Runner], session: Session, counter: Counter
) -> None:
    told: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(self.format(record))

    keeper = Keeper()
    logging.getLogger("portal").addHandler(keeper)
    counter.error = ValueError("lan@example.vn is no number")
    runner_of(Job("count", counter, HOUR)).run_due()
    logging.getLogger("portal").removeHandler(keeper)
    assert state(session).trouble is not None
    told.append(str(state(session).trouble))
    assert "ValueError at running.py:" in told[-1]
    assert "lan@" not in "\n".join(told)
    assert len(told) == 2


@pytest.mark.both_databases
def test_a_killed_run_is_taken_up_when_its_lease_ended(
    runner_of: Callable[..., Runner], session: Session, engine: sa.Engine, counter: Counter
) -> None:
    from portal.jobs import queue

    runner = runner_of(Job("count", counter, HOUR))
    with session_scope(engine) as killed:
        queue.enter(killed, ["count"])
        assert queue.take(killed, "count") is not None
    assert runner.run_due() == 0
    assert state(session).due_at <= now() + LEASE
    due_again(session)
    assert runner.run_due() == 1


def test_whoever_lost_the_lease_does_not_note_over_the_other(
    session: Session, counter: Counter, runner_of: Callable[..., Runner], engine: sa.Engine
) -> None:
    def slow(mine: Session, settings: Settings) -> int:
        mine.rollback()
        due_again(session)
        runner_of(Job("count", counter, 3 * HOUR)).run_due()
        return 1

    runner_of(Job("count", slow, HOUR)).run_due()
    assert counter.runs == 1
    assert state(session).due_at - now() > 2 * HOUR
    assert state(session).done == 3


@pytest.mark.both_databases
def test_a_job_with_a_queue_of_its_own_writes_nothing_while_it_is_empty(
    runner_of: Callable[..., Runner], session: Session, counter: Counter
) -> None:
    waits = [False]
    work = Job("count", counter, timedelta(0), waits=lambda mine: waits[0])
    runner = runner_of(work)
    runner.run_due()
    before: datetime = state(session).due_at
    runner.run_due()
    assert (counter.runs, state(session).due_at) == (0, before)
    waits[0] = True
    assert runner.run_due() == 1
    assert runner.run_due() == 1
    assert counter.runs == 2


def test_a_look_never_raises(settings: Settings, session: Session, counter: Counter) -> None:
    away = [True]
    real = sessionmaker(session.get_bind())

    def sessions() -> Session:
        if away:
            raise sa.exc.OperationalError("SELECT", {}, Exception("no database"))
        return real()

    runner = Runner(sessions, settings, every=0.5, work=[Job("count", counter, HOUR)])
    waits = [runner.look() for _ in range(9)]
    assert waits == sorted(waits)
    assert waits[-1] == 60
    away.clear()
    assert runner.look() == 0.5
    assert counter.runs == 1


def test_two_jobs_cannot_have_one_name() -> None:
    name = jobs()[0].name
    with pytest.raises(ValueError, match=name):
        job(name, every=HOUR)(Counter())


def test_pauses_double_and_end() -> None:
    minute = timedelta(minutes=1)
    assert [pause(n, minute, HOUR) / minute for n in (1, 2, 3, 6, 7, 10_000)] == [
        1, 2, 4, 32, 60, 60,
    ]  # fmt: skip


def test_registered_jobs_are_known(app: object) -> None:
    assert {"mail.send", "mail.forget"} <= {one.name for one in jobs()}
