"""A search that finds nothing says what would, and never sends a reader nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.libraries.branches import Network
from portal.search.analysis import IndexDocument
from portal.search.relax import MANY_TIMES, MOST_COUNTS, Relaxed, StepKind, relaxations, suggest
from portal.search.service import Searcher
from portal.search.spelling import neighbours_of
from portal.search.state import SearchState
from portal.search.typed import read
from portal.vietnamese.text import words
from tests.search.catalogues import built

BOOKS = [
    ("Dế Mèn phiêu lưu ký", "Tô Hoài"),
    ("O chuột", "Tô Hoài"),
    ("Mắt biếc", "Nguyễn Nhật Ánh"),
    ("Kính vạn hoa", "Nguyễn Nhật Ánh"),
    ("Tôi thấy hoa vàng trên cỏ xanh", "Nguyễn Nhật Ánh"),
    ("Truyện Kiều", "Nguyễn Du"),
    ("Đất rừng phương Nam", "Đoàn Giỏi"),
    ("Harry Potter và hòn đá phù thuỷ", "J. K. Rowling"),
    ("Du ký", "Phạm Quỳnh"),
]


class NoDatabase:
    """For words alone: no code is ever found."""

    def scalars(self, query: object) -> list[int]:
        return []


class Counting(Searcher):
    """Counts how often it was asked."""

    def count(self, state: SearchState) -> int:
        asked.append(state)
        return super().count(state)


asked: list[SearchState] = []


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    documents = [
        IndexDocument(
            number, number, {"title": [title], "agent": [author]}, [title],
            year=1940 + number, language=1, libraries=(1,), available=(number % 2,),
        )
        for number, (title, author) in enumerate(BOOKS, 1)
    ]  # fmt: skip
    session: Session = NoDatabase()  # type: ignore[assignment]
    snapshot = built(tmp_path_factory.mktemp("index"), documents)
    return Counting(session, snapshot, Network.of([]))


def steps(found: Relaxed) -> list[tuple[str, str, int]]:
    return [(step.kind.value, step.state.q, step.total) for step in found.steps]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("dè mén", [("marks", "de men", 1)]),
        (
            "tác giả:nguyễn nhất anh",
            [("marks", "tác giả:nguyen nhat anh", 3), ("word", "tác giả:nguyễn anh", 3)],
        ),
        ("demen", [("spelling", "de men", 1)]),
        ("hary poter", [("spelling", "harry potter", 1)]),
        ("tô haoi", [("spelling", "tô hoai", 2), ("word", "tô", 2)]),
        ("nguyen nhat anj", [("spelling", "nguyen nhat anh", 3), ("word", "nguyen nhat", 3)]),
        ("kinh van hao", [("spelling", "kinh van hoa", 1), ("word", "kinh van", 1)]),
        ("“truyen kiue”", [("spelling", "“truyen kieu”", 1), ("word", '"truyen"', 1)]),
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


def test_limits_are_taken_away_one_by_one_and_then_all(searcher: Searcher) -> None:
    state = SearchState(q="dế mèn", field="agent")
    assert steps(relaxations(searcher, state))[-1] == ("field", "dế mèn", 1)
    state = SearchState(q="dế mèn", chosen={"language": ("zzz",)}, available=False)
    assert steps(relaxations(searcher, state)) == [("filters", "dế mèn", 1)]
    state = SearchState(q="dế mèn", year_from=2000)
    assert steps(relaxations(searcher, state)) == [("years", "dế mèn", 1)]
    state = SearchState(q="o chuột", available=True)
    assert steps(relaxations(searcher, state)) == [("available", "o chuột", 1)]
    state = SearchState(q="dế mèn", chosen={"library": ("X",), "material": ("book",)})
    (step,) = relaxations(searcher, state).steps
    assert (step.kind, step.state.chosen) == (StepKind.FILTERS, {})


def test_wrong_words_inside_a_wrong_scope_lead_on_all_the_same(searcher: Searcher) -> None:
    state = SearchState(q="demen", chosen={"library": ("X",)}, year_from=2020)
    assert steps(relaxations(searcher, state)) == [("spelling", "de men", 1)]


def test_the_suggestion_is_the_first_other_reading(searcher: Searcher) -> None:
    found = relaxations(searcher, SearchState(q="demen", page=4, per_page=50))
    assert found.suggestion is not None
    assert found.suggestion.text == found.suggestion.state.q == "de men"
    assert (found.suggestion.state.page, found.suggestion.state.per_page) == (1, 50)


@given(st.lists(st.sampled_from("dế men demen hary qwxzt OR -kiue tác giả: \" ( ) xanhh".split()),
                max_size=14).map(" ".join), st.booleans())  # fmt: skip
def test_every_step_finds_what_it_says_and_counting_has_an_end(
    searcher: Searcher, q: str, narrowed: bool
) -> None:
    state = SearchState(q=q, chosen={"language": ("zzz",)} if narrowed else {})
    asked.clear()
    found = relaxations(searcher, state)
    assert len(asked) <= MOST_COUNTS
    for step in found.steps:
        assert step.total == searcher.count(step.state) > 0


def test_few_hits_suggest_only_what_finds_far_more(tmp_path: Path) -> None:
    many = [("Harry Potter", "")] * MANY_TIMES + [("Poter nào đó của Harry", "")]
    documents = [
        IndexDocument(number, number, {"title": [title]}, [title])
        for number, (title, _) in enumerate(many, 1)
    ]
    session: Session = NoDatabase()  # type: ignore[assignment]
    searcher = Searcher(session, built(tmp_path, documents), Network.of([]))
    found = suggest(searcher, SearchState(q="harry poter"), 1)
    assert found is not None
    assert (found.text, found.total) == ("harry potter", MANY_TIMES)
    assert suggest(searcher, SearchState(q="harry potter"), MANY_TIMES) is None
    assert suggest(searcher, SearchState(q="poter nao"), 1) is None


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
