"""What one opened generation remembers between requests, within bounds: whole tables and masks."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

MOST_BYTES = 24_000_000  # of tables, a worker


class Memory:
    """Keeps the latest used of what costs most to make; threads share it."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """What is remembered under a key; None where nothing is."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def has(self, key: Hashable) -> bool:
        return key in self._held

    def keep(self, key: Hashable, value: Any, size: int) -> Any:
        """Remember a value of so many bytes, forgetting what was not used for longest."""
        with self._lock:
            if key not in self._held and size <= self._most:
                self._held[key] = value, size
                self._bytes += size
                while self._bytes > self._most:
                    self._bytes -= self._held.popitem(last=False)[1][1]
        return value

    def recall(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """An array remembered, or made now."""
        found = self.get(key)
        if found is None:
            found = make()
            self.keep(key, found, found.nbytes)
        return found
