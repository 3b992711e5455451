"""Text whose letters may be wrong, and what it probably says."""

from __future__ import annotations

from dataclasses import dataclass

from portal.vietnamese.legacy import detect


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` as it came; `guess`: how it reads in an old font, "" where nothing suggests one."""

    text: str
    guess: str


def readings(detail: str) -> list[Reading]:
    """Every value of one field that the import would not vouch for, one a line of `detail`."""
    return [Reading(line, _guess(line)) for line in detail.splitlines() if line.strip()]


def _guess(text: str) -> str:
    guess = detect(text)
    return guess.text if guess and guess.text != text else ""
