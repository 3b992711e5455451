"""Following the database: what changes there is searchable a moment later, and nobody need ask.

One process does it beside the server (`portal index follow`). Every server process stands ready to
start it; the one that holds a lock does, so there is one however many there are, and when it or its
keeper is killed another takes over.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.catalogue.models import DeletedRecord, Record
from portal.search.generations import CannotWrite, IndexBusy, read_pointer
from portal.search.maintenance import bring_in, build_index

LOOK_EVERY = 0.25  # seconds between two looks at what waits
BUSY = 0.5  # seconds until trying again while another process writes the index
LONGEST_WAIT = 60.0  # seconds, after troubles that come one after another
RESTART_AFTER = 1.0  # seconds after a follower ended
NICENESS = 10  # readers go first
BUILD = (sys.executable, "-m", "portal", "index", "build")
BUILD_AGAIN_AFTER = 60.0  # seconds between the starts of two builds
PARENT_DIED = 1  # prctl(PR_SET_PDEATHSIG, …): have Linux tell when the parent is gone
KEEPER_LOCK = "follower.lock"

log = logging.getLogger(__name__)


def something_waits(session: Session) -> bool:
    """Whether a record changed or went since the index was written: a look at two empty indexes."""
    changed = exists().where(
        or_(Record.indexed_at.is_(None), Record.indexed_at != Record.changed_at)
    )
    gone = exists().where(DeletedRecord.indexed_at.is_(None))
    return bool(session.scalar(select(or_(changed, gone))))


class Follower:
    """Looks once in a while, and updates the index when something waits.

    build: the command that builds anew beside the updates, when so much came that it is due.
    """

    def __init__(
        self, sessions: Callable[[], Session], home: Path, build: Sequence[str] = BUILD
    ) -> None:
        self._sessions = sessions
        self._home = home
        self._build = build
        self._builder: subprocess.Popen[bytes] | None = None
        self._built_at = float("-inf")
        self._troubles = 0

    def look(self) -> float:
        """Bring in what waits; returns the seconds until the next look. Never raises.

        After a trouble the next look comes later and later. After work it comes no sooner than
        the work took, so that half of the time stays for others.
        """
        started = time.monotonic()
        try:
            with contextlib.closing(self._sessions()) as session:
                if read_pointer(self._home) is not None and not something_waits(session):
                    return self._well(LOOK_EVERY)
                session.rollback()
                brought = bring_in(session, self._home)
                if brought is None:  # nothing can be brought in before there is an index
                    build_index(session, self._home)
                elif brought.worn:
                    self._have_built()
        except IndexBusy:
            return BUSY  # it brings in what waits, or leaves it to the next look
        except Exception as trouble:  # noqa: BLE001 - told in the log
            return self._trouble(trouble)
        took = time.monotonic() - started
        log.debug("changes brought into the index in %.2f s", took)
        return self._well(max(LOOK_EVERY, took))

    def _have_built(self) -> None:
        """Start a build, unless one runs or was started a moment ago and failed."""
        running = self._builder is not None and self._builder.poll() is None
        if not running and time.monotonic() - self._built_at >= BUILD_AGAIN_AFTER:
            self._builder = subprocess.Popen(self._build, stdout=subprocess.DEVNULL)  # noqa: S603
            self._built_at = time.monotonic()

    def close(self) -> None:
        """End a build on its way: what it wrote goes with the next."""
        if self._builder is not None:
            self._builder.terminate()
            self._builder.wait()

    def _well(self, pause: float) -> float:
        if self._troubles:
            log.info("the index follows the database again")
        self._troubles = 0
        return pause

    def _trouble(self, trouble: Exception) -> float:
        self._troubles += 1
        pause = min(2.0 ** (self._troubles - 1), LONGEST_WAIT)
        reason = f"{self._home}: {trouble.__cause__}" if isinstance(trouble, CannotWrite) else None
        log.error(
            "the index does not follow the database (%s); next try in %.0f s",
            reason or f"{type(trouble).__name__}: {trouble}",
            pause,
            exc_info=self._troubles == 1 and reason is None,
        )
        return pause


def follow(follower: Follower, parent: int | None = None) -> None:
    """Look on and on: until SIGTERM or SIGINT, or until process `parent` is not above any more.

    What is being written then is left as a killed run leaves it: the next one clears it up.
    """
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    _yield_to_readers(os.getpid())
    if parent is not None:
        _die_with_parent()
    with contextlib.closing(follower):
        while parent is None or os.getppid() == parent:
            time.sleep(follower.look())


def _stop(number: int, frame: object) -> NoReturn:
    sys.exit(0)


def _yield_to_readers(process: int) -> None:
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process, NICENESS)


def _die_with_parent() -> None:
    """Where the system can, be told at once; elsewhere each look notices."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGTERM)


def keep_following(home: Path) -> threading.Thread:
    """See to it, from a thread of this process, that a follower runs for as long as this does."""
    command = [sys.executable, "-m", "portal", "index", "follow", "--parent", str(os.getpid())]
    keeper = threading.Thread(target=_keep, args=(home, command), name="keeper", daemon=True)
    keeper.start()
    return keeper


def _keep(home: Path, command: Sequence[str]) -> None:
    while True:
        try:
            home.mkdir(parents=True, exist_ok=True)
            with (home / KEEPER_LOCK).open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # until whoever keeps one now is gone
                while True:
                    # In a session of its own: Ctrl+C is for the server, which then takes it along.
                    child = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - ours
                    _yield_to_readers(child.pid)
                    child.wait()
                    time.sleep(RESTART_AFTER)
        except OSError:
            log.exception("no follower could be started; next try in %.0f s", LONGEST_WAIT)
            time.sleep(LONGEST_WAIT)
