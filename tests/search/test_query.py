"""Whatever is typed means something, and costs no more than it may."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.search.query import (
    FIELD_NAMES,
    MAX_DEPTH,
    MAX_WORDS,
    And,
    Code,
    Everything,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    Years,
    parse,
)

_PIECES = st.sampled_from(
    [
        *'()"“”|*-!&:',
        *" \t", "OR", "VÀ", "KHÔNG", "NOT", "hoặc", "dế", "Mèn", "tác giả:", "năm:", "isbn:",
        "1990-2000", "ſeries:", "tı:", "ký hiệu:", "-x", "\u0000", "\u202e", "😀", "e\u0302\u0301",
    ]
)  # fmt: skip
typed = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map(" ".join),
                  st.lists(_PIECES, max_size=60).map("".join))  # fmt: skip


def leaves(node: Node) -> list[Node]:
    match node:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(part):
            return leaves(part)
    return [node]


def depth(node: Node) -> int:
    match node:
        case And(parts) | Or(parts):
            return 1 + max(map(depth, parts))
        case Not(part):
            return 1 + depth(part)
    return 0


@given(typed, st.sampled_from([None, *FIELD_NAMES]))
@example("(" * 5000, None)
@example("ſeries:x", None)
@example("dế " * 5000, None)
@example('"' + "mèn " * 3000, "title")
@example("-" * 3000 + "x", None)
@example("năm:" * 90 + "1990", None)
def test_nothing_typed_is_too_much(text: str, field: str | None) -> None:
    parsed = parse(text, field)
    found = leaves(parsed.root)
    words = sum(
        len(leaf.words) if isinstance(leaf, Phrase) else isinstance(leaf, Word | Prefix)
        for leaf in found
    )
    assert words <= MAX_WORDS
    assert depth(parsed.root) <= 3 * (MAX_DEPTH + 1)


@given(st.lists(st.sampled_from("dế Mèn phiêu lưu ký đường Ưng".split()) | st.text(max_size=9)))
def test_composed_or_not_is_all_one(pieces: list[str]) -> None:
    text = normalize("NFC", " ".join(pieces))
    assert parse(normalize("NFD", text)).root == parse(text).root


def a(*parts: Node) -> And:
    return And(parts)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("", Everything()),
        ("*", Everything()),
        ('"" () - !', Everything()),
        ("Dế Mèn", a(Word("dế"), Word("mèn"))),
        ('"Dế Mèn', Phrase(("dế", "mèn"))),
        ("“dế mèn” ký", a(Phrase(("dế", "mèn")), Word("ký"))),
        ("dế OR mèn", Or((Word("dế"), Word("mèn")))),
        ("dế hoặc mèn", a(Word("dế"), Word("hoặc"), Word("mèn"))),
        ("dế HOẶC mèn", Or((Word("dế"), Word("mèn")))),
        ("dế -mèn", a(Word("dế"), Not(Word("mèn")))),
        ("dế KHÔNG mèn", a(Word("dế"), Not(Word("mèn")))),
        ("khoa-học", a(Word("khoa"), Word("học"))),
        ("CHIẾN TRANH VÀ HÒA BÌNH", a(*map(Word, "chiến tranh và hòa bình".split()))),
        ("tác giả:nguyễn nhật ánh", a(*(Word(w, "agent") for w in "nguyễn nhật ánh".split()))),
        ("tac gia: tô hoài", a(Word("tô", "agent"), Word("hoài", "agent"))),
        ("author:x OR title:y", Or((Word("x", "agent"), Word("y", "title")))),
        ("(dế OR mèn) ký", a(Or((Word("dế"), Word("mèn"))), Word("ký"))),
        ("nguy*", Prefix("nguy")),
        ("isbn:978-604-1", Code("978-604-1", "isbn")),
        ("năm:1990-2000", Years(1990, 2000)),
        ("năm:2000-1990", Years(1990, 2000)),
        ("năm:1990-", Years(1990, 9999)),
        ("ký hiệu:895.922", Code("895.922", "call")),
        ("ſeries:x", a(Word("ſeries"), Word("x"))),
    ],
)
def test_what_is_typed_is_read_as_it_was_meant(text: str, root: Node) -> None:
    assert parse(text).root == root


def test_a_long_query_says_that_it_was_cut() -> None:
    assert parse("dế " * 1000).shortened
    assert parse(" ".join(["dế"] * (MAX_WORDS + 1))).shortened
    assert not parse(" ".join(["dế"] * MAX_WORDS)).shortened


several = st.sampled_from(["dế", "Mèn", "1954", "a_b", "Ưng", "书店"])
plain = st.lists(several, max_size=MAX_WORDS + 3)


@given(plain.map(" ".join), st.sampled_from([None, *FIELD_NAMES]))
def test_plain_words_are_read_as_words_among_others_are(text: str, field: str | None) -> None:
    """Which are read token by token, as those with a quote behind them are."""
    assert parse(text, field) == parse(f'{text} ""', field)
