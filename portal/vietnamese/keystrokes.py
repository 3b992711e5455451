"""Words as the keyboard sent them: Telex and VNI typed while the input method was off.

An input method lets a key stand anywhere behind the letter it changes (tieengs, tieesng, tiengse),
so nothing is played back here: the keys are taken out in every way that leaves the bare letters of
a syllable, and the syllables that need exactly those keys are the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import combinations, product
from typing import Final, NamedTuple

from portal.vietnamese.letters import HOI, HUYEN, NANG, NGA, SAC
from portal.vietnamese.rimes import ALL_RIMES, INITIALS, fits
from portal.vietnamese.syllables import fold, is_syllable, with_tone

LONGEST: Final = 13  # keys: nghieengs and the like, with a key or two pressed in vain

_TELEX_TONES: Final = {"s": SAC, "f": HUYEN, "r": HOI, "x": NGA, "j": NANG, "z": ""}
_VNI_TONES: Final = {"1": SAC, "2": HUYEN, "3": HOI, "4": NGA, "5": NANG, "0": ""}
_TELEX_WORD: Final = re.compile(rf"[a-z]{{2,{LONGEST}}}\Z")
_FIRST_W: Final = re.compile(r"\A([^aeiouyw]*)w")
_VNI_WORD: Final = re.compile(rf"(?=.*\d)[a-z][a-z0-9]{{1,{LONGEST - 1}}}\Z")


class _Form(NamedTuple):
    """A syllable without its tone, and what was pressed for it: â ê ô by letter, ơ ư, ă, đ."""

    letters: str
    hat: str
    horn: bool
    breve: bool
    crossed: bool


@lru_cache(1 << 14)
def from_telex(word: str) -> tuple[str, ...]:
    """The syllables that these keys make in Telex, likeliest first; none where no key is used."""
    if not _TELEX_WORD.match(word):
        return ()
    found: dict[str, None] = {}
    # A w before any vowel is the letter ư: tw, dwowngf.
    for keys, bare in _telex_readings(_FIRST_W.sub(r"\1uw", word)):
        tones = [_TELEX_TONES[key] for key in keys if key in _TELEX_TONES]
        hats = [key for key in keys if key in "aeo"]
        bent, crossed = "w" in keys, "d" in keys
        for form in _forms().get(bare, ()):
            pressed = (form.hat, form.horn or form.breve, form.crossed)
            if pressed == ("".join(hats), bent, crossed):
                found.update(_toned(form, tones))
    found.pop(word, None)
    return tuple(found)


@lru_cache(1 << 14)
def from_vni(word: str) -> tuple[str, ...]:
    """The syllables that these keys make in VNI; none for a word without a digit."""
    if not _VNI_WORD.match(word):
        return ()
    keys = [key for key in word if key.isdigit()]
    bare = "".join(key for key in word if not key.isdigit())
    # u7o7 is how some press ươ; no other key is of use twice.
    if len(set(keys)) < len(keys) - (keys.count("7") == 2):
        return ()
    tones = [_VNI_TONES[key] for key in keys if key in _VNI_TONES]
    pressed = ("6" in keys, "7" in keys, "8" in keys, "9" in keys)
    found: dict[str, None] = {}
    for form in _forms().get(bare, ()):
        if (bool(form.hat), form.horn, form.breve, form.crossed) == pressed:
            found.update(_toned(form, tones))
    return tuple(found)


def _toned(form: _Form, tones: list[str]) -> dict[str, None]:
    if len(tones) > 1:
        return {}
    made = with_tone(form.letters, "".join(tones))
    return {made: None} if is_syllable(made) else {}


def _telex_readings(word: str) -> Iterator[tuple[str, str]]:
    """(keys, the letters left), for every way to part a word into them."""
    options: list[list[tuple[int, ...]]] = [
        [(place,) for place in _tone_places(word)] + [()],
        [(place,) for place in _doubled(word, "aeo")] + [()],
        [(place,) for place in _doubled(word, "d")] + [()],
    ]
    bends = [place for place, letter in enumerate(word) if letter == "w"]
    if len(bends) <= 2:
        options.append([chosen for many in (2, 1, 0) for chosen in combinations(bends, many)])
    for choice in product(*options):
        taken = {place for places in choice for place in places}
        keys = "".join(word[place] for place in sorted(taken))
        left = "".join(letter for place, letter in enumerate(word) if place not in taken)
        if keys:
            yield keys, left
        # The third press takes the hat off again: cooong is coong.
        yield from ((keys.replace(x, "", 1), left) for x in "eo" if x in keys and x * 3 in word)


def _tone_places(word: str) -> list[int]:
    """Where a tone's key may stand: behind a vowel, the last first."""
    vowel = next((place for place, letter in enumerate(word) if letter in "aeiouyw"), len(word))
    places = [place for place in range(vowel + 1, len(word)) if word[place] in _TELEX_TONES]
    return places[::-1]


def _doubled(word: str, letters: str) -> list[int]:
    """Where a letter stands that stood before."""
    return [
        place for place, letter in enumerate(word) if letter in letters and letter in word[:place]
    ]


@cache
def _forms() -> dict[str, tuple[_Form, ...]]:
    """The syllables by their bare letters, without tones."""
    found: dict[str, dict[_Form, None]] = {}
    for initial, rime in product(INITIALS, sorted(ALL_RIMES)):
        if fits(initial, rime):
            letters = initial + rime
            form = _Form(
                letters,
                "".join(fold(one) for one in dict.fromkeys(letters) if one in "âêô"),
                "ơ" in letters or "ư" in letters,
                "ă" in letters,
                initial == "đ",
            )
            found.setdefault(fold(letters), {})[form] = None
    return {bare: tuple(forms) for bare, forms in found.items()}
