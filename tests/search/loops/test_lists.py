"""Posting lists over several chunks: united and looked up, they say what a dictionary says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from portal.search.codec.lists import CHUNK_BITS, encode
from portal.search.loops.lists import Lists, Texts

Numbers = NDArray[Any]
Postings = dict[int, int]  # document → code

ITSELF = np.arange(256, dtype=np.uint8)
ONLY_EVEN = np.where(ITSELF % 2, 0, ITSELF).astype(np.uint8)
CHUNK = 1 << CHUNK_BITS


@st.composite
def postings(draw: st.DrawFn, documents: int) -> Postings:
    """A list of any density: a handful, or a share of all documents."""
    seed = draw(st.integers(0, 1 << 16))
    count = draw(st.sampled_from([1, 3, 40, 900, 9_000, 60_000]))
    dice = np.random.default_rng(seed)
    docs = np.unique(dice.integers(0, documents, min(count, documents)))
    return dict(zip(docs.tolist(), (1 + docs % 200).tolist(), strict=True))


def lists_of(found: Sequence[Postings], documents: int) -> Lists:
    data = [
        encode(
            np.array(list(one), dtype=np.uint32), np.array(list(one.values()), np.uint8), documents
        )
        for one in found
    ]
    starts = np.cumsum([0, *map(len, data)])[:-1].astype(np.uint64)
    counts = np.array(list(map(len, found)), dtype=np.uint32)
    return Lists(np.frombuffer(b"".join(data), dtype=np.uint8), starts, counts, documents)


def joined(found: Sequence[Postings], reading: Numbers, bits: bool) -> Postings:
    said: Postings = defaultdict(int)
    for one in found:
        for document, code in one.items():
            read = int(reading[code])
            said[document] = said[document] | read if bits else max(said[document], read)
    return {document: read for document, read in sorted(said.items()) if read}


catalogues = st.sampled_from([5, CHUNK, CHUNK + 1, 3 * CHUNK + 77]).flatmap(
    lambda documents: st.tuples(
        st.just(documents), st.lists(postings(documents), min_size=1, max_size=4)
    )
)
readings = st.sampled_from([ITSELF, ONLY_EVEN])


@given(catalogues, readings, st.booleans(), st.sampled_from([0, 1000]))
@settings(max_examples=30)
def test_lists_united(
    catalogue: tuple[int, list[Postings]], reading: Numbers, bits: bool, base: int
) -> None:
    documents, found = catalogue
    docs, said = lists_of(found, documents).united(range(len(found)), reading, bits, base)
    wanted = joined(found, reading, bits)
    assert docs.tolist() == [base + document for document in wanted]
    assert said.tolist() == list(wanted.values())


@given(catalogues, st.data(), readings, st.booleans())
@settings(max_examples=30)
def test_what_lists_say_of_some_documents(
    catalogue: tuple[int, list[Postings]], data: st.DataObject, reading: Numbers, bits: bool
) -> None:
    documents, found = catalogue
    docs = np.array(sorted(data.draw(postings(documents))), dtype=np.uint32)
    said = np.zeros(len(docs), dtype=np.uint8)
    lists_of(found, documents).say(range(len(found)), reading, bits, 7, docs + np.uint32(7), said)
    wanted = joined(found, reading, bits)
    assert said.tolist() == [wanted.get(document, 0) for document in docs.tolist()]


def test_a_list_beyond_the_data_is_refused() -> None:
    lists = lists_of([{0: 1, 4: 2}], 5)
    with pytest.raises(IndexError):
        lists.decoded(1)
    torn = Lists(
        np.zeros(3, np.uint8), np.zeros(1, np.uint64), np.array([9], dtype=np.uint32), CHUNK * 2
    )
    with pytest.raises(IndexError):
        torn.united([0], ITSELF, False, 0)


@given(st.lists(st.integers(0, 1 << 20), min_size=4, max_size=4))
def test_damaged_parts_of_a_list_are_no_more_than_the_list(bounds: list[int]) -> None:
    docs = np.arange(0, 3 * CHUNK, 50, dtype=np.uint32)
    data = bytearray(encode(docs, (docs % 9 + 1).astype(np.uint8), 3 * CHUNK))
    data[:16] = np.array(bounds, dtype="<u4").tobytes()
    starts, counts = np.zeros(2, np.uint64), np.full(2, len(docs), np.uint32)
    lists = Lists(np.frombuffer(bytes(data), np.uint8), starts, counts, 3 * CHUNK)
    for numbers in ([0], [0, 1]):
        found, said = lists.united(numbers, ITSELF, False, 0)
        assert len(found) == len(said) <= len(docs)
        assert all(document < 3 * CHUNK for document in found.tolist())


texts = st.lists(st.text("abc\x1f", max_size=12), max_size=300, unique=True)


@given(texts, st.text("abc\x1f", max_size=12), st.text("abc\x1f", max_size=12))
def test_texts_between_two(found: list[str], first: str, last: str) -> None:
    first, last = sorted((first, last))
    ordered = sorted(text.encode() for text in found)
    ends = np.cumsum([0, *map(len, ordered)]).astype(np.uint32)
    data = np.frombuffer(b"".join(ordered), dtype=np.uint8)
    start, stop = Texts(data, ends).between(first.encode(), last.encode())
    assert ordered[start:stop] == [
        text for text in ordered if first.encode() <= text < last.encode()
    ]


@given(texts, st.lists(st.text("abc\x1f", max_size=12)))
def test_texts_that_begin_so(found: list[str], wanted: list[str]) -> None:
    ordered = sorted(text.encode() for text in found)
    ends = np.cumsum([0, *map(len, ordered)]).astype(np.uint32)
    data = np.frombuffer(b"".join(ordered), dtype=np.uint8)
    assert Texts(data, ends).begun([text.encode() for text in wanted]) == [
        any(text.startswith(start) for text in found) for start in wanted
    ]
