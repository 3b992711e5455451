"""Following the database: what changes there is searchable a moment later, and nobody need ask.

One process does it beside the server (`portal index follow`); `portal.beside` starts it.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.beside import go_on, keep_beside
from portal.catalogue.models import DeletedRecord, Record
from portal.search.generations import CannotWrite, IndexBusy, read_pointer
from portal.search.maintenance import bring_in, build_index

LOOK_EVERY = 0.25  # seconds between two looks at what waits
BUSY = 0.5  # seconds until trying again while another process writes the index
LONGEST_WAIT = 60.0  # seconds, after troubles that come one after another
BUILD = (sys.executable, "-m", "portal", "index", "build")
BUILD_AGAIN_AFTER = 60.0  # seconds between the starts of two builds
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
    with contextlib.closing(follower):
        go_on(follower.look, parent)


def keep_following(home: Path) -> threading.Thread:
    """See to it, from a thread of this process, that a follower runs for as long as this does."""
    return keep_beside(home / KEEPER_LOCK, "index", "follow")
