"""The advanced form's rows as a query, and the searches that are remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.compose import OPERATORS, QueryRow, compose
from portal.search.history import MOST_CHARACTERS, MOST_KEPT, read_query_string, remembered
from portal.search.query import FIELD_NAMES, And, Node, Not, Or, Phrase, Word, parse
from portal.search.state import SearchState
from portal.vietnamese.text import words

TYPED = st.text(alphabet='aăđ ("|)-*“”:.', max_size=20)
ROWS = st.lists(
    st.builds(
        QueryRow,
        words=TYPED,
        field=st.sampled_from(["", "title", "agent"]),
        operator=st.sampled_from(OPERATORS),
    ),
    max_size=4,
)


@pytest.mark.parametrize(
    ("rows", "query", "field"),
    [
        ([QueryRow("tô hoài", "agent")], "tô hoài", "agent"),
        ([QueryRow("  "), QueryRow("dế")], "dế", ""),
        ([QueryRow("hà nội"), QueryRow("thơ", operator="not")], "(hà nội) -thơ", ""),
        (
            [QueryRow("a", "title"), QueryRow("b", "agent")],
            "(nhan đề:a) (tác giả:b)",
            "",
        ),
        (
            [QueryRow("a"), QueryRow("b", operator="or"), QueryRow("c")],
            "(a | b) c",
            "",
        ),
        ([QueryRow('hai "ngoặc (lệch')], "hai ngoặc lệch", ""),
        ([], "", ""),
    ],
)
def test_rows_become_one_query(rows: list[QueryRow], query: str, field: str) -> None:
    assert compose(rows) == (query, field)


def test_what_is_composed_means_what_the_rows_said() -> None:
    rows = [
        QueryRow("kiều", "title"),
        QueryRow("chinh phụ", operator="or"),
        QueryRow("thơ", operator="not"),
    ]
    assert parse(compose(rows)[0]).root == And(
        (
            Or((Word("kiều", "title"), And((Word("chinh"), Word("phụ"))))),
            Not(Word("thơ")),
        )
    )


def words_of(node: Node) -> list[str]:
    match node:
        case And(parts) | Or(parts):
            return [word for part in parts for word in words_of(part)]
        case Not(part):
            return words_of(part)
        case Phrase(found, _):
            return list(found)
        case _:
            return [getattr(node, "text", "")]


@given(ROWS)
def test_no_row_loses_a_word_or_reaches_into_another(rows: list[QueryRow]) -> None:
    query, field = compose(rows)
    wanted = [word for row in rows for word in words(row.words)]
    assert [word for word in words_of(parse(query, field or None).root) if word] == wanted


def test_the_newest_search_comes_first_and_ten_are_kept() -> None:
    kept: list[str] = []
    for number in range(15):
        kept = remembered(kept, SearchState(q=f"sách {number}"))
    assert len(kept) == MOST_KEPT
    assert read_query_string(kept[0]).q == "sách 14"


def test_narrowing_is_the_same_search_going_on() -> None:
    kept = remembered([], SearchState(q="dế mèn"))
    kept = remembered(kept, SearchState(q="dế mèn", page=3).with_value("library", "KV-BD"))
    assert [read_query_string(text) for text in kept] == [
        SearchState(q="dế mèn", chosen={"library": ("KV-BD",)})
    ]


def test_looking_at_everything_is_no_search() -> None:
    assert remembered([], SearchState(page=2)) == []


@given(st.lists(st.text(max_size=300), max_size=15))
def test_the_cookie_never_grows_beyond_its_room(queries: list[str]) -> None:
    kept: list[str] = []
    for q in queries:
        kept = remembered(kept, SearchState(q=q))
    assert sum(map(len, kept)) <= MOST_CHARACTERS


@pytest.mark.parametrize("text", ["", "&&&=", "q=" + "x" * 10, "&".join(["a=b"] * 5000), "%ff%00"])
def test_any_text_can_be_read_as_a_search(text: str) -> None:
    assert isinstance(read_query_string(text), SearchState)


def test_every_field_of_a_row_has_a_name_in_the_query_language() -> None:
    for field, names in FIELD_NAMES.items():
        assert parse(f"({names[0]}:2020)").root != parse("2020").root, field
