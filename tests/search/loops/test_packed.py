"""Numbers come back from their bytes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.loops.packed import pack, unpack

EDGES = [0, 127, 128, 16_511, 16_512, 2_113_663, 2_113_664, (1 << 29) - 1]
numbers = st.one_of(st.sampled_from(EDGES), st.integers(0, (1 << 29) - 1))


@given(st.lists(st.lists(numbers, max_size=6), max_size=6), st.booleans())
def test_every_part_comes_back(parts: list[list[int]], gaps: bool) -> None:
    if gaps:
        parts = [sorted(part) for part in parts]
    flat = np.array([number for part in parts for number in part], dtype=np.uint32)
    begins = np.cumsum([0, *map(len, parts)]).astype(np.uint64)
    data, starts = pack(flat, begins, gaps=gaps)
    bounds = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    assert [unpack(data, *bound, gaps=gaps).tolist() for bound in bounds] == parts


def test_small_numbers_take_one_byte() -> None:
    _data, starts = pack(np.array([5, 127, 128], np.uint32), np.array([0, 2, 3], np.uint64))
    assert starts.tolist() == [0, 2, 4]


def test_what_is_too_large_or_beyond_the_end_is_refused() -> None:
    parts = np.array([0, 1], dtype=np.uint64)
    with pytest.raises(OverflowError):
        pack(np.array([2**32 - 1], dtype=np.uint32), parts)
    data, _starts = pack(np.array([7], dtype=np.uint32), parts)
    with pytest.raises(IndexError):
        unpack(data, 0, 2)
