"""The first places by counting are those that sorting gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.loops.ranks import by_score, most_frequent, nearest


@given(st.integers(0, 1 << 16), st.integers(1, 3000), st.integers(1, 4000), st.booleans())
@settings(max_examples=80)
def test_the_nearest_hold_the_first(seed: int, works: int, wanted: int, editions: bool) -> None:
    dice = np.random.default_rng(seed)
    spread = dice.choice([1, 40, 1 << 20, 1 << 32])
    sizes = dice.integers(1, 4, works) if editions else np.ones(works, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint32)
    count = int(starts[-1])
    keys = dice.integers(0, spread, count).astype(np.uint32)
    docs, order = np.arange(count, dtype=np.uint32), dice.permutation(count).astype(np.uint32)
    strict = keys.astype(np.uint64) << np.uint64(32) | order
    best = np.minimum.reduceat(strict, starts[:-1])
    found, told = nearest(keys, starts if editions else None, docs, order, wanted)
    first = np.argsort(best)[:wanted]
    assert found[np.argsort(told)][:wanted].tolist() == first.tolist()
    assert told.tolist() == best[found].tolist()


def test_better_scores_have_smaller_keys() -> None:
    scores = np.array([0, 0.001, 0.5, 1, 7.25, 300], dtype=np.float32)
    assert np.all(np.diff(by_score(scores).astype(np.int64)) < 0)


@given(st.dictionaries(st.integers(0, 2**32 - 1), st.integers(1, 6)), st.integers(0, 40))
def test_the_most_frequent_come_first_then_the_smallest(met: dict[int, int], wanted: int) -> None:
    pairs = sorted(met.items())
    values, times = (np.array([pair[n] for pair in pairs], dtype=np.uint32) for n in (0, 1))
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    assert most_frequent(values, times, wanted) == ordered[:wanted]
