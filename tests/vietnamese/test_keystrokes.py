"""Telex and VNI as the keyboard sends them, played back by an encoder of the tests' own."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.vietnamese.keystrokes import from_telex, from_vni
from portal.vietnamese.letters import TONE_MARKS
from portal.vietnamese.rimes import ALL_RIMES, INITIALS, fits
from portal.vietnamese.syllables import exact_key, has_marks, is_syllable, with_tone

TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j",
         "\u0306": "w", "\u031b": "w"}  # fmt: skip
VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5",
       "\u0302": "6", "\u031b": "7", "\u0306": "8"}  # fmt: skip

syllables = (
    st.tuples(st.sampled_from(INITIALS), st.sampled_from(sorted(ALL_RIMES)))
    .filter(lambda parts: fits(*parts))
    .flatmap(
        lambda parts: st.sampled_from(["", *TONE_MARKS]).map(
            lambda tone: with_tone("".join(parts), tone)
        )
    )
    .filter(is_syllable)
)


def pressed(word: str, method: dict[str, str], crossed: str, *, tone_last: bool) -> str:
    """The keys for a syllable: each mark behind its letter, or the tone behind the whole word."""
    keys, end = "", ""
    for letter in unicodedata.normalize("NFC", word):
        base, *marks = list(unicodedata.normalize("NFD", letter))
        keys += crossed if base == "đ" else base
        for mark in sorted(marks, key=lambda mark: mark in TONE_MARKS):
            key = method.get(mark, base)
            if mark in TONE_MARKS and tone_last:
                end = key
            else:
                keys += key
    return keys + end


def key_of(found: tuple[str, ...]) -> list[str]:
    return [exact_key(word) for word in found]


@given(syllables, st.booleans())
def test_what_telex_sends_is_read_back(word: str, tone_last: bool) -> None:
    keys = pressed(word, TELEX, "dd", tone_last=tone_last)
    # oo is ô to a keyboard: whoever means boong presses o three times.
    assume(has_marks(word) and "oo" not in unicodedata.normalize("NFD", word))
    assert exact_key(word) in key_of(from_telex(keys))


@given(syllables, st.booleans())
def test_what_vni_sends_is_read_back(word: str, tone_last: bool) -> None:
    assume(has_marks(word))
    keys = pressed(word, VNI, "d9", tone_last=tone_last)
    assert exact_key(word) in key_of(from_vni(keys))


@given(syllables, st.data())
def test_a_tone_may_be_pressed_anywhere_behind_its_vowel(word: str, data: st.DataObject) -> None:
    keys = pressed(word, VNI, "d9", tone_last=True)
    assume(keys[-1:] in "12345" and len(keys) > 2)
    vowel = next(place for place, letter in enumerate(keys) if letter in "aeiouy")
    place = data.draw(st.integers(vowel + 1, len(keys) - 1))
    moved = keys[:place] + keys[-1] + keys[place:-1]
    assert exact_key(word) in key_of(from_vni(moved))


@given(st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxywzfj0123456789 ́"), max_size=16))
def test_whatever_is_read_is_a_syllable_other_than_the_word(word: str) -> None:
    for made in (*from_telex(word), *from_vni(word)):
        assert is_syllable(made)
        assert made != word


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("nguyeenx", "nguyễn"), ("nguyeexn", "nguyễn"), ("nguyexen", "nguyễn"),
        ("nhaatj", "nhật"), ("asnh", "ánh"), ("anhs", "ánh"), ("ddi", "đi"), ("did", "đi"),
        ("duwowngf", "dường"), ("dduwowngf", "đường"), ("dduongwf", "đường"), ("dwowngf", "dường"),
        ("tw", "tư"), ("hoaf", "hoà"), ("hoawcj", "hoặc"), ("cuar", "của"), ("giuwx", "giữ"),
        ("quowr", "quở"), ("thuowr", "thuở"), ("khuya", None), ("cooong", "coong"),
        ("booong", "boong"), ("ddeer", "để"), ("ruwowuj", "rượu"), ("quyeenr", "quyển"),
        ("khuyur", "khuỷu"), ("gif", "gì"), ("has", "há"), ("ban", None), ("window", None),
        ("harry", None), ("books", None), ("python", None), ("", None), ("s", None), ("ss", None),
    ],
)  # fmt: skip
def test_telex_by_hand(keys: str, word: str | None) -> None:
    assert (from_telex(keys)[:1] or (None,))[0] == word


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("nguye6n4", "nguyễn"), ("nguye64n", "nguyễn"), ("nha65t", "nhật"), ("a1nh", "ánh"),
        ("d9i", "đi"), ("di9", "đi"), ("d9u7o7ng2", "đường"), ("d9uo7ng2", "đường"),
        ("tu72", "từ"), ("ha8ng2", "hằng"), ("toan5", "toạn"), ("tap12", None), ("2021", None),
        ("b1", None), ("a66", None), ("windows10", None), ("nguyen", None),
    ],
)  # fmt: skip
def test_vni_by_hand(keys: str, word: str | None) -> None:
    assert (from_vni(keys)[:1] or (None,))[0] == word


@pytest.mark.parametrize(
    ("letters", "tone", "word"),
    [
        ("hoa", "\u0300", "hoà"), ("thuy", "\u0301", "thuý"), ("khoe", "\u0309", "khoẻ"),
        ("mua", "\u0300", "mùa"), ("cua", "\u0309", "của"), ("toan", "\u0301", "toán"),
        ("nguyên", "\u0303", "nguyễn"), ("đương", "\u0300", "đường"), ("khuyu", "\u0309", "khuỷu"),
        ("gia", "\u0300", "già"), ("gi", "\u0300", "gì"), ("quy", "\u0301", "quý"),
        ("ngoai", "\u0323", "ngoại"), ("yêu", "\u0309", "yểu"), ("mia", "\u0301", "mía"),
        ("harry", "\u0301", "harry"), ("an", "", "an"),
    ],
)  # fmt: skip
def test_the_tone_stands_where_schools_set_it(letters: str, tone: str, word: str) -> None:
    assert with_tone(letters, tone) == word
