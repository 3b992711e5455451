"""One build of everything is the same index as adding record after record; so are its parts."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import create_in

from portal.search.analysis import MAX_OCCURRENCES, MAX_POSITION, IndexDocument
from portal.search.codec import ColumnarCodec
from portal.search.codec.postings import Impacts, Positions, from_values, read_postings
from portal.search.codec.storage import MappedStorage
from portal.search.schema import FORMATS, INDEX_NAME, LISTS, NUMBERS, ORDERS, make_schema
from portal.search.snapshot import Snapshot
from tests.search.catalogues import added, built, catalogues

EVERY = 10**9


def one_by_one(folder: Path, found: list[IndexDocument]) -> Snapshot:
    create_in(str(folder), make_schema(), indexname=INDEX_NAME).close()
    return added(folder, found)


def same_index(whole: Snapshot, grown: Snapshot) -> None:
    assert whole.documents == grown.documents
    for name in FORMATS:
        terms = whole.terms_with_prefix(name, "", EVERY)
        assert terms == grown.terms_with_prefix(name, "", EVERY), name
        for term in terms:
            one, other = whole.postings(name, term), grown.postings(name, term)
            assert one is not None
            assert other is not None
            assert one.docs.tolist() == other.docs.tolist()
            assert one.counts.tolist() == other.counts.tolist()
            assert one.positions.tolist() == other.positions.tolist()
            # Sums of floating shares in another order may round to the unit beside.
            assert np.abs(one.impacts.astype(int) - other.impacts.astype(int)).max(initial=0) <= 1
    for name in NUMBERS:
        assert whole.numbers[name].tolist() == grown.numbers[name].tolist(), name
    for name in LISTS:
        assert whole.lists[name].values.tolist() == grown.lists[name].values.tolist(), name
        assert whole.lists[name].bounds.tolist() == grown.lists[name].bounds.tolist(), name
    for name in ORDERS:
        keys = [leaf.orders[name][d] for leaf in grown.leaves for d in range(leaf.count)]
        assert keys == [whole.leaves[0].orders[name][d] for d in range(whole.documents)]


@given(catalogues())
@settings(max_examples=40)
def test_a_whole_build_is_the_index_that_adding_gives(found: list[IndexDocument]) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        same_index(built(Path(one), found), one_by_one(Path(other), found))


def test_a_word_repeated_beyond_what_is_counted(tmp_path: Path) -> None:
    many = " ".join(["ma"] * (MAX_OCCURRENCES + 20)) + " má"
    found = [IndexDocument(1, 1, {"title": [many], "note": [many]}, [many])]
    (tmp_path / "b").mkdir()
    same_index(built(tmp_path / "a", found), one_by_one(tmp_path / "b", found))


def test_a_text_longer_than_positions_reach(tmp_path: Path) -> None:
    long = " ".join(f"w{number % 5000}" for number in range(MAX_POSITION + 300))
    found = [IndexDocument(1, 1, {"note": [long, "sau cùng"]}, ["A"])]
    (tmp_path / "b").mkdir()
    same_index(built(tmp_path / "a", found), one_by_one(tmp_path / "b", found))


@given(catalogues(8))
@settings(max_examples=25)
def test_whoosh_itself_reads_the_same_postings(found: list[IndexDocument]) -> None:
    """The posting-at-a-time view of Whoosh's own matcher, which its merging uses."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = built(Path(folder), found)
        reader, storage = snapshot.leaves[0].terms, MappedStorage(folder)
        posts = next(Path(folder).glob("*.pst")).name
        for name, format_ in FORMATS.items():
            for term in snapshot.terms_with_prefix(name, "", EVERY):
                info = reader.term_info(name, term.encode())
                with storage.open_file(posts) as file:
                    matcher = ColumnarCodec().postings_reader(file, info, format_)
                    flat = read_postings(file, info, format_)
                assert _walked(matcher) == list(zip(flat.docs.tolist(), flat.values(), strict=True))
                assert info.doc_frequency() == len(flat.docs)


def _walked(matcher: Any) -> list[tuple[int, bytes]]:
    met = []
    while matcher.is_active():
        met.append((matcher.id(), matcher.value()))
        matcher.next()
    return met


@given(
    st.dictionaries(
        st.integers(0, 2**31),
        st.lists(st.integers(0, 65535), min_size=1, max_size=5),
        min_size=1,
        max_size=8,
    )
)
def test_values_come_back_as_they_were_given(lists: dict[int, list[int]]) -> None:
    docs = sorted(lists)
    places = [np.array(lists[doc], dtype="<u2").tobytes() for doc in docs]
    postings = from_values(docs, places, Positions())
    assert postings.values() == places
    first = [place[:2] for place in places]
    assert from_values(docs, first, Impacts()).values() == first
