"""Marks stand on the words that answered, and the text stays the text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from portal.search.highlight import Highlighter
from portal.search.query import parse
from portal.vietnamese import word_spans

ANY_WORDS = st.text(alphabet="aâđdDyYiílsœßøþŁﬁİKσς10.,cC+# ̣́*|", max_size=12)
LETTERS = st.text(alphabet="aàáâãăđeêiíoơuưvnth -\"<>&'.,́̂*|()", max_size=60)


def of(query: str, field: str | None = None) -> Highlighter:
    return Highlighter.of(parse(query, field).root)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("de men", "Dế Mèn phiêu lưu ký", "<mark>Dế Mèn</mark> phiêu lưu ký"),
        ("dế", "Dế và Đê", "<mark>Dế</mark> và Đê"),
        ("de", "Dế và Đê", "<mark>Dế</mark> và <mark>Đê</mark>"),
        ("hòa", "Hoà bình", "<mark>Hoà</mark> bình"),
        ('"ha noi"', "Nội Hà, Hà Nội", "Nội Hà, <mark>Hà Nội</mark>"),
        ("toan*", "Toán, toàn tập", "<mark>Toán</mark>, <mark>toàn</mark> tập"),
        ("hà -thơ", "Thơ Hà", "Thơ <mark>Hà</mark>"),
        ("thơ | truyện", "Truyện và thơ", "<mark>Truyện</mark> và <mark>thơ</mark>"),
        ("b", "<b>B</b>", "&lt;<mark>b</mark>&gt;<mark>B</mark>&lt;/<mark>b</mark>&gt;"),
        ("", "Hà Nội", "Hà Nội"),
        ("kiều", "", ""),
    ],
)
def test_what_is_marked(query: str, text: str, marked: str) -> None:
    assert of(query).marked(text) == Markup(marked)  # noqa: S704 - written above


def test_decomposed_text_is_marked_where_it_stands() -> None:
    text = unicodedata.normalize("NFD", "Chú Dế Mèn")
    assert of("dế mèn").segments(text) == [
        (unicodedata.normalize("NFD", "Chú "), False),
        (unicodedata.normalize("NFD", "Dế Mèn"), True),
    ]


def test_a_field_is_marked_in_itself_only() -> None:
    nam = of("nam", "agent")
    assert "<mark>" in nam.marked("Lê Nam", "agent")
    assert "<mark>" not in nam.marked("Việt Nam", "title")


def test_a_snippet_starts_near_the_match_and_is_cut_between_words() -> None:
    text = "mở đầu " * 40 + "cây đa Bác trồng " + "kết thúc " * 60
    snippet = of("cây đa").snippet(text)
    assert snippet is not None
    assert "<mark>cây đa</mark>" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert len(snippet) < 300
    assert of("hồ").snippet(text) is None


@given(LETTERS, LETTERS)
def test_the_pieces_together_are_the_text(query: str, text: str) -> None:
    segments = of(query).segments(text)
    assert "".join(piece for piece, _ in segments) == text
    assert all(piece for piece, _ in segments)
    for (_, before), (_, after) in pairwise(segments):
        assert before != after


@given(ANY_WORDS, ANY_WORDS)
@example("duong", "Ðường")
@example("ly", "Lí")
@example("coeur", "Cœur")
@example("1000", "1.000 năm")
@example("istanbul", "İSTANBUL")
@example("vie*", "Việt")
def test_the_first_look_at_a_text_misses_no_match(query: str, text: str) -> None:
    found = of(query)
    words = [word for word, _start, _stop in word_spans(text)]
    answering = {one for one in found.patterns if any(one.places(words))}
    assert found.answering(text) == answering
    assert any(matched for _piece, matched in found.segments(text)) == bool(answering)


@given(LETTERS, LETTERS)
def test_nothing_but_marks_is_markup(query: str, text: str) -> None:
    marked = of(query).marked(text)
    plain = marked.replace("<mark>", "").replace("</mark>", "")
    assert plain.unescape() == text
    assert "<" not in str(plain)
