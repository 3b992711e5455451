"""Old encodings: read when certain, left alone when the text is good as it is."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.vietnamese.legacy import decode_tcvn3, decode_vni, detect, unmojibake
from portal.vietnamese.syllables import is_syllable
from tests.vietnamese.speech import syllables

_BASES = {"\u0302": "á à å ã ä", "\u0306": "é è ú ü ë", "": "ù ø û õ ï"}
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI_ALONE = {
    "ơ": "ô",
    "ư": "ö",
    "đ": "ñ",
    "í": "í",
    "ì": "ì",
    "ỉ": "æ",
    "ĩ": "ó",
    "ị": "ò",
    "ỵ": "î",
}


def to_vni(text: str) -> str:
    """Type `text` as a VNI font wants it, letter by letter."""
    typed = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in _VNI_ALONE:
            typed.append(_VNI_ALONE[letter])
            continue
        base, *marks = list(unicodedata.normalize("NFD", letter))
        if "\u031b" in marks:
            marks.remove("\u031b")
            base = {"o": "ô", "u": "ö"}[base]
        quality = next((mark for mark in marks if mark in "\u0302\u0306"), "")
        tone = next((mark for mark in marks if mark in _TONES), "")
        second = {"\u0302": "â", "\u0306": "ê", "": ""}[quality]
        if tone:
            second = _BASES[quality].split()[_TONES.index(tone)]
        typed.append(base + second)
    return "".join(typed)


def to_tcvn3(text: str) -> str:
    """Type `text` as an ABC font wants it; Python has no codec, the table is the standard's."""
    table = dict(
        zip(
            "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            "\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca"
            "\xcb\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4"
            "\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa"
            "\xfb\xfc\xfd\xfe",
            strict=True,
        )
    )
    return "".join(table.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def to_mojibake(text: str) -> str:
    """Read the UTF-8 of `text` as code page 1252, holes as Latin-1."""
    pairs = ((bytes([byte]), chr(byte)) for byte in text.encode())
    return "".join(byte.decode("cp1252", "ignore") or hole for byte, hole in pairs)


@pytest.mark.parametrize(
    ("seen", "meant", "encoding"),
    [
        ("Céng hßa X· héi Chñ nghÜa", "Cộng hòa Xã hội Chủ nghĩa", "tcvn3"),
        ("NguyÔn V¨n A", "Nguyễn Văn A", "tcvn3"),
        ("Ngµy x\xada", "Ngày xưa", "tcvn3"),
        ("THÕ GIíI", "THẾ GIỚI", "tcvn3"),
        ("Harry Potter vµ hßn ®¸ phï thuû", "Harry Potter và hòn đá phù thuỷ", "tcvn3"),
        ("Coäng hoøa Vieät Nam", "Cộng hòa Việt Nam", "vni"),
        ("ÑAÏI HOÏC", "ĐẠI HỌC", "vni"),
        ("Nguyá»…n Du", "Nguyễn Du", "utf-8"),
        ("HÃ\xa0 Ná»™i", "Hà Nội", "utf-8"),
        ("CafÃ©", "Café", "utf-8"),
    ],
)
def test_legacy_text_is_read(seen: str, meant: str, encoding: str) -> None:
    assert detect(seen) == (encoding, meant, True)


@pytest.mark.parametrize(
    "text",
    [
        "Café résumé", "Ủy ban nhân dân", "Les misérables à Paris", "Für Elise", "São Paulo",
        "Señor niño", "L'été à l'Île d'Oléron", "Größe und Übermut", "Lê Hùng", "thé", "Garçon",
        "Tin · Anh", "« Tam ca »", "©2020", "10° nord", "½ ounce", "El Niño", "d'Été", "naïve Noël",
        "Dế Mèn phiêu lưu ký", "Harry Potter", "Война и мир", "紅樓夢", "Nº 5",
        "Tôi là Bêtô", "Pokémon · 3", "Bé", "hoà tan", "",
    ],
)  # fmt: skip
def test_good_text_stays(text: str) -> None:
    assert detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Kieàu",
        "På så",
        "Över ån på så sätt",
        "5 µm 6",
        "Nguyá»…n Nháº\xadt Ãnh",
        "Sæ tay thùc hµnh 6×66 Ngµy",
    ],
)
def test_a_doubtful_text_is_never_certain(text: str) -> None:
    guess = detect(text)
    assert guess is None or not guess.certain


def _meets(phrase: str, seen: str, encoding: str) -> None:
    """A guess, if certain, is right; and only a text that reads well as typed goes unnoticed."""
    guess = detect(seen)
    if guess is None:
        assert seen.isascii() or any(map(is_syllable, seen.split()))
    elif guess.certain:
        assert (guess.encoding, guess.text) == (encoding, phrase)


_phrases = st.lists(syllables(), min_size=4, max_size=10).map(" ".join)


@given(_phrases)
def test_tcvn3_round_trip(phrase: str) -> None:
    assert decode_tcvn3(to_tcvn3(phrase)) == phrase
    assert decode_tcvn3(to_tcvn3(phrase).encode("latin-1")) == phrase
    assert decode_tcvn3(to_tcvn3(phrase), capitals=True) == phrase.upper()
    _meets(phrase, to_tcvn3(phrase), "tcvn3")


@given(_phrases)
def test_vni_round_trip(phrase: str) -> None:
    assert decode_vni(to_vni(phrase)) == phrase
    assert decode_vni(to_vni(phrase).upper()) == phrase.upper()
    assert decode_vni(to_vni(phrase).encode("latin-1")) == phrase
    _meets(phrase, to_vni(phrase), "vni")


@given(_phrases)
def test_mojibake_round_trip(phrase: str) -> None:
    assume(not phrase.isascii())
    assert unmojibake(to_mojibake(phrase)) == phrase
    assert unmojibake(to_mojibake(to_mojibake(phrase))) == phrase
    assert detect(to_mojibake(phrase)) == ("utf-8", phrase, True)


@given(_phrases)
def test_vietnamese_is_never_taken_for_legacy(phrase: str) -> None:
    assert detect(phrase) is None
    assert detect(phrase.capitalize()) is None
