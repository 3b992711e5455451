"""The language of a title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.language import guess_language
from tests.vietnamese.speech import syllables, wild


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dế Mèn phiêu lưu ký", "vie"), ("de men phieu luu ky", "vie"), ("Việt Nam", "vie"),
        ("Harry Potter và hòn đá phù thuỷ", "vie"), ("Marketing căn bản", "vie"),
        ("Tay khéo tay xinh", "vie"), ("Tiếng Anh Y khoa", "vie"), ("nghe thuat tinh te", "vie"),
        ("The Old Man and the Sea", "eng"), ("English for you", "eng"),
        ("Les misérables", "fre"), ("À la recherche du temps perdu", "fre"), ("L'Étranger", "fre"),
        ("Der Prozess", "ger"), ("Für Elise", "ger"), ("Cien años de soledad", "spa"),
        ("Il nome della rosa", "ita"), ("Война и мир", "rus"), ("紅樓夢", "chi"),
        ("ノルウェイの森", "jpn"), ("森の本", "jpn"), ("안녕", "kor"),
        ("Harry Potter", None), ("Truyen Kieu", None), ("Hà", None), ("Café", None),
        ("1984", None), ("", None),
    ],
)  # fmt: skip
def test_language(text: str, code: str | None) -> None:
    assert guess_language(text) == code


@given(st.lists(syllables(), min_size=3, max_size=9).map(" ".join))
def test_marked_syllables_are_vietnamese(phrase: str) -> None:
    if not phrase.isascii():
        assert guess_language(phrase) == "vie"


@given(wild)
def test_any_text_gets_a_code_or_none(text: str) -> None:
    code = guess_language(text)
    assert code is None or len(code) == 3
