"""Which jobs there are: each feature registers its own where it defines them.

    @job("cards.forget_unverified", every=timedelta(hours=1))
    def forget_unverified(session: Session, settings: Settings) -> int: ...

A job is a verb like any other: it does what is due now, flushes, and says how much it did; the
runner commits. It must bear being run again after a run that was cut short. One that talks to the
world between its steps commits those itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.config import Settings

Work = Callable[[Session, Settings], int]


@dataclass(frozen=True)
class Job:
    """every: from one start to the next. report: lines for `portal jobs status`.

    waits: the job has a queue of its own, and this is a cheap look whether anything stands in it.
    While nothing does, nothing is written; when something does, several runners may work at once,
    and it is the job that sees to it that nothing is done twice.
    """

    name: str
    work: Work
    every: timedelta
    waits: Callable[[Session], bool] | None = None
    report: Callable[[Session], Iterable[str]] | None = None


_jobs: dict[str, Job] = {}


def job(
    name: str,
    *,
    every: timedelta,
    waits: Callable[[Session], bool] | None = None,
    report: Callable[[Session], Iterable[str]] | None = None,
) -> Callable[[Work], Work]:
    """Register the decorated function as the job of this name. See the module's example."""

    def register(work: Work) -> Work:
        if name in _jobs:
            raise ValueError(f"two jobs are called {name!r}")
        _jobs[name] = Job(name, work, every, waits, report)
        return work

    return register


def jobs() -> list[Job]:
    """All jobs of the features that are loaded, by name."""
    return sorted(_jobs.values(), key=lambda one: one.name)
