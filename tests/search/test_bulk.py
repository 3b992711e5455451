"""One build of everything is the same index as change after change; Whoosh reads it as its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import create_in, open_dir
from whoosh.query import And as WhooshAnd
from whoosh.query import Term

from portal.search import bulk
from portal.search.analysis import MAX_NOTE_WORDS, MAX_WORDS, IndexDocument
from portal.search.checking import compared
from portal.search.codec import FIELD, FlatCodec, arrays
from portal.search.codec.arrays import Arrays
from portal.search.codec.lists import CHUNK_BITS, SPARSE, encode
from portal.search.loops.lists import Lists
from portal.search.schema import INDEX_NAME, make_schema
from portal.search.snapshot import Snapshot
from tests.search.catalogues import Growing, built, catalogues, documents


@given(st.data())
@settings(max_examples=40)
def test_a_whole_build_is_the_index_that_changes_lead_to(data: st.DataObject) -> None:
    found = data.draw(catalogues())
    with tempfile.TemporaryDirectory() as folder:
        growing = Growing(Path(folder) / "grown", found)
        for _ in range(data.draw(st.integers(1, 6))):
            ids = st.integers(1, len(found) + 4)
            changed = data.draw(st.lists(ids, max_size=3, unique=True))
            gone = data.draw(st.sets(ids, max_size=2)) - set(changed)
            growing.change([data.draw(documents(record_id)) for record_id in changed], gone)
        whole = built(Path(folder) / "whole", growing.documents)
        assert not compared(whole, growing.snapshot)


@pytest.mark.parametrize("part", ["text", "year", "agents", "title_order"])
def test_a_comparison_sees_what_differs(tmp_path: Path, part: str) -> None:
    def two(**other: Any) -> list[IndexDocument]:
        first = IndexDocument(1, 1, {"title": ["Má tôi"]}, ["Má tôi"], title_order=b"m")
        values = {"texts": {"title": ["Ăn"]}, "titles": ["Ăn"], "title_order": b"a"} | other
        return [first, IndexDocument(2, 2, **values)]

    others: dict[str, dict[str, Any]] = {
        "text": {"texts": {"title": ["Án"]}},
        "year": {"year": 1990},
        "agents": {"agents": (3,)},
        "title_order": {"title_order": b"z"},
    }
    changed = two(**others[part])
    difference = compared(built(tmp_path / "a", two()), built(tmp_path / "b", changed))
    assert set(difference.different) <= {1, 2}
    told = {name for names in difference.different.values() for name in names}
    assert (
        told == {"words", "word order"}
        if part == "text"
        else told == {"facets" if part == "agents" else part}
    )


def test_a_field_longer_than_is_told(tmp_path: Path) -> None:
    long = " ".join(f"w{number % 5000}" for number in range(MAX_NOTE_WORDS + 300))
    title = " ".join(["ma"] * (MAX_WORDS + 20)) + " má"
    found = [IndexDocument(1, 1, {"title": [title], "note": [long, "sau cùng"]}, ["A"])]
    snapshot = built(tmp_path, found)
    assert snapshot.frequency("w299")
    assert not snapshot.frequency("cùng")
    assert not snapshot.frequency("má")


@pytest.mark.parametrize("name", ["year", "kind", "library_bounds", "title_order_rank"])
def test_a_column_that_is_too_short_is_refused(tmp_path: Path, name: str) -> None:
    damage(tmp_path, name, lambda held: held[name][:-1])
    with pytest.raises(ValueError, match=name):
        Snapshot(tmp_path, 1)


def test_neighbours_beyond_the_last_document_are_refused(tmp_path: Path) -> None:
    damage(tmp_path, "pair_docs", lambda held: held["pair_docs"] | np.uint8(0x60))
    snapshot = Snapshot(tmp_path, 1)
    with pytest.raises(IndexError):
        snapshot.pair_frequency("con", "mèo")


def test_copies_that_are_not_told_of_every_library_are_refused(tmp_path: Path) -> None:
    damage(tmp_path, "available", lambda held: held["available"][:-1])
    snapshot = Snapshot(tmp_path, 1)
    docs = np.array([0, 1], dtype=np.uint32)
    with pytest.raises(ValueError, match="copies"):
        snapshot.facets.count_ready(docs, None, snapshot.available)


def damage(folder: Path, name: str, how: Callable[[Arrays], Any]) -> None:
    """An index of two books, one of its arrays put in the place of another."""
    found = [
        IndexDocument(number, number, {"title": [title]}, [title], libraries=(1,), available=(1,))
        for number, title in enumerate(("Con mèo", "Con mèo con"), 1)
    ]
    built(folder, found)
    (path,) = folder.glob("*.arr")
    held = arrays.read(path)
    arrays.write(path, {**held, name: how(held)})


def test_documents_out_of_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(bulk.OutOfOrder):
        built(tmp_path, [IndexDocument(1, 2, {}, []), IndexDocument(2, 1, {}, [])])


@given(catalogues(8))
@settings(max_examples=25)
def test_whoosh_reads_the_index_as_its_own(found: list[IndexDocument]) -> None:
    """Its reader and matchers find the same postings as in an index of its stock codec."""
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as stock:
        snapshot = built(Path(ours), found)
        create_in(stock, make_schema(), indexname=INDEX_NAME).close()
        add_one_by_one(stock, snapshot.leaves[0].lexicon, len(found), W3Codec())
        assert read_through(ours) == read_through(stock)


@given(catalogues(8))
@settings(max_examples=25)
def test_whooshs_own_writer_writes_what_the_search_reads(found: list[IndexDocument]) -> None:
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as theirs:
        lexicon = built(Path(ours), found).leaves[0].lexicon
        create_in(theirs, make_schema(), indexname=INDEX_NAME).close()
        add_one_by_one(theirs, lexicon, len(found), FlatCodec())
        assert read_through(theirs) == read_through(ours)


def add_one_by_one(folder: str, lexicon: Any, count: int, codec: Any) -> None:
    said: list[dict[bytes, int]] = [{} for _ in range(count)]
    for number, term in enumerate(lexicon):
        docs, codes = lexicon.postings(number)
        for document, code in zip(docs.tolist(), codes.tolist(), strict=True):
            said[document][term] = code
    with closing(open_dir(folder, INDEX_NAME)) as index:
        writer = index.writer(codec=codec, compound=False)
        for terms in said:
            writer.add_document(**{FIELD: terms})
        writer.commit()


def read_through(folder: str) -> dict[bytes, list[tuple[int, bytes]]]:
    """Every posting as Whoosh's reader gives it."""
    found: dict[bytes, list[tuple[int, bytes]]] = {}
    with closing(open_dir(folder, INDEX_NAME)) as index, closing(index.reader()) as reader:
        for _field, term in reader.all_terms():
            matcher = reader.postings(FIELD, term)
            found[bytes(term)] = walked = []
            while matcher.is_active():
                walked.append((matcher.id(), bytes(matcher.value())))
                matcher.next()
            assert reader.doc_frequency(FIELD, term) == len(walked)
    return found


