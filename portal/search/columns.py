"""What is kept of each document beside its words: numbers, and lists of facet values by their sets.

Few documents have a list of their own: most share theirs with others, as the novels of one author
in one library do. So each *set* of values is held once, and a document has a number for it in each
column of sets. Values of all facets are counted in one row of numbers, each facet's behind those of
the facets before, so that one pass over the hits counts them all.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import IndexDocument
from portal.search.codec.arrays import Arrays
from portal.search.orders import packed

Numbers = NDArray[Any]

NUMBERS: Final = {"record_id": "I", "work_id": "I", "year": "H", "added": "I", "loans": "I"}
ORDERS: Final = ("title_order", "author_order")
#: Columns of sets, and the facets whose values are in the sets of each.
SET_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "kind": ("material", "language", "ddc"),
    "agents": ("author",),
    "subjects": ("subject",),
    "rooms": ("room",),
    "libraries": ("library",),
}
FACET_NAMES: Final = tuple(chain.from_iterable(SET_COLUMNS.values()))
POPULARITY_STEPS: Final = 16  # of the logarithm of its loans, in a document's byte


class Ordered(Protocol):
    """Documents in alphabetical orders."""

    def place(self, order: str, key: bytes) -> int:
        """How many of them come before or with a key."""


class Columns:
    """Collects the columns of a segment, document by document."""

    def __init__(self) -> None:
        self._numbers = {name: array(code) for name, code in NUMBERS.items()}
        self._sets: dict[str, dict[tuple[int, ...], int]] = {name: {} for name in SET_COLUMNS}
        self._set = {name: array("I") for name in SET_COLUMNS}
        self._available = array("B")
        self._orders: dict[str, list[bytes]] = {name: [] for name in ORDERS}

    def add(self, document: IndexDocument) -> None:
        for name, numbers in self._numbers.items():
            numbers.append(getattr(document, name))
        for name, sets in self._sets.items():
            if name == "kind":
                members = (document.material, document.language, document.ddc)
            else:
                members = getattr(document, name)
            self._set[name].append(sets.setdefault(members, len(sets)))
        self._available.extend(document.available)
        for name, order in self._orders.items():
            order.append(getattr(document, name))

    def arrays(self) -> Arrays:
        """By name; a number a document unless said otherwise.

        popularity: uint8, from loans; the columns of sets; set_bounds: uint32, of all sets, column
        after column; set_columns: uint32[columns + 1], where each column's begin; set_values:
        uint32, on the facets' common row; facet_starts: uint32[facets + 1], where each facet's
        begin on it; available: uint8, for each library of each document; X_rank: place in an
        order; and its packed keys.
        """
        found: Arrays = {
            name: np.frombuffer(numbers, dtype=numbers.typecode)
            for name, numbers in self._numbers.items()
        }
        steps = POPULARITY_STEPS * np.log1p(found["loans"].astype(np.float64))
        found["popularity"] = np.minimum(np.rint(steps), 255).astype(np.uint8)
        for name in SET_COLUMNS:
            found[name] = _small(self._set[name])
        found |= self._set_arrays()
        found["available"] = np.frombuffer(self._available, dtype=np.uint8)
        for name, order in self._orders.items():
            found |= _ranked(name, order)
        return found

    def _set_arrays(self) -> Arrays:
        sizes, facets, values = array("I"), array("B"), array("I")
        for name, sets in self._sets.items():
            first = FACET_NAMES.index(SET_COLUMNS[name][0])
            for members in sets:
                listed = (
                    list(_kind_values(*members))
                    if name == "kind"
                    else [(first, value) for value in members]
                )
                sizes.append(len(listed))
                facets.extend(facet for facet, _value in listed)
                values.extend(value for _facet, value in listed)
        of_facet, value = np.frombuffer(facets, "u1"), np.frombuffer(values, "u4")
        longest = [int(value[of_facet == n].max(initial=0)) + 1 for n in range(len(FACET_NAMES))]
        starts = np.cumsum([0, *longest]).astype("<u4")
        return {
            "set_bounds": np.cumsum([0, *sizes]).astype("<u4"),
            "set_columns": np.cumsum([0, *map(len, self._sets.values())]).astype("<u4"),
            "set_values": value + starts[of_facet],
            "facet_starts": starts,
        }

    def places(self, main: Ordered) -> Arrays:
        """X_places: uint32 a document, where among those of `main` it goes in an order X."""
        return {
            places_name(name): np.array([main.place(name, key) for key in order], dtype="<u4")
            for name, order in self._orders.items()
        }


def places_name(order: str) -> str:
    return f"{order}_places"


def rank_name(order: str) -> str:
    return f"{order}_rank"


def popularity_gain(weight: float) -> NDArray[np.float32]:
    """float32[256]: what each byte of popularity adds to a score."""
    return (weight * np.arange(256) / POPULARITY_STEPS).astype(np.float32)


def _kind_values(material: int, language: int, ddc: int) -> Iterator[tuple[int, int]]:
    """(facet, value) of a kind; 0 is no value. A class is counted on all its levels."""
    if material:
        yield FACET_NAMES.index("material"), material
    if language:
        yield FACET_NAMES.index("language"), language
    if ddc:
        for level in (1, 2, 3):
            yield FACET_NAMES.index("ddc"), (ddc - 1) // 10 ** (3 - level) + 10**level


def _ranked(name: str, order: Sequence[bytes]) -> Arrays:
    places = sorted(range(len(order)), key=order.__getitem__)
    rank = np.empty(len(order), dtype="<u4")
    rank[places] = np.arange(len(order), dtype="<u4")
    keys, ends = packed([order[place] for place in places])
    return {rank_name(name): rank, f"{name}_keys": keys, f"{name}_ends": ends}


def _small(numbers: Sequence[int]) -> Numbers:
    """In two bytes each if they fit."""
    most = max(numbers, default=0)
    return np.array(numbers, dtype="<u2" if most < 1 << 16 else "<u4")
