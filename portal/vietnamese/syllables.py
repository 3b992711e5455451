"""Keys under which a word is looked for, and the parts of a Vietnamese syllable."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from portal.vietnamese.letters import (
    LOOKALIKES,
    NANG,
    NO_MARKS,
    PLAIN,
    SAC,
    TONE_LETTERS,
    TONE_MARKS,
    compose,
)
from portal.vietnamese.rimes import ALL_RIMES, INITIALS, fits, stopped

# A library's words: some 7,000 syllables and a long tail of foreign names.
_REMEMBERED: Final = 1 << 17

_TONE: Final = re.compile(f"[{TONE_MARKS}]")
_VIETNAMESE: Final = re.compile(f"[{TONE_MARKS}đ]|[ae]\u0302|[ao]\u0302|a\u0306|[ou]\u031b")
_TO_LETTER: Final = dict(zip(TONE_MARKS, TONE_LETTERS, strict=True))
# The two spellings that school books and newspapers use side by side; i is the settled one.
# vy/vi, thy/thi and ny/ni are not among them: there y tells a person's name from a word.
_Y_FOR_I: Final = re.compile(r"\A(?:(?:[hklmst]|qu)y\Z|quy(?=(?:nh|ch|n|t|p)\Z))")


class Syllable(NamedTuple):
    """A syllable in parts: lower-case initial, toneless rime, combining tone mark or ""."""

    initial: str
    rime: str
    tone: str


def _lower(word: str) -> str:
    return compose(word).lower().translate(LOOKALIKES)


def _settle(letters: str) -> str:
    """Write i for y where the two are spellings of one word."""
    if "y" not in letters:
        return letters
    return _Y_FOR_I.sub(lambda found: found[0][:-1] + "i", letters)


def fold(text: str) -> str:
    """Return the whole text lower-case without diacritics; spaces and punctuation stay."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFD", _lower(text))
    return unicodedata.normalize("NFC", letters.translate(PLAIN).translate(NO_MARKS))


@lru_cache(_REMEMBERED)
def bare_key(word: str) -> str:
    """Return the key under which a word typed without marks is looked for.

    Lower case, no diacritics, đ as d; i/y settled as in `exact_key`, so that "ly luan" finds
    Lí luận and words that share an exact key always share the bare one.
    """
    return _settle(fold(word))


def lift_tone(word: str) -> tuple[str, str]:
    """Part a lower-case word into its toneless letters and its one tone mark.

    Two tones in one word are no syllable (résumé): such a word stays whole.
    """
    decomposed = unicodedata.normalize("NFD", word)
    tones = _TONE.findall(decomposed)
    if len(tones) != 1:
        return word, ""
    return unicodedata.normalize("NFC", decomposed.replace(tones[0], "")), tones[0]


@lru_cache(_REMEMBERED)
def exact_key(word: str) -> str:
    """Return the key under which all right spellings of one word meet.

    The tone stands at the end as a letter of its own, so hoà = hòa; i/y is settled to i after
    h k l m s t qu where it is the whole nucleus, so lý = lí. Quality marks and đ stay.
    """
    if word.isascii():
        letters, tone = word.lower(), ""
    else:
        letters, tone = lift_tone(_lower(word))
    return _settle(letters) + _TO_LETTER.get(tone, "")


@lru_cache(_REMEMBERED)
def has_marks(word: str) -> bool:
    """Say whether the word bears a Vietnamese mark: a tone, ă â ê ô ơ ư, or đ."""
    if word.isascii():
        return False
    return _VIETNAMESE.search(unicodedata.normalize("NFD", _lower(word))) is not None


@lru_cache(_REMEMBERED)
def split(word: str) -> Syllable | None:
    """Return the parts of a Vietnamese syllable; None when the word cannot be one."""
    letters, tone = lift_tone(_lower(word))
    for initial in INITIALS:
        rime = letters.removeprefix(initial)
        if letters.startswith(initial) and fits(initial, rime):
            if stopped(rime) and tone not in (SAC, NANG):
                return None
            return Syllable(initial, rime, tone)
    return None


def with_tone(letters: str, tone: str) -> str:
    """Set a combining tone mark on the toneless letters of a syllable, where schools set it.

    On the vowel with a quality mark; else on the second of oa, oe, uy, of three vowels, and of two
    before a consonant; else on the first. Letters that make no syllable come back as they are.
    """
    for initial in INITIALS:
        rime = letters.removeprefix(initial)
        if tone and letters.startswith(initial) and fits(initial, rime):
            place = len(initial) + _tone_place(rime)
            return compose(letters[: place + 1] + tone + letters[place + 1 :])
    return letters


def _tone_place(rime: str) -> int:
    """The letter of a rime that bears the tone."""
    marked = [place for place, letter in enumerate(rime) if letter in "ăâêôơư"]
    if marked:
        return marked[-1]
    vowels = sum(letter in "aeiouy" for letter in rime)
    second = vowels > 2 or len(rime) > vowels or rime in ("oa", "oe", "uy")
    return int(vowels > 1 and second)


def is_syllable(word: str) -> bool:
    """Say whether the word, as marked, is a well-formed Vietnamese syllable."""
    return split(word) is not None


def _bare_forms() -> frozenset[str]:
    forms = (initial + rime for initial in INITIALS for rime in ALL_RIMES if fits(initial, rime))
    return frozenset(fold(form) for form in forms)


_BARE_FORMS: Final = _bare_forms()


def is_bare_syllable(word: str) -> bool:
    """Say whether marks could make this word a Vietnamese syllable (viet, nguyen, duong)."""
    return fold(word) in _BARE_FORMS
