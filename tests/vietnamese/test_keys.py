"""Two keys for a word: what meets and what stays apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.letters import TONE_MARKS
from portal.vietnamese.syllables import (
    bare_key,
    exact_key,
    fold,
    has_marks,
    is_bare_syllable,
    is_syllable,
    split,
)
from tests.vietnamese.speech import marked, syllables, wild


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("Huỳ", "hùy"),
        ("lý", "lí"), ("kỹ", "kĩ"), ("mỹ", "mĩ"), ("sĩ", "sỹ"), ("tỷ", "tỉ"), ("hy", "hi"),
        ("quý", "quí"), ("quỳnh", "quình"), ("quýt", "quít"), ("Ðà", "Đà"), ("mượn", "mựơn"),
        ("LÝ", "lí"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert exact_key(one) == exact_key(other)
    assert bare_key(one) == bare_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("má", "mà"), ("tú", "tư"), ("may", "mai"), ("tay", "tai"), ("thuý", "thúi"),
        ("vy", "vi"), ("thy", "thi"), ("ý", "í"), ("đường", "dường"), ("lê", "le"), ("ăn", "ân"),
        ("sky", "ski"), ("résumé", "resumé"),
    ],
)  # fmt: skip
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert exact_key(one) != exact_key(other)


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("Nguyễn", "nguyen"), ("Đường", "duong"), ("café", "cafe"), ("Köln", "koln"),
        ("niño", "nino"), ("œuvre", "oeuvre"), ("Ærø", "aero"), ("Łódź", "lodz"),
        ("Straße", "strasse"), ("İstanbul", "istanbul"), ("война", "воина"), ("が", "が"),
        ("lý", "li"), ("ly", "li"), ("C++", "c++"),
    ],
)  # fmt: skip
def test_bare_key(word: str, bare: str) -> None:
    assert bare_key(word) == bare


def test_a_bare_word_keeps_its_quality_marks_in_the_exact_key() -> None:
    assert exact_key("Đâu") == "đâu"
    assert exact_key("lê") == "lê"
    assert exact_key("sach") == bare_key("sách") == "sach"


def test_folding_a_text_keeps_its_shape() -> None:
    assert fold("Đất rừng, Phương-Nam!") == "dat rung, phuong-nam!"


@pytest.mark.parametrize("word", ["má", "đi", "ăn", "âu", "ơi", "tư", "Ê", "café"])
def test_marked(word: str) -> None:
    assert has_marks(word)


@pytest.mark.parametrize("word", ["ma", "sach", "", "C++", "2024", "Müller", "garçon"])
def test_unmarked(word: str) -> None:
    assert not has_marks(word)


_SYLLABLES = (
    "nghiêng quốc giếng gì gìn già khuỷu quỳnh thuở yêu ý uống xoong khoẻ khỏe Nguyễn đoạt "
    "huơ quạu quyết ngoằn y á ở rượu nghĩa quấc oanh"
)


@pytest.mark.parametrize("word", _SYLLABLES.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)


_OTHERS = (
    "harry by sky café résumé matx nhật1 cat sách1 sàch kà cí ngi gha qa wa fa lenin 12 zô "
    "nghàn gắm2 viet tât"
)


@pytest.mark.parametrize("word", ["", *_OTHERS.split()])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_parts_of_a_syllable() -> None:
    assert split("Nghĩa") == ("ngh", "ia", "\u0303")
    assert split("giếng") == ("gi", "êng", "\u0301")
    assert split("an") == ("", "an", "")


@given(syllables())
def test_every_allowed_syllable_is_recognised_bare_or_marked(word: str) -> None:
    assert is_syllable(word)
    assert is_bare_syllable(fold(word))


@given(syllables(), st.sampled_from(TONE_MARKS))
def test_the_place_of_the_tone_does_not_matter(word: str, tone: str) -> None:
    parts = split(word)
    assert parts is not None
    spellings = {exact_key(marked(parts.initial, parts.rime, tone, at)) for at in range(3)}
    assert len(spellings) == 1


@given(syllables(), syllables())
def test_words_that_share_the_exact_key_share_the_bare_one(one: str, other: str) -> None:
    if exact_key(one) == exact_key(other):
        assert bare_key(one) == bare_key(other)
    assert bare_key(exact_key(one)) == bare_key(one)


@given(wild)
def test_keys_are_settled(word: str) -> None:
    assert bare_key(bare_key(word)) == bare_key(word)
    assert exact_key(exact_key(word)) == exact_key(word)
    assert fold(fold(word)) == fold(word)


@given(wild)
def test_composed_or_decomposed_is_the_same(word: str) -> None:
    for other in (unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)):
        assert exact_key(other) == exact_key(word)
        assert bare_key(other) == bare_key(word)
        assert has_marks(other) == has_marks(word)
