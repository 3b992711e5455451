"""Alphabetical order as Vietnamese readers know it."""

import pytest
from hypothesis import given

from portal.vietnamese.letters import TONE_MARKS
from portal.vietnamese.order import ALPHABET, initial, person_sort_key, sort_key
from portal.vietnamese.syllables import split
from portal.vietnamese.text import words
from tests.vietnamese.speech import marked, phrases, wild


@pytest.mark.parametrize(
    "ordered",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô",
         "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y"],
        ["ba", "bà", "bả", "bã", "bá", "bạ", "bác", "bắc", "bấc"],
        ["Nguyên Hồng", "Nguyễn An", "Nguyễn Du"],
        ["ba ơi", "bà an"],
        ["hoà an", "hòa bình"],
        ["Tập 2", "Tập 10", "Tập hai"],
        ["9 năm", "10 năm", "100 năm", "999.999", "1000000", "An"],
        ["ca cao", "cafe", "café"],
        ["da", "dạ", "đá", "e", "fa", "g"],
        ["van", "Wales", "xa", "z", "Zola", "Война", "紅樓夢"],
        ["u", "Über", "ư"],
        ["mây", "mây bay", "mấy"],
    ],
)  # fmt: skip
def test_order(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


@pytest.mark.parametrize(
    ("one", "other"),
    [("HÀ NỘI", "hà nội"), ("«Đất»", "đất"), ("Tập 02", "tập 2"), ("hoà", "hòa")],
)
def test_case_punctuation_and_spelling_do_not_count(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@given(phrases())
def test_tones_follow_one_another_in_every_syllable(phrase: str) -> None:
    parts = split(words(phrase)[0])
    assert parts is not None
    keys = [
        sort_key(marked(parts.initial, parts.rime, tone, 0) + " " + phrase)
        for tone in ("", *TONE_MARKS)
    ]
    assert keys == sorted(set(keys))


@given(wild, wild)
def test_the_key_of_the_first_words_begins_the_key_of_all(first: str, rest: str) -> None:
    assert sort_key(first + " " + rest).startswith(sort_key(first))


@given(phrases())
def test_a_key_stays_small(phrase: str) -> None:
    assert len(sort_key(phrase)) <= len(phrase) + 1


def test_a_number_of_any_length_has_a_key() -> None:
    assert sort_key("9" * 5000) > sort_key("8" * 200)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Ấu thơ", "Â"), ("«Đất»", "Đ"), ("ứng", "Ư"), ("Émile", "E"), ("Öl", "O"), ("Zola", "Z"),
        ("3 chàng", "#"), ("Война", "#"), ("", "#"), ("Ảnh", "A"),
    ],
)  # fmt: skip
def test_heading(text: str, heading: str) -> None:
    assert initial(text) == heading


def test_headings_follow_the_order_of_titles() -> None:
    assert list(ALPHABET) == sorted(ALPHABET, key=sort_key)
    assert [initial(letter) for letter in ALPHABET] == list(ALPHABET)


def test_people_go_by_ten_then_dem_then_ho() -> None:
    ordered = [
        "Nguyễn An", "Nguyễn Bình An", "Lê Thị An", "Trần Văn An", "Lê Ánh", "Châu, Nguyễn Minh",
        "Hồ Vạn", "Verne, Jules",
    ]  # fmt: skip
    backwards = ordered[::-1]
    assert sorted(backwards, key=person_sort_key) == ordered
