"""Where a process counts what its clients asked for, when no Redis counts for all of them.

The memory storage of `limits` starts a thread for every request to look through all clients for
those it may forget. Here a request forgets the few that were silent longest.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from itertools import islice
from threading import Lock

from limits.storage import MemoryStorage

from portal import clock

SCHEME = "process"


class ProcessStorage(MemoryStorage):
    """Moving windows as the moments of the requests in them, oldest first; threads share it."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - so the base class has it

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: str):
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._lock = Lock()
        # length in seconds → key → moments; the keys in the order in which they were last used
        self._windows: dict[int, OrderedDict[str, deque[float]]] = defaultdict(OrderedDict)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count a request if the window of `expiry` seconds has room for it."""
        now = clock.now().timestamp()
        with self._lock:
            windows = self._windows[expiry]
            _forget_silent(windows, now - expiry)
            moments = windows.setdefault(key, deque())
            windows.move_to_end(key)
            _forget(moments, now - expiry)
            if len(moments) + amount > limit:
                return False
            moments.extend([now] * amount)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the oldest request of the window came (now, without any), and how many there are."""
        now = clock.now().timestamp()
        with self._lock:
            moments = self._windows[expiry].get(key, deque())
            _forget(moments, now - expiry)
            return (moments[0] if moments else now), len(moments)

    def clear(self, key: str) -> None:
        super().clear(key)
        with self._lock:
            for windows in self._windows.values():
                windows.pop(key, None)

    def reset(self) -> int | None:
        with self._lock:
            count = sum(map(len, self._windows.values()))
            self._windows.clear()
        return (super().reset() or 0) + count


def _forget(moments: deque[float], before: float) -> None:
    while moments and moments[0] < before:
        moments.popleft()


def _forget_silent(windows: OrderedDict[str, deque[float]], before: float) -> None:
    """Forget those that were silent for a whole window: two a hit, so that they never add up."""
    for key in list(islice(windows, 2)):
        if windows[key] and windows[key][-1] >= before:
            return
        del windows[key]
