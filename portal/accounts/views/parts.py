"""What rooms above show on the pages of an account, each in a template of its own.

@reads("cards")
def data(kept: Any) -> Part: ...  # kept: what the room told of itself (`following.keeps`)

@foretells("cards")
def ending(session: Session, account_id: int) -> Ending: ...  # what `following.ends` will end
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Part:
    """template: of the room, which finds `values` as `part.values`."""

    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ending(Part):
    """What ends with an account. shown: what was told of it, as the room will want to have it back;
    possible: nothing of the room stands in the way.
    """

    shown: str
    possible: bool


Reader = Callable[[Any], Part]
Seer = Callable[[Session, int], Ending]

_readers: dict[str, Reader] = {}
_seers: dict[str, Seer] = {}


def reads(room: str) -> Callable[[Reader], Reader]:
    """What a room keeps, in words."""

    def register(reader: Reader) -> Reader:
        _readers[room] = reader
        return reader

    return register


def foretells(room: str) -> Callable[[Seer], Seer]:
    """What becomes of what a room keeps when the account is closed, before it is."""

    def register(seer: Seer) -> Seer:
        _seers[room] = seer
        return seer

    return register


def data_parts(kept: Mapping[str, Any]) -> list[Part]:
    """kept: by room, of `exporting.export`."""
    return [reader(kept[room]) for room, reader in _readers.items() if room in kept]


def endings(session: Session, account_id: int) -> Mapping[str, Ending]:
    """By room."""
    return {room: seer(session, account_id) for room, seer in _seers.items()}
