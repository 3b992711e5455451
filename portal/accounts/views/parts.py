"""What rooms above show on the pages of an account, each in a template of its own.

@reads("cards")
def data(kept: Any) -> Part: ...  # kept: what the room told of itself (`following.keeps`)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """template: of the room, which finds `values` as `part.values`."""

    template: str
    values: Mapping[str, Any]


Reader = Callable[[Any], Part]

_readers: dict[str, Reader] = {}


def reads(room: str) -> Callable[[Reader], Reader]:
    """What a room keeps, in words."""

    def register(reader: Reader) -> Reader:
        _readers[room] = reader
        return reader

    return register


def data_parts(kept: Mapping[str, Any]) -> list[Part]:
    """kept: by room, of `exporting.export`."""
    return [reader(kept[room]) for room, reader in _readers.items() if room in kept]
