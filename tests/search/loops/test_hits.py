"""Hits joined and lifted: what sets and sums say, whichever side is the longer."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from portal.search.loops import documents, hits

Numbers = NDArray[Any]

DOCUMENTS = 200_000


@st.composite
def some(draw: st.DrawFn, least: int = 0) -> Numbers:
    count = draw(st.sampled_from([least, 1, 5, 300, 5_000, 50_000]))
    dice = np.random.default_rng(draw(st.integers(0, 1 << 16)))
    return np.unique(dice.integers(0, DOCUMENTS, count)).astype(np.uint32)


def scores(docs: Numbers, unit: float = 1.0) -> Numbers:
    """Whole numbers, so that sums are exact."""
    return (docs % 97).astype(np.float32) * np.float32(unit)


def as_dict(docs: Numbers, given_scores: Numbers) -> dict[int, float]:
    assert np.all(np.diff(docs.astype(np.int64)) > 0)
    return dict(zip(docs.tolist(), given_scores.tolist(), strict=True))


@given(some(), some())
@settings(max_examples=25)
def test_what_is_in_both(one: Numbers, other: Numbers) -> None:
    found = as_dict(*hits.both(one, scores(one), other, scores(other, 2)))
    common = set(one.tolist()) & set(other.tolist())
    assert found == {document: 3.0 * (document % 97) for document in common}


@given(some(), some())
@settings(max_examples=25)
def test_what_is_in_one_only(one: Numbers, other: Numbers) -> None:
    found = as_dict(*hits.without(one, scores(one), other))
    assert set(found) == set(one.tolist()) - set(other.tolist())


@given(st.lists(some(least=1), min_size=1, max_size=4))
@settings(max_examples=25)
def test_what_is_in_any(lists: list[Numbers]) -> None:
    found = as_dict(*hits.together([(docs, scores(docs)) for docs in lists], DOCUMENTS))
    wanted: dict[int, float] = {}
    for docs in lists:
        for document in docs.tolist():
            wanted[document] = wanted.get(document, 0.0) + document % 97
    assert found == wanted
    again = as_dict(*hits.together([(lists[0], scores(lists[0]))], DOCUMENTS))
    assert again == as_dict(lists[0], scores(lists[0]))  # nothing was left in the table


@given(some(), some())
@settings(max_examples=25)
def test_some_are_lifted(one: Numbers, those: Numbers) -> None:
    lifted = scores(one)
    hits.lift_those(lifted, one, those, 0.5)
    assert np.array_equal(lifted, scores(one) + np.float32(0.5) * np.isin(one, those))


@given(some(), st.integers(0, 255))
def test_what_fails_is_left_out_but_for_what_does_not_count(docs: Numbers, besides: int) -> None:
    fails = (docs % 8).astype(np.uint8)
    found = as_dict(*hits.only(docs, scores(docs), fails, besides))
    assert list(found) == [one for one in docs.tolist() if not one % 8 & ~besides]


@given(some(), st.sampled_from([1, 2, 7]))
def test_where_works_begin(docs: Numbers, editions: int) -> None:
    work_ids = (np.arange(DOCUMENTS) // editions).astype(np.uint32)
    starts = documents.starts_of_works(docs, work_ids)
    works = np.unique(work_ids[docs])
    if starts is None:
        assert len(works) == len(docs)
    else:
        assert work_ids[docs[starts[:-1]]].tolist() == works.tolist()
        assert starts[-1] == len(docs)
