"""Waiting for something another process does."""

import time
from collections.abc import Callable


def until(happened: Callable[[], bool], seconds: float = 30, pause: float = 0.1) -> None:
    """Return as soon as ``happened()``; fail when it has not after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise AssertionError(f"nothing happened in {seconds} seconds")
        time.sleep(pause)
