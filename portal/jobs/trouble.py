"""Telling trouble without telling whose."""

from __future__ import annotations

import traceback
from pathlib import Path

from portal.config import CHECKOUT

LONGEST = 200  # characters


class Trouble(Exception):
    """Why a job could not do its work, in words that name nobody: they go to log and table.

    Of any other error only its type and its place are told.
    """


def told(error: BaseException) -> str:
    """An error for log and table: what sort and where. Its message may hold somebody's address."""
    if isinstance(error, Trouble):
        return str(error)[:LONGEST]
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if Path(one.filename).is_relative_to(CHECKOUT / "portal")]
    place = (ours or frames)[-1] if frames else None
    where = f" at {Path(place.filename).name}:{place.lineno}" if place else ""
    return f"{type(error).__name__}{where}"[:LONGEST]
