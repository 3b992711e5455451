"""A search that finds nothing says what would, and never sends a reader nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.search.maintenance import update_index
from portal.search.relax import MANY_TIMES, Relaxed, StepKind, relaxations, suggest
from portal.search.service import Searcher
from portal.search.spelling import neighbours_of
from portal.search.state import SearchState
from portal.search.typed import read
from portal.vietnamese.text import words
from tests import make
from tests.search.finding import Reader
from tests.search.shelf import shelved


@pytest.fixture
def searcher(session: Session, tmp_path: Path) -> Searcher:
    return shelved(session, tmp_path / "index").searcher


def steps(found: Relaxed) -> list[tuple[str, str, int]]:
    return [(step.kind.value, step.state.q, step.total) for step in found.steps]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("dè mén", [("marks", "dế mèn", 1)]),
        ("tác giả:nguyễn nhất anh", [("marks", "tác giả:nguyễn nhật ánh", 3)]),
        ("demen", [("spelling", "dế mèn", 1)]),
        ("tô haoi", [("spelling", "tô hoài", 2)]),
        (
            "nguyen nhat anj",
            [("spelling", "nguyễn nhật ánh", 3), ("word", "nguyễn nhật", 3)],
        ),
        ("dế mèn qwxzt", [("word", "dế mèn", 1)]),
        ("nguyễn du mắt biếc", [("word", "nguyễn mắt biếc", 1)]),
        ("qwxzt", []),
        ("isbn:123", []),
    ],
)
def test_each_way_out_is_named_with_what_it_finds(
    searcher: Searcher, q: str, expected: list[tuple[str, str, int]]
) -> None:
    assert steps(relaxations(searcher, SearchState(q=q))) == expected


def test_the_words_left_out_are_told(searcher: Searcher) -> None:
    (step,) = relaxations(searcher, SearchState(q="dế mèn qwxzt zzyx")).steps
    assert step.left_out == ("qwxzt", "zzyx")


def test_words_that_stand_together_are_never_corrected(searcher: Searcher) -> None:
    """Du ký is no slip for Dế ký, and Nguyễn Du none for anything."""
    found = relaxations(searcher, SearchState(q="du ky nguyen du"))
    assert StepKind.SPELLING not in {step.kind for step in found.steps}


def test_limits_are_taken_away_one_by_one_and_then_all(session: Session, tmp_path: Path) -> None:
    out = make.record(session, "O chuột", year=1942)
    make.copy(session, out, make.library(session, "HN-A"), status=CopyStatus.on_loan)
    searcher = shelved(session, tmp_path / "index").searcher
    state = SearchState(q="dế mèn", field="agent")
    assert steps(relaxations(searcher, state))[-1] == ("field", "dế mèn", 1)
    state = SearchState(q="dế mèn", chosen={"language": ("zzz",)}, available=False)
    assert steps(relaxations(searcher, state)) == [("filters", "dế mèn", 1)]
    state = SearchState(q="dế mèn", year_from=2000)
    assert steps(relaxations(searcher, state)) == [("years", "dế mèn", 1)]
    state = SearchState(q="o chuột", available=True)
    assert steps(relaxations(searcher, state)) == [("available", "o chuột", 2)]
    state = SearchState(q="dế mèn", chosen={"library": ("X",), "material": ("map",)})
    (step,) = relaxations(searcher, state).steps
    assert (step.kind, step.state.chosen) == (StepKind.FILTERS, {})


def test_wrong_words_inside_a_wrong_scope_lead_on_all_the_same(searcher: Searcher) -> None:
    state = SearchState(q="demen", chosen={"library": ("X",)}, year_from=2020)
    assert steps(relaxations(searcher, state)) == [("spelling", "dế mèn", 1)]


def test_the_suggestion_is_the_first_other_reading(searcher: Searcher) -> None:
    found = relaxations(searcher, SearchState(q="demen", page=4, per_page=50))
    assert found.suggestion is not None
    assert found.suggestion.text == found.suggestion.state.q == "dế mèn"
    assert (found.suggestion.state.page, found.suggestion.state.per_page) == (1, 50)


def test_few_hits_suggest_only_what_finds_far_more(session: Session, tmp_path: Path) -> None:
    for _ in range(MANY_TIMES):
        make.record(session, "Harry Potter")
    make.record(session, "Poter nào đó của Harry")
    make.record(session, "Poterr")
    searcher = Reader(session, tmp_path / "index").searcher
    found = suggest(searcher, SearchState(q="harry poter"), 1)
    assert found is not None
    assert (found.text, found.total) == ("harry potter", MANY_TIMES)
    assert suggest(searcher, SearchState(q="harry poter", exact=True), 1) is None
    assert suggest(searcher, SearchState(q="harry potter"), MANY_TIMES) is None
    assert suggest(searcher, SearchState(q="poter nao"), 1) is None
    # A rare title is right as it is, whatever else is nearly spelled so.
    assert suggest(searcher, SearchState(q="poterr"), 1) is None


@pytest.mark.parametrize(
    ("q", "without"),
    [
        ('a "b c" -d tác giả:e', ['"b c" -d tác giả:e', 'a "c" -d tác giả:e',
                                  'a "b" -d tác giả:e', 'a "b c" -d']),
        ("tác giả:e f", ["tác giả:f", "tác giả:e"]),
        ("tác giả:e OR f", ["f", "tác giả:e"]),
        ("(a OR b) c", ["(b) c", "(a) c", "(a OR b)"]),
        ("a KHÔNG b c", ["KHÔNG b c", "a KHÔNG b"]),
        ("a isbn:123 OR năm:1990", ["isbn:123 OR năm:1990"]),
        ("a b*", ["b*"]),
    ],
)  # fmt: skip
def test_a_word_goes_with_all_that_hung_on_it(q: str, without: list[str]) -> None:
    typed = read(q)
    assert [typed.without([place]) for place in range(len(typed.words))] == without


@given(st.text(max_size=120), st.data())
def test_any_text_can_be_written_anew(text: str, data: st.DataObject) -> None:
    typed = read(text)
    assert typed.replaced({}) == typed.text
    assert [words(typed.text[word.start : word.end]) for word in typed.words] == [
        [word.text] for word in typed.words
    ]
    places = range(len(typed.words))
    kept = data.draw(st.sets(st.sampled_from(places))) if typed.words else set()
    left = read(typed.without(set(places) - kept))
    assert sorted(word.text for word in left.words) == sorted(typed.words[p].text for p in kept)


def test_one_slip_away() -> None:
    found = neighbours_of("men")
    assert {"en", "mne", "man", "mens", "me", "emn"} <= found
    assert "men" not in found
    assert neighbours_of("a").isdisjoint({""})


def test_words_looked_up_together_are_those_looked_up_alone(
    session: Session, tmp_path: Path
) -> None:
    shelved(session, tmp_path)
    make.record(session, "Mặn mà")  # comes with an update, so that there are two segments
    session.commit()
    assert update_index(session, tmp_path) == 1
    snapshot = Reader(session, tmp_path, build=False).searcher.snapshot
    assert len(snapshot.leaves) == 2
    for typed in ("men", "mam", "ky", "potterr", "zzzzz"):
        words = sorted(neighbours_of(typed))
        alone = [word for word in words if snapshot.frequency(word)]
        assert snapshot.words.held(words) == alone
    assert snapshot.words.held(["man", "men", "mon", "ly", "li"]) == ["man", "men", "ly", "li"]
