"""How long to wait after trouble."""

from __future__ import annotations

from datetime import timedelta


def pause(troubles: int, first: timedelta, longest: timedelta) -> timedelta:
    """After so many troubles in a row (from 1): twice as long each time, up to the longest."""
    doubled: timedelta = first * 2 ** min(troubles - 1, 40)
    return min(doubled, longest)
