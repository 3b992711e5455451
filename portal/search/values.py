"""Facet values between the address ("HN-BT", "vie", "895") and the index (numbers)."""

from __future__ import annotations

from collections.abc import Iterable

from portal.catalogue.kinds import Material
from portal.libraries.network import Network
from portal.search.analysis import language_code, language_number

NOTHING = 0xFFFF_FFF0  # a number no record has: an unknown value finds nothing
LARGEST_ID = 2**31


def numbers(network: Network, name: str, values: Iterable[str]) -> tuple[int, ...]:
    """The index's numbers for values of a facet; `NOTHING` for one that stands for nothing."""
    return tuple(NOTHING if (found := number(network, name, value)) is None else found
                 for value in values)  # fmt: skip


def number(network: Network, name: str, value: str) -> int | None:
    """The number of one value, None when it stands for nothing."""
    match name:
        case "library":
            branch = network.find(value)
            return branch.id if branch else None
        case "room":
            return _room(network, value)
        case "language":
            return language_number(value) or None
        case "material":
            return int(Material[value]) if value in Material.__members__ else None
        case "ddc":
            plain = value.isascii() and value.isdigit() and len(value) <= 3
            return int(f"1{value}") if plain else None
        case _:
            plain = value.isascii() and value.isdigit() and len(value) < 11
            return int(value) if plain and int(value) < LARGEST_ID else None


def text(network: Network, name: str, value: int) -> str | None:
    """The inverse of `number`; None for a library or room that is no longer there."""
    match name:
        case "library":
            branch = network.by_id.get(value)
            return branch.code if branch else None
        case "room":
            return next(
                (
                    f"{branch.code}.{room.code}"
                    for branch in network.branches
                    for room in branch.rooms
                    if room.id == value
                ),
                None,
            )
        case "language":
            return language_code(value)
        case "material":
            return Material(value).name
        case "ddc":
            return str(value)[1:]
        case _:
            return str(value)


def _room(network: Network, value: str) -> int | None:
    code, _, room_code = value.rpartition(".")
    branch = network.find(code)
    rooms = branch.rooms if branch else ()
    return next((room.id for room in rooms if room.code == room_code), None)
