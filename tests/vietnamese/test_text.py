"""Clean text, and words with their places."""

import unicodedata

import pytest
from hypothesis import given

from portal.vietnamese.text import normalise, word_spans, words
from tests.vietnamese.speech import phrases, wild


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("  Dế   Mèn\n phiêu\tlưu\u00a0ký ", "Dế Mèn phiêu lưu ký"),
        ("Ha\u0300 No\u0323\u0302i", "Hà Nội"),
        ("Tri\u00e9\u0302t học", "Triết học"),  # tone before circumflex
        ("Vie\u0302\u0323t\u200b Na\u00adm\ufeff", "Việt Nam"),
        ("\x98The \x9cBook\x00", "The Book"),
        ("“Đất” – rừng… phương Nam", "“Đất” – rừng… phương Nam"),
        ("\ud800abc", "abc"),
        ("", ""),
    ],
)
def test_a_field_is_cleaned(dirty: str, clean: str) -> None:
    assert normalise(dirty) == clean


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dế Mèn phiêu lưu ký", ["dế", "mèn", "phiêu", "lưu", "ký"]),
        ("ĐẤT RỪNG PHƯƠNG NAM", ["đất", "rừng", "phương", "nam"]),
        ("Saint-Exupéry: d'Artagnan", ["saint", "exupéry", "d", "artagnan"]),
        ("Lập trình C++, C# và C", ["lập", "trình", "c++", "c#", "và", "c"]),
        ("1.000 câu hỏi, 1,000 words", ["1000", "câu", "hỏi", "1000", "words"]),
        ("Marketing 4.0", ["marketing", "4", "0"]),
        ("30.4.1975", ["30", "4", "1975"]),
        ("10.000.000", ["10000000"]),
        ("tập 1,2", ["tập", "1", "2"]),
        ("紅樓夢 2", ["紅", "樓", "夢", "2"]),
        ("M'Drăk", ["m", "drăk"]),
        ("__a_b__", ["a", "b"]),
        ("… ! —", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(wild)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(wild)
def test_spans_point_at_their_words(text: str) -> None:
    spans = word_spans(text)
    assert [word for word, _, _ in spans] == words(text)
    for word, start, end in spans:
        assert words(text[start:end]) == [word]
    places = [place for _, start, end in spans for place in (start, end)]
    assert places == sorted(places)


@given(phrases())
def test_decomposed_text_has_the_same_words(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert words(decomposed) == words(text)
    assert len(word_spans(decomposed)) == len(text.split())
