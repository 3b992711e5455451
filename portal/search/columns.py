"""What is kept of each document beside its words: numbers, its kind, and lists of facet values.

Material, language and class together are a document's *kind*: there are few, and many documents of
each. Of authors, subjects, rooms and libraries a document has a list of its own. Values of all
facets are counted on one row of numbers, each facet's behind those of the facets before.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import IndexDocument
from portal.search.codec.arrays import Arrays
from portal.search.orders import packed

Numbers = NDArray[Any]

NUMBERS: Final = {"record_id": "I", "work_id": "I", "year": "H", "added": "I", "loans": "I"}
ORDERS: Final = ("title_order", "author_order")
KIND_FACETS: Final = ("material", "language", "ddc")
#: Facets of which a document has a list, and where a document to be indexed has it.
LISTED: Final = {
    "author": "agents",
    "subject": "subjects",
    "room": "rooms",
    "library": "libraries",
}
ON_THE_ROW: Final = (*KIND_FACETS, *LISTED)
POPULARITY_STEPS: Final = 16  # of the logarithm of its loans, in a document's byte


class Ordered(Protocol):
    """Documents in alphabetical orders."""

    def place(self, order: str, key: bytes) -> int:
        """How many of them come before or with a key."""


class Columns:
    """Collects the columns of a segment, document by document."""

    def __init__(self) -> None:
        self._numbers = {name: array(code) for name, code in NUMBERS.items()}
        self._kinds: dict[tuple[int, int, int], int] = {}
        self._kind = array("I")
        self._values = {name: array("I") for name in LISTED}
        self._ends = {name: array("I", [0]) for name in LISTED}
        self._available = array("B")
        self._orders: dict[str, list[bytes]] = {name: [] for name in ORDERS}

    def add(self, document: IndexDocument) -> None:
        for name, numbers in self._numbers.items():
            numbers.append(getattr(document, name))
        kind = (document.material, document.language, document.ddc)
        self._kind.append(self._kinds.setdefault(kind, len(self._kinds)))
        for name, values in self._values.items():
            values.extend(getattr(document, LISTED[name]))
            self._ends[name].append(len(values))
        self._available.extend(document.available)
        for name, order in self._orders.items():
            order.append(getattr(document, name))

    def arrays(self) -> Arrays:
        """By name; a number a document unless said otherwise.

        popularity: uint8, from loans; kind; kind_bounds: uint32[kinds + 1]; kind_facets: uint8 and
        kind_values: uint32, of all kinds; for each listed facet X_bounds: uint32[documents + 1] and
        X_values, in as few bytes as hold them; facet_sizes: uint32, one more than the greatest
        value of each; available: uint8, beside the values of libraries; X_rank: place in an order;
        and its packed keys.
        """
        found: Arrays = {
            name: np.frombuffer(numbers, dtype=numbers.typecode)
            for name, numbers in self._numbers.items()
        }
        steps = POPULARITY_STEPS * np.log1p(found["loans"].astype(np.float64))
        found["popularity"] = np.minimum(np.rint(steps), 255).astype(np.uint8)
        found |= self._facets()
        found["available"] = np.frombuffer(self._available, dtype=np.uint8)
        for name, order in self._orders.items():
            found |= _ranked(name, order)
        return found

    def _facets(self) -> Arrays:
        kinds = [list(_kind_values(*kind)) for kind in self._kinds]
        told = np.array([pair for kind in kinds for pair in kind], dtype=np.uint32).reshape(-1, 2)
        most = [int(told[told[:, 0] == n, 1].max(initial=0)) for n in range(len(KIND_FACETS))]
        found: Arrays = {
            "kind": _narrow(np.frombuffer(self._kind, dtype=np.uint32)),
            "kind_bounds": np.cumsum([0, *map(len, kinds)]).astype("<u4"),
            "kind_facets": told[:, 0].astype(np.uint8),
            "kind_values": told[:, 1].copy(),
        }
        for name in LISTED:
            values = np.frombuffer(self._values[name], dtype=np.uint32)
            most.append(int(values.max(initial=0)))
            found[f"{name}_bounds"] = np.frombuffer(self._ends[name], dtype=np.uint32)
            found[f"{name}_values"] = _narrow(values)
        found["facet_sizes"] = np.array(most, dtype="<u4") + np.uint32(1)
        return found

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
        yield KIND_FACETS.index("material"), material
    if language:
        yield KIND_FACETS.index("language"), language
    if ddc:
        for level in (1, 2, 3):
            yield KIND_FACETS.index("ddc"), (ddc - 1) // 10 ** (3 - level) + 10**level


def _ranked(name: str, order: Sequence[bytes]) -> Arrays:
    places = sorted(range(len(order)), key=order.__getitem__)
    rank = np.empty(len(order), dtype="<u4")
    rank[places] = np.arange(len(order), dtype="<u4")
    keys, ends = packed([order[place] for place in places])
    return {rank_name(name): rank, f"{name}_keys": keys, f"{name}_ends": ends}


def _narrow(numbers: Numbers) -> Numbers:
    """In as few bytes each as hold them all."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
