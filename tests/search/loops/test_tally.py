"""Works counted for the values of their documents, few hits or many, one edition or several."""

from __future__ import annotations

import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from portal.search.loops.tally import Kinds, Lists, Tally

Numbers = NDArray[Any]

DOCUMENTS = 3000
WIDTHS = {np.uint8: 200, np.uint16: 30_000, np.uint32: 100_000}


class Made:
    """A made-up column of lists, most of them short; and the kinds of the documents."""

    def __init__(self, seed: int, width: Any) -> None:
        self.dice = np.random.default_rng(seed)
        self.size = WIDTHS[width]
        sizes = self.dice.choice([0, 1, 1, 1, 2, 3, 25], DOCUMENTS)
        self.bounds = np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint32)
        few = np.unique(self.dice.integers(0, self.size, 40))  # so that they meet
        lists = [self.dice.choice(few, size, replace=False) for size in sizes.tolist()]
        self.values = np.concatenate(lists).astype(width)
        self.kinds = self.dice.integers(0, 3, DOCUMENTS).astype(np.uint32)
        self.copies = self.dice.integers(0, 2, len(self.values)).astype(np.uint8)
        self.first = 10
        self.lists = Lists(self.bounds, self.values, self.first, self.size)
        kind_bounds, kind_values = np.array([0, 1, 3, 3]), np.array([4, 4, 9])
        self.of_kind: list[list[int]] = [[4], [4, 9], []]
        kinds = Kinds(self.kinds, kind_bounds.astype(np.uint32), kind_values.astype(np.uint32))
        self.tally = Tally(kinds, [self.lists], np.array([10, 10 + self.size], dtype=np.uint32))

    def listed(self, document: int) -> list[tuple[int, int]]:
        """(value, copies) of a document."""
        part = slice(int(self.bounds[document]), int(self.bounds[document + 1]))
        values, copies = self.values[part].tolist(), self.copies[part].tolist()
        return list(zip(values, copies, strict=True))

    def hits(self, count: int, editions: bool) -> tuple[Numbers, Numbers | None, list[list[int]]]:
        """(documents, where works begin, the documents of each work)."""
        docs = np.sort(self.dice.choice(DOCUMENTS, count, replace=False)).astype(np.uint32)
        if not editions or not count:
            return docs, None, [[document] for document in docs.tolist()]
        opens = self.dice.integers(0, 2, count).astype(bool)
        opens[0] = True
        starts = np.append(np.flatnonzero(opens), count).astype(np.uint32)
        works = [docs[a:b].tolist() for a, b in pairwise(starts.tolist())]
        return docs, starts, works


made = st.builds(Made, st.integers(0, 1 << 16), st.sampled_from(list(WIDTHS)))
counts = st.sampled_from([0, 1, 9, 400, 3000])


@given(made, counts, st.booleans())
@settings(max_examples=25)
def test_a_work_counts_once_for_each_value(column: Made, count: int, editions: bool) -> None:
    docs, starts, works = column.hits(count, editions)
    wanted: list[dict[int, set[int]]] = [defaultdict(set), defaultdict(set)]
    for number, those in enumerate(works):
        for document in those:
            for value in column.of_kind[int(column.kinds[document])]:
                wanted[0][value].add(number)
            for value, _copies in column.listed(document):
                wanted[1][value].add(number)
    for _ in range(2):  # the second time in what the first has left clear
        found = column.tally.count(docs, starts, [0, 1])
        for (values, times), by_value in zip(found, wanted, strict=True):
            assert dict(zip(values.tolist(), times.tolist(), strict=True)) == {
                value: len(those) for value, those in by_value.items()
            }
            assert values.tolist() == sorted(by_value)
    assert column.tally.count(docs, starts, []) == []
    (alone,) = column.tally.count(docs, starts, [1])
    assert np.array_equal(alone, found[1])


@given(made, counts, st.booleans())
@settings(max_examples=20)
def test_only_what_there_are_copies_of_is_ready(column: Made, count: int, editions: bool) -> None:
    docs, starts, works = column.hits(count, editions)
    wanted: dict[int, set[int]] = defaultdict(set)
    for number, those in enumerate(works):
        for document in those:
            for value, copies in column.listed(document):
                if copies:
                    wanted[value].add(number)
    for _ in range(2):
        ((values, times),) = column.tally.count(docs, starts, [1], column.copies)
        assert dict(zip(values.tolist(), times.tolist(), strict=True)) == {
            value: len(those) for value, those in wanted.items()
        }


def test_values_that_are_not_there_are_refused() -> None:
    bounds, values = np.array([0, 1], dtype=np.uint32), np.array([5], dtype=np.uint8)
    with pytest.raises(ValueError, match="not there"):
        Lists(bounds, values, 0, 5)
    with pytest.raises(ValueError, match="not there"):
        Kinds(np.array([1], np.uint32), np.array([0, 0], np.uint32), np.zeros(0, np.uint32))
    column = Made(1, np.uint8)
    with pytest.raises(ValueError, match="not told"):
        column.tally.count(np.array([0], np.uint32), None, [1], column.copies[:-1])


def test_threads_that_count_at_once_do_not_disturb_one_another() -> None:
    column = Made(1, np.uint32)
    asked = [column.hits(count, editions=True)[:2] for count in (40, 900, 2500)]
    alone = [column.tally.count(docs, starts, [0, 1]) for docs, starts in asked]

    def count(turn: int) -> bool:
        docs, starts = asked[turn % 3]
        found = column.tally.count(docs, starts, [0, 1])
        wanted = alone[turn % 3]
        return all(
            np.array_equal(one, other)
            for pair, expected in zip(found, wanted, strict=True)
            for one, other in zip(pair, expected, strict=True)
        )

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            assert all(threads.map(count, range(3000)))
    finally:
        sys.setswitchinterval(interval)
