"""The facets, declared once: which column, how it narrows, how it is counted.

A facet value is a number: a database id for libraries, rooms, agents and subjects, the column's own
number for language and material, and for DDC the digits of the class behind a 1 (8xx is 18, 89x is
189), so that leading zeros are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.snapshot import Snapshot

Numbers = NDArray[Any]
Counts = list[tuple[int, int]]  # (value, works), most first


@dataclass(frozen=True, slots=True)
class Groups:
    """Hits gathered by work. docs: hits in order of their works; group: its number for each hit."""

    docs: Numbers
    group: Numbers
    starts: Numbers

    @property
    def count(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class ListFacet:
    """Several values a document. ready_only: of the libraries, those where a copy can be had."""

    name: str
    column: str
    ready_only: bool = False

    def mask(self, snapshot: Snapshot, values: Iterable[int]) -> Numbers:
        """bool[documents]: those that have one of the values."""
        lists = snapshot.lists[self.column]
        result = np.zeros(snapshot.documents, dtype=bool)
        for value in values:
            result[lists.owners[lists.values == value]] = True
        return result

    def count(self, snapshot: Snapshot, groups: Groups, chosen: Sequence[int]) -> Counts:
        lists = snapshot.lists[self.column]
        bounds = lists.bounds
        lengths = (bounds[groups.docs + 1] - bounds[groups.docs]).astype(np.int64)
        before = np.cumsum(lengths) - lengths
        index = np.arange(int(lengths.sum())) + np.repeat(
            bounds[groups.docs].astype(np.int64) - before, lengths
        )
        group = np.repeat(groups.group, lengths)
        if self.ready_only:
            ready = snapshot.available[index] > 0
            index, group = index[ready], group[ready]
        return _counted(lists.values[index], group, groups)


@dataclass(frozen=True, slots=True)
class NumberFacet:
    """One value a document, 0 where it has none."""

    name: str
    column: str

    def mask(self, snapshot: Snapshot, values: Iterable[int]) -> Numbers:
        return np.isin(snapshot.numbers[self.column], list(values))

    def count(self, snapshot: Snapshot, groups: Groups, chosen: Sequence[int]) -> Counts:
        values = snapshot.numbers[self.column][groups.docs]
        return [pair for pair in _counted(values, groups.group, groups) if pair[0]]


@dataclass(frozen=True, slots=True)
class ClassFacet:
    """DDC: the ten classes, and below a chosen class its divisions, then its sections."""

    name: str
    column: str

    def mask(self, snapshot: Snapshot, values: Iterable[int]) -> Numbers:
        column = snapshot.numbers[self.column]
        result = np.zeros(snapshot.documents, dtype=bool)
        for value in values:
            digits = str(value)[1:]
            first = int(digits.ljust(3, "0")) + 1
            result |= (column >= first) & (column < first + 10 ** (3 - len(digits)))
        return result

    def count(self, snapshot: Snapshot, groups: Groups, chosen: Sequence[int]) -> Counts:
        column = snapshot.numbers[self.column][groups.docs].astype(np.int64) - 1
        deepest = max((min(len(str(value)), 3) for value in chosen), default=1)
        found: Counts = []
        for level in range(1, deepest + 1):
            numbers = column // 10 ** (3 - level) + 10**level
            parents = {str(value)[:level] for value in chosen if len(str(value)) >= level}
            counted = _counted(numbers[column >= 0], groups.group[column >= 0], groups)
            found += [pair for pair in counted if level == 1 or str(pair[0])[:level] in parents]
        return found


Facet = ListFacet | NumberFacet | ClassFacet

FACETS: dict[str, Facet] = {
    facet.name: facet
    for facet in (
        ListFacet("library", "libraries"),
        NumberFacet("material", "material"),
        NumberFacet("language", "language"),
        ListFacet("author", "agents"),
        ListFacet("subject", "subjects"),
        ClassFacet("ddc", "ddc"),
        ListFacet("room", "rooms"),
    )
}

READY_LIBRARIES = ListFacet("library", "libraries", ready_only=True)


def gather(snapshot: Snapshot, docs: Numbers) -> tuple[Groups, Numbers]:
    """Hits by work, and the order they were put in (indices into `docs`)."""
    works = snapshot.numbers["work_id"][docs]
    if len(works) and (works[1:] < works[:-1]).any():
        order = np.argsort(works, kind="stable")
        docs, works = docs[order], works[order]
    else:
        order = np.arange(len(docs))
    opens = np.concatenate([np.ones(min(len(works), 1), dtype=bool), works[1:] != works[:-1]])
    return Groups(docs, np.cumsum(opens) - 1, np.flatnonzero(opens)), order


def _counted(values: Numbers, group: Numbers, groups: Groups) -> Counts:
    """How many groups have each value; a work counts once, however many editions have it."""
    if not len(values):
        return []
    values = values.astype(np.uint64)
    if groups.count < len(groups.docs):
        sizes = np.diff(groups.starts, append=len(groups.docs))
        shared = sizes[group] > 1
        # Sorted rather than np.unique, which hashes: ten times the time.
        pairs = np.sort(group[shared].astype(np.uint64) << np.uint64(32) | values[shared])
        first = np.concatenate([np.ones(min(len(pairs), 1), dtype=bool), pairs[1:] != pairs[:-1]])
        values = np.concatenate([values[~shared], pairs[first] & np.uint64(0xFFFFFFFF)])
    counts = np.bincount(values.astype(np.int64))
    present = np.flatnonzero(counts)
    order = np.argsort(-counts[present], kind="stable")
    return list(zip(present[order].tolist(), counts[present[order]].tolist(), strict=True))
