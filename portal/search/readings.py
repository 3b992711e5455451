"""What may be meant by what stands in the box: its words, or the keys that were pressed for them.

Somebody whose input method is off types "nguyeexn nh" (Telex) or "nguye6n4 nh" (VNI). Finished
words are whole syllables; of the last one only a beginning may be there yet.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from portal.vietnamese.keystrokes import from_telex, from_vni
from portal.vietnamese.letters import HOI, HUYEN, NANG, NGA, SAC, compose
from portal.vietnamese.rimes import ALL_RIMES, INITIALS, fits
from portal.vietnamese.text import normalise, words

FEWEST_LETTERS: Final = 2
MOST_LETTERS: Final = 200  # of what stands in the box
MOST_WORDS: Final = 12  # more is a pasted text, which nobody wants completed

Words = tuple[str, ...]

_TONES: Final = {
    "s": SAC, "f": HUYEN, "r": HOI, "x": NGA, "j": NANG,
    "1": SAC, "2": HUYEN, "3": HOI, "4": NGA, "5": NANG,
}  # fmt: skip
_BENT: Final = {"uo": "ươ", "ưo": "ươ", "uơ": "ươ", "u": "ư", "o": "ơ", "a": "ă"}
_TO_BEND: Final = re.compile(r"(uo|ưo|uơ|[uoa])(?=[^uoa]*\Z)")
_HATS: Final = {"a": "â", "e": "ê", "o": "ô"}
_VOWELS: Final = "aăâeêioôơuưy"


def readings(text: str) -> list[Words]:
    """The ways to read a text, likeliest first; none for one too short or too long to complete.

    Each is a list of words as `words` gives them, the last of which may go on.
    """
    typed = tuple(words(normalise(text[: MOST_LETTERS + 1])))
    if not 0 < len(typed) <= MOST_WORDS or not _long_enough(text, typed):
        return []
    found = {typed: None}
    for decoded in (from_telex, from_vni):
        whole = [next(iter(decoded(word)), word) for word in typed[:-1]]
        last = typed[-1]
        started = beginning(last)
        for end in (*decoded(last), *([started] if started else []), last):
            found.setdefault((*whole, end))
    return list(found)


def _long_enough(text: str, typed: Words) -> bool:
    return len(text) <= MOST_LETTERS and sum(map(len, typed)) >= FEWEST_LETTERS


def beginning(word: str) -> str | None:
    """The beginning of a syllable that these keys make so far; None when they are letters only.

    Unlike a whole syllable it is played back key by key: what comes next is not known.
    """
    if not word.isascii() or not word.isalnum():
        return None
    letters, tone = "", ""
    for key in word:
        if key in _TONES and not tone and any(letter in _VOWELS for letter in letters):
            tone = _TONES[key]
        else:
            letters = _pressed(letters, key)
    if letters == word or letters not in _beginnings():
        return None
    last = max(place for place, letter in enumerate(letters, 1) if letter in _VOWELS or place == 1)
    return compose(letters[:last] + tone + letters[last:])


def _pressed(letters: str, key: str) -> str:
    """The letters after one more key that is no tone."""
    if key in "w78":
        bent = _TO_BEND.sub(lambda found: _BENT[found[1]], letters, count=1)
        return bent if bent != letters or key != "w" else letters + "ư"
    hat = key if key in _HATS else next((one for one in reversed(letters) if one in _HATS), "")
    if (key == "6" or key in _HATS) and hat and hat in letters:
        return _HATS[hat].join(letters.rsplit(hat, 1))
    if key in "d9" and letters.startswith("d"):
        return "đ" + letters[1:]
    return letters + key


@cache
def _beginnings() -> frozenset[str]:
    """All that a Vietnamese syllable can begin with, tones left out."""
    whole = (initial + rime for initial in INITIALS for rime in ALL_RIMES if fits(initial, rime))
    return frozenset(form[:end] for form in whole for end in range(1, len(form) + 1))
