"""Hits narrowed block by block: what is left, and what each fails in, is what plain Python says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from portal.search.loops.conditions import Condition, Listed, Marked, OfKind, Within, narrowed

Numbers = NDArray[Any]

DOCUMENTS = 2000
SIZE = 90  # values that there may be
NO_CONDITIONS: list[Condition] = []


class Column:
    """Made-up columns, and which documents meet a condition on each."""

    def __init__(self, seed: int, width: Any) -> None:
        dice = np.random.default_rng(seed)
        self.years = dice.choice([0, 1945, 1986, 2019, 2024], DOCUMENTS).astype(np.uint16)
        self.kinds = dice.integers(0, 5, DOCUMENTS).astype(np.uint32)
        self.marked = dice.integers(0, 2, DOCUMENTS).astype(np.uint8)
        sizes = dice.choice([0, 1, 1, 2, 7], DOCUMENTS)
        self.bounds = np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint32)
        self.values = dice.integers(0, SIZE, int(sizes.sum())).astype(width)
        self.copies = dice.integers(0, 3, len(self.values)).astype(np.uint8)
        self.marks = bytearray(value % 3 == 0 for value in range(SIZE))
        self.besides = np.sort(dice.choice(DOCUMENTS, 40, replace=False)).astype(np.uint32)
        self.dice = dice

    def hits(self, count: int) -> Numbers:
        return np.sort(self.dice.choice(DOCUMENTS, count, replace=False)).astype(np.uint32)

    def conditions(self) -> list[tuple[Condition, set[int]]]:
        """Each with the documents that meet it."""
        everything = range(DOCUMENTS)
        listed = {d: range(self.bounds[d], self.bounds[d + 1]) for d in everything}
        has = {d: [at for at in listed[d] if self.marks[self.values[at]]] for d in everything}
        ready = {d for d in everything if any(self.copies[at] for at in has[d])}
        wanted = np.array([1, 0, 0, 1, 0], dtype=np.uint8)
        return [
            (Marked(self.marked), set(np.flatnonzero(self.marked).tolist())),
            (Within(self.years, 1900, 2019), {d for d in everything if 0 < self.years[d] < 2020}),
            (OfKind(self.kinds, wanted), {d for d in everything if self.kinds[d] in (0, 3)}),
            (Listed(self.bounds, self.values, self.marks), {d for d in everything if has[d]}),
            (
                Listed(self.bounds, self.values, self.marks, self.copies, self.besides),
                ready | set(self.besides.tolist()),
            ),
        ]


columns = st.builds(
    Column, st.integers(0, 1 << 16), st.sampled_from([np.uint8, np.uint16, np.uint32])
)
counts = st.sampled_from([0, 1, 255, 256, 257, 1100, DOCUMENTS])


@given(columns, counts)
@settings(max_examples=20)
def test_each_condition(column: Column, count: int) -> None:
    docs = column.hits(count)
    for condition, meeting in column.conditions():
        assert condition.fails(docs).tolist() == [int(d not in meeting) for d in docs.tolist()]


@given(columns, counts, st.data())
@settings(max_examples=20)
def test_hits_are_narrowed_and_told_of(column: Column, count: int, data: st.DataObject) -> None:
    docs = column.hits(count)
    scores = docs.astype(np.float32) / 2
    conditions = data.draw(st.permutations(column.conditions()))
    parted = data.draw(st.integers(0, len(conditions)))
    all_of, noted = conditions[:parted], conditions[parted:]
    bits = [1 << place for place in range(len(noted))]
    found, kept, fails = narrowed(
        docs,
        scores,
        [condition for condition, _ in all_of],
        [(condition, bit) for (condition, _), bit in zip(noted, bits, strict=True)],
    )
    wanted = [d for d in docs.tolist() if all(d in meeting for _, meeting in all_of)]
    assert found.tolist() == wanted
    assert kept.tolist() == [d / 2 for d in wanted]
    assert fails.tolist() == [
        sum(bit for (_, meeting), bit in zip(noted, bits, strict=True) if d not in meeting)
        for d in wanted
    ]


def test_copies_are_told_of_every_value() -> None:
    column = Column(1, np.uint8)
    with pytest.raises(ValueError, match="not told"):
        Listed(column.bounds, column.values, column.marks, column.copies[:-1])
