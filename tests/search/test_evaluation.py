"""Working on arrays comes to what looking at every document comes to."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.analysis import IndexDocument
from portal.search.engine import Found, Request, search
from portal.search.query import And, Everything, Not, ParsedQuery, Phrase, Prefix, Word, Years
from portal.search.snapshot import Snapshot
from tests.search import naive
from tests.search.catalogues import Growing, built, catalogues, documents, requests

Case = tuple[list[IndexDocument], Callable[[Path], Snapshot]]


def nothing(text: str, kind: str) -> list[int]:
    return []


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A catalogue, and how its index came about: in one go, or by changes to an earlier one."""
    found = draw(catalogues())
    first = draw(st.integers(1, len(found)))
    at_first = [*found[:first], *_other_versions(draw, found[first - 1 :])]
    gone = [replace(document, record_id=100 + n) for n, document in enumerate(found[:2])]
    cut = draw(st.integers(first, len(found)))

    def make(folder: Path) -> Snapshot:
        if first == len(found):
            return built(folder, found)
        growing = Growing(folder, [*at_first, *gone])
        growing.change(found[first:cut], [gone[0].record_id] if gone else [])
        growing.change(found[cut:], [document.record_id for document in gone])
        growing.change([found[first - 1]])
        return growing.snapshot

    return found, make


def _other_versions(draw: st.DrawFn, found: list[IndexDocument]) -> list[IndexDocument]:
    """What some of the records were before they were changed."""
    return [draw(documents(document.record_id)) for document in found[1:] if draw(st.booleans())]


@given(cases(), st.lists(requests, min_size=1, max_size=6))
@settings(max_examples=60)
def test_arrays_find_what_reading_every_document_finds(case: Case, wanted: list[Request]) -> None:
    found, make = case
    by_id = {document.record_id: document for document in found}
    with tempfile.TemporaryDirectory() as folder:
        snapshot = make(Path(folder))
        for request in wanted:
            compare(by_id, request, search(snapshot, request, nothing))


def compare(by_id: dict[int, IndexDocument], request: Request, answer: Found) -> None:
    expected = naive.works(list(by_id.values()), request)
    given_works = {
        by_id[item.record_id].work_id: {item.record_id, *item.others} for item in answer.items
    }
    assert given_works == {
        work: {document.record_id for document in those} for work, those in expected.items()
    }
    assert len(answer.items) == answer.total == len(expected)
    assert answer.records == sum(map(len, expected.values()))
    years = [document.year for those in expected.values() for document in those if document.year]
    assert answer.years == ((min(years), max(years)) if years else None)
    for name, counts in answer.facets.items():
        assert dict(counts) == naive.facet(list(by_id.values()), request, name), name
        if name != "ddc":  # whose levels follow one another
            assert [count for _, count in counts] == sorted((c for _, c in counts), reverse=True)
    if request.sort != "relevance":
        order = [
            naive.order_value(expected[by_id[item.record_id].work_id], request.sort)
            for item in answer.items
        ]
        assert order == naive.in_order(expected, request.sort)


@given(cases(), requests, st.integers(1, 5))
@settings(max_examples=25)
def test_pages_together_are_every_work_once(case: Case, request_: Request, size: int) -> None:
    found, make = case
    with tempfile.TemporaryDirectory() as folder:
        snapshot = make(Path(folder))
        whole = search(snapshot, request_, nothing).items
        pages = [
            item
            for start in range(0, len(found) + size, size)
            for item in search(snapshot, _page(request_, start, size), nothing).items
        ]
    assert pages == list(whole)


def _page(request: Request, start: int, count: int) -> Request:
    return replace(request, start=start, count=count, facets=())


@given(documents())
@settings(max_examples=30)
def test_an_index_of_nothing_answers(document: IndexDocument) -> None:
    with tempfile.TemporaryDirectory() as folder:
        snapshot = built(Path(folder), [])
        for node in (Everything(), Word("ma"), Not(Word("ma")), Phrase(("ma", "má"))):
            request = Request(ParsedQuery(node), facets=("library", "ddc", "language"))
            assert search(snapshot, request, nothing).total == 0


def of(*titles: str, **more: object) -> list[IndexDocument]:
    return [
        IndexDocument(number, number, {"title": [title]}, [title], **more)  # type: ignore[arg-type]
        for number, title in enumerate(titles, 1)
    ]


@pytest.mark.parametrize(
    ("prefix", "titles"),
    [
        ("đườ", {"Đường xa", "Đường"}),
        ("đươ", {"Đường xa", "Đường", "Đương thời"}),
        ("duo", {"Đường xa", "Đường", "Đương thời", "Dương"}),
        ("ly", {"Lý luận", "Lí luận", "Lyon"}),
        ("my", {"Mystery"}),
        ("quy", {"Quỳnh", "Quyên"}),
    ],
)
def test_a_truncated_word_finds_what_begins_so(
    tmp_path: Path, prefix: str, titles: set[str]
) -> None:
    all_titles = (
        "Đường xa", "Đường", "Đương thời", "Dương", "Lý luận", "Lí luận", "Lyon", "Lịch sử",
        "Mystery", "Minh", "Quỳnh", "Quyên", "Quảng",
    )  # fmt: skip
    snapshot = built(tmp_path, of(*all_titles))
    answer = search(snapshot, Request(ParsedQuery(Prefix(prefix)), count=50), nothing)
    assert {all_titles[item.record_id - 1] for item in answer.items} == titles


def test_a_record_without_a_year_is_of_no_year(tmp_path: Path) -> None:
    snapshot = built(tmp_path, of("Không rõ năm", year=0))
    for node in (Years(0, 1999), Years(0, 9999)):
        assert search(snapshot, Request(ParsedQuery(node)), nothing).total == 0
    both = And((Word("năm"), Not(Years(0, 9999))))
    assert search(snapshot, Request(ParsedQuery(both)), nothing).total == 1


def test_a_bare_word_in_a_field_whatever_the_record_says_elsewhere(tmp_path: Path) -> None:
    found = [
        IndexDocument(1, 1, {"title": ["Hiện đại"], "agent": ["Thu Hiền"]}, ["Hiện đại"]),
        IndexDocument(2, 2, {"title": ["Hiện tại"], "note": ["hiền, hiển"]}, ["Hiện tại"]),
    ]
    snapshot = built(tmp_path, found)
    for field, ids in (("agent", {1}), ("title", {1, 2}), ("note", {2})):
        answer = search(snapshot, Request(ParsedQuery(Word("hien", field))), nothing)
        assert {item.record_id for item in answer.items} == ids
    for field, ids in (("agent", {1}), ("title", set[int]())):
        answer = search(snapshot, Request(ParsedQuery(Phrase(("thu", "hien"), field))), nothing)
        assert {item.record_id for item in answer.items} == ids