def test_whoosh_searches_it(tmp_path: Path) -> None:
    found = [
        IndexDocument(number, number, {"title": [title]}, [title])
        for number, title in enumerate(("Má và con", "Con mèo", "Má"), 1)
    ]
    terms = list(built(tmp_path, found).leaves[0].lexicon)
    wanted = [term for term in terms if term.startswith((b"ma\x1f", b"con\x1f"))]
    with closing(open_dir(str(tmp_path), INDEX_NAME)) as index, index.searcher() as searcher:
        results = searcher.search(WhooshAnd([Term(FIELD, term) for term in wanted]))
        assert [hit.docnum for hit in results] == [0]


@given(
    st.sets(st.integers(0, (3 << CHUNK_BITS) - 1), min_size=1, max_size=4 * SPARSE),
    st.sampled_from([3 << CHUNK_BITS, None]),
)
def test_a_list_comes_back_as_it_was_given(numbers: set[int], documents: int | None) -> None:
    docs = np.array(sorted(numbers), dtype=np.uint32)
    codes = (docs % 250 + 1).astype(np.uint8)
    documents = documents or int(docs[-1]) + 1
    data = np.frombuffer(encode(docs, codes, documents), dtype=np.uint8)
    starts, counts = np.zeros(1, dtype=np.uint64), np.array([len(docs)], dtype=np.uint32)
    back, codes_back = Lists(data, starts, counts, documents).decoded(0)
    assert back.tolist() == docs.tolist()
    assert codes_back.tolist() == codes.tolist()
    assert len(data) % 4 == 0
