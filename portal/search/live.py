"""The index as a worker serves it: the newest generation, and what can be had right now.

Before a request a worker looks at the pointer file and, at most once a second, at the newest
availability change. Both cost next to nothing when nothing happened.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.models import AvailabilityChange, Copy
from portal.refusals import Refusal
from portal.search.documents import holdings_of
from portal.search.generations import POINTER, read_pointer
from portal.search.snapshot import Snapshot

LOOK_AGAIN_AFTER = 1.0  # seconds between two looks at the availability changes
CHUNK = 500


class IndexMissing(Refusal):
    """No index was ever built."""


class LiveIndex:
    """The serving index of one worker; threads share it."""

    def __init__(self, home: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._home = home
        self._clock = clock
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._seen = 0
        self._looked_at = float("-inf")

    def snapshot(self, session: Session) -> Snapshot:
        """The newest generation, its availability as the database has it.

        Raises IndexMissing before the first build.
        """
        snapshot = self._newest()
        if self._clock() - self._looked_at >= LOOK_AGAIN_AFTER:
            with self._lock:
                self._looked_at = self._clock()
                self._follow(session, snapshot)
        return snapshot

    def _newest(self) -> Snapshot:
        stamp = self._pointer_stamp()
        if self._snapshot is None or stamp != self._stamp:
            with self._lock:
                if self._snapshot is None or stamp != self._stamp:
                    self._snapshot = self._open()
                    self._stamp = stamp
        return self._snapshot

    def _pointer_stamp(self) -> tuple[int, int] | None:
        try:
            status = (self._home / POINTER).stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _open(self) -> Snapshot:
        generation = read_pointer(self._home)
        if generation is None:
            raise IndexMissing
        try:
            opened = Snapshot(self._home / generation.folder, generation.toc)
        except FileNotFoundError:
            # A newer generation may have come between reading the pointer and opening the files.
            if read_pointer(self._home) == generation:
                raise
            return self._open()
        self._seen = generation.availability
        self._looked_at = float("-inf")
        return opened

    def _follow(self, session: Session, snapshot: Snapshot) -> None:
        newest = session.scalar(select(func.max(AvailabilityChange.id))) or 0
        if newest == self._seen:
            return
        oldest = session.scalar(select(func.min(AvailabilityChange.id))) or 0
        changes = select(AvailabilityChange.record_id).distinct()
        # Numbers that went back are those of another database: one restored, for instance.
        if oldest > self._seen + 1 or newest < self._seen:
            changes = select(Copy.record_id).distinct()  # pruned: what we missed is not known
        else:
            changes = changes.where(AvailabilityChange.id > self._seen)
        ids = list(session.scalars(changes))
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            holdings = holdings_of(session, part)
            for record_id in part:
                snapshot.set_available(record_id, holdings.get(record_id, {}))
        self._seen = newest
