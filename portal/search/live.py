"""The index as a worker serves it: the newest generation, and what can be had right now.

Before a request a worker looks at the pointer file and, at most once a second, at the newest
availability changes. Both cost next to nothing when nothing happened. A new generation is opened
beside the old one, which serves until the new one is ready.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from portal.clock import now
from portal.refusals import Refusal
from portal.search.changes import Changes, all_seen
from portal.search.generations import POINTER, Generation, read_pointer
from portal.search.readiness import Readiness, carry_over
from portal.search.snapshot import Snapshot
from portal.search.warming import warm

LOOK_AGAIN_AFTER = 1.0  # seconds between two looks at the availability changes
MAY_LAG = 0.7  # seconds after it was announced that a request need not wait for a new generation
PATIENCE = 3.0  # seconds a request waits for one at most, when there is an old one

log = logging.getLogger(__name__)
Stamp = tuple[int, int]  # of the pointer file: when it was written (ns), and which file it is


class IndexMissing(Refusal):
    """No index was ever built."""


@dataclass(frozen=True, slots=True)
class _Serving:
    stamp: Stamp | None
    folder: str
    snapshot: Snapshot
    changes: Changes


class LiveIndex:
    """The serving index of one worker; threads share it."""

    def __init__(
        self,
        home: Path,
        clock: Callable[[], float] = time.monotonic,
        *,
        may_lag: float = MAY_LAG,
    ) -> None:
        self._home = home
        self._clock = clock
        self._may_lag = may_lag
        self._serving: _Serving | None = None
        self._following = threading.Lock()  # over what is served and how far changes were read
        self._opening = threading.Lock()  # one opens at a time
        self._opener: threading.Thread | None = None
        self._looked_at = float("-inf")

    def snapshot(self, session: Session) -> Snapshot:
        """The newest generation, its availability as the database has it.

        Raises IndexMissing before the first build.
        """
        stamp = self._stamp()
        if self._serving is None:
            self._open(session.get_bind())
        elif stamp is not None and stamp != self._serving.stamp:
            self._open_beside(session.get_bind(), stamp)
        return self._followed(session)

    def _stamp(self) -> Stamp | None:
        try:
            status = (self._home / POINTER).stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _open_beside(self, bind: Engine | Connection, stamp: Stamp) -> None:
        """Have a new generation opened. Wait for it only if it has been there for a while, as it
        is when nobody asked for anything meanwhile."""
        opener = self._opener
        if opener is None or not opener.is_alive():
            opener = threading.Thread(target=self._open_or_tell, args=(bind,), daemon=True)
            self._opener = opener
            opener.start()
        if now().timestamp() - stamp[0] / 1e9 >= self._may_lag:
            opener.join(PATIENCE)

    def _open_or_tell(self, bind: Engine | Connection) -> None:
        try:
            self._open(bind)
        except Exception:
            log.exception("a new index generation could not be opened; the old one serves on")

    def _open(self, bind: Engine | Connection) -> None:
        with self._opening, Session(bind) as session:
            stamp = self._stamp()
            serving = self._serving
            if serving is not None and serving.stamp == stamp:
                return  # another thread was first
            opened = _newest(self._home)
            if opened is None:
                if serving is None:
                    raise IndexMissing
                return
            warm(opened[1])
            self._hand_over(session, stamp, *opened)

    def _hand_over(
        self, session: Session, stamp: Stamp | None, generation: Generation, snapshot: Snapshot
    ) -> None:
        """Let a snapshot serve, its availability brought up to now."""
        old = self._serving
        if old is not None and old.folder != generation.folder:
            old = None
        if old is None:
            changes = self._changes_since(session, generation)
            fresh = Readiness(session, changes.unread(session))
        else:
            with self._following:
                changes = old.changes.copy()  # read on from here, for what is read below too
            fresh = Readiness(session, carry_over(old.snapshot, snapshot))
        with self._following:
            if old is not None:
                carry_over(old.snapshot, snapshot)  # with what came in meanwhile
            fresh.tell(snapshot)
            self._serving = _Serving(stamp, generation.folder, snapshot, changes)
            self._looked_at = float("-inf")

    def _changes_since(self, session: Session, generation: Generation) -> Changes:
        built_at = datetime.fromisoformat(generation.built_at)
        upto = all_seen(session, built_at, most=generation.availability)
        return Changes(upto, clock=self._clock)

    def _followed(self, session: Session) -> Snapshot:
        """What serves, with the changes since the last look."""
        if self._clock() - self._looked_at >= LOOK_AGAIN_AFTER:
            with self._following:
                serving = self._serving
                if serving is not None and self._clock() - self._looked_at >= LOOK_AGAIN_AFTER:
                    changed = serving.changes.unread(session)
                    Readiness(session, changed).tell(serving.snapshot)
                    self._looked_at = self._clock()
        if self._serving is None:
            raise IndexMissing
        return self._serving.snapshot


def _newest(home: Path) -> tuple[Generation, Snapshot] | None:
    """What the pointer names, opened; None where it names nothing.

    A newer generation may come between reading the pointer and opening the files, and take them
    away: then the pointer is read again.
    """
    while (generation := read_pointer(home)) is not None:
        try:
            return generation, Snapshot(home / generation.folder, generation.toc)
        except FileNotFoundError:
            if read_pointer(home) == generation:
                raise
    return None
