"""Processes beside the server: the index's follower, the runner of jobs.

Every server process stands ready to start one; the one that holds a lock does, so there is one
however many there are, and when it or its keeper is killed another takes over. It ends with the
process that started it.
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
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

RESTART_AFTER = 1.0  # seconds after such a process ended
LONGEST_WAIT = 60.0  # seconds until another try where none can be started
NICENESS = 10  # readers go first
PARENT_DIED = 1  # prctl(PR_SET_PDEATHSIG, …): have Linux tell when the parent is gone

log = logging.getLogger(__name__)


def keep_beside(lock: Path, *command: str) -> threading.Thread:
    """See to it, from a thread of this process, that `portal COMMAND --parent …` runs for as long
    as this does, and once for all processes that name the same lock.
    """
    whole = [sys.executable, "-m", "portal", *command, "--parent", str(os.getpid())]
    keeper = threading.Thread(target=_keep, args=(lock, whole), name=lock.name, daemon=True)
    keeper.start()
    return keeper


def go_on(look: Callable[[], float], parent: int | None = None) -> None:
    """Call `look` on and on, each time after the seconds it answered: until SIGTERM or SIGINT, or
    until process `parent` is not above any more.
    """
    signal.signal(signal.SIGTERM, _stopping)
    signal.signal(signal.SIGINT, _stopping)
    _yield_to_readers(os.getpid())
    if parent is not None:
        _die_with_parent()
    while parent is None or os.getppid() == parent:
        time.sleep(look())


class _Stopping:
    """The answer to SIGTERM and SIGINT: the process ends, but not in the middle of some steps.

    To block the signals would not do: another thread (NumPy has some) would take them.
    """

    def __init__(self) -> None:
        self._asked = False
        self._steps = 0

    def __call__(self, number: int, frame: object) -> None:
        self._asked = True
        self._end()

    @contextlib.contextmanager
    def put_off(self) -> Iterator[None]:
        self._steps += 1
        try:
            yield
        finally:
            self._steps -= 1
            if self._asked:
                self._end()

    def _end(self) -> None:
        if not self._steps:
            sys.exit(0)


_stopping = _Stopping()


def undisturbed() -> AbstractContextManager[None]:
    """A step that a stop waits for: short, and worse cut off than done."""
    return _stopping.put_off()


def _yield_to_readers(process: int) -> None:
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process, NICENESS)


def _die_with_parent() -> None:
    """Where the system can, be told at once; elsewhere each look notices."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGTERM)


def _keep(place: Path, command: Sequence[str]) -> None:
    while True:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # until whoever keeps one now is gone
                while True:
                    # In a session of its own: Ctrl+C is for the server, which then takes it along.
                    child = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - ours
                    _yield_to_readers(child.pid)
                    child.wait()
                    time.sleep(RESTART_AFTER)
        except OSError:
            log.exception("%s: not started; next try in %.0f s", place.stem, LONGEST_WAIT)
            time.sleep(LONGEST_WAIT)
