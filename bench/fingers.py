"""How readers type a book they know: queries made from a record, with what fingers do to them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_lowercase

from portal.vietnamese.letters import compose
from portal.vietnamese.syllables import exact_key, fold, has_marks, is_syllable
from portal.vietnamese.text import words

TONES = "\u0300\u0309\u0303\u0301\u0323"
LIKE_TONES = {"\u0309": "\u0303", "\u0303": "\u0309"}  # hỏi and ngã, what most slips of ear mix up
_TELEX = dict(zip("\u0301\u0300\u0309\u0303\u0323", "sfrxj", strict=True))
_VNI = dict(zip("\u0301\u0300\u0309\u0303\u0323", "12345", strict=True))
_VNI_QUALITY = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}


@dataclass(frozen=True, slots=True)
class Book:
    """What a reader remembers: the words of the title, those of the first author's name."""

    title: tuple[str, ...]
    author: tuple[str, ...]


Maker = Callable[[Book, random.Random], str | None]  # None: this kind cannot be made of the book


def book(title: str, author: str) -> Book:
    return Book(tuple(words(title)), tuple(words(author)))


def full(found: Book, draw: random.Random) -> str | None:
    """Bare, decomposed, or with marks on some words."""
    form = draw.choice((_bare, _decomposed, _some_marks))
    return form(found.title, draw) if 2 <= len(found.title) <= 12 else None


def first_five(found: Book, draw: random.Random) -> str | None:
    return _bare(found.title[:5], draw) if len(found.title) > 5 else None


def from_the_middle(found: Book, draw: random.Random) -> str | None:
    if len(found.title) < 6:
        return None
    start = draw.randint(1, len(found.title) - 5)
    return _bare(found.title[start : start + 4], draw)


def author_and_title(found: Book, draw: random.Random) -> str | None:
    if len(found.author) < 2 or len(found.title) < 2:
        return None
    return _bare((*found.author[-2:], *found.title[:2]), draw)


def raw_keys(found: Book, draw: random.Random) -> str | None:
    """The first words as a keyboard sends them when its input method is off."""
    start = found.title[:6]
    if len(start) < 2 or sum(map(_marked, start)) < 2:
        return None
    key = draw.choice((telex, vni))
    return " ".join(key(word, tone_last=draw.random() < 0.5) for word in start)


def one_slip(found: Book, draw: random.Random) -> str | None:
    start = [fold(word) for word in found.title[:6]]
    places = [place for place, word in enumerate(start) if len(word) > 1 and word.isalpha()]
    if len(start) < 3 or not places:
        return None
    place = draw.choice(places)
    start[place] = slipped(start[place], draw)
    return " ".join(start)


def other_spelling(found: Book, draw: random.Random) -> str | None:
    typed = [respelled(word) for word in found.title]
    return " ".join(typed) if tuple(typed) != found.title and len(typed) <= 12 else None


def wrong_tone(found: Book, draw: random.Random) -> str | None:
    start = list(found.title[:6])
    places = [place for place, word in enumerate(start) if _tone_of(word) and is_syllable(word)]
    if len(start) < 2 or not places:
        return None
    place = draw.choice(places)
    start[place] = retoned(start[place], draw)
    return " ".join(start) if start[place] != found.title[place] else None


def run_together(found: Book, draw: random.Random) -> str | None:
    start = [fold(word) for word in found.title[:6]]
    if len(start) < 3:
        return None
    place = draw.randrange(len(start) - 1)
    return " ".join([*start[:place], start[place] + start[place + 1], *start[place + 2 :]])


KINDS: dict[str, Maker] = {
    "full: bare, NFD, some marks": full,
    "first 5 words, bare": first_five,
    "4 words from the middle, bare": from_the_middle,
    "author + 2 title words, bare": author_and_title,
    "Telex or VNI, raw": raw_keys,
    "one slip in 6 bare words": one_slip,
    "other spelling": other_spelling,
    "one wrong tone": wrong_tone,
    "two words run together": run_together,
}


def telex(word: str, *, tone_last: bool) -> str:
    """The keys pressed for a word: dees, or with the tone behind all letters: tieengs."""
    letters, tone = _without_tone(word)
    doubled = [
        plain + {"\u0302": plain, "\u0306": "w", "\u031b": "w"}.get(mark, "")
        for plain, mark in _parts(letters)
    ]
    return _with_key(word, doubled, _TELEX.get(tone, ""), "dd", tone_last)


def vni(word: str, *, tone_last: bool) -> str:
    """The keys pressed for a word: phie6u, d9a61t or d9a6t1."""
    letters, tone = _without_tone(word)
    numbered = [plain + _VNI_QUALITY.get(mark, "") for plain, mark in _parts(letters)]
    return _with_key(word, numbered, _VNI.get(tone, ""), "d9", tone_last)


def slipped(word: str, draw: random.Random) -> str:
    """One letter lost, doubled, wrong, or two swapped."""
    while True:
        place = draw.randrange(len(word))
        head, letter, tail = word[:place], word[place], word[place + 1 :]
        other = draw.choice(
            (
                head + tail,
                head + letter + letter + tail,
                head + tail[:1] + letter + tail[1:],
                head + draw.choice(ascii_lowercase) + tail,
            )
        )
        if other and other != word:
            return other


def respelled(word: str) -> str:
    """The other school's spelling: hoà for hòa, lí for lý; the word itself where there is none."""
    letters, tone = _without_tone(word)
    settled = exact_key(word)
    for other in _spellings(letters, tone):
        if other != word and exact_key(other) == settled and is_syllable(other):
            return other
    return word


def retoned(word: str, draw: random.Random) -> str:
    """Another tone: hỏi and ngã for one another mostly, else any that makes a syllable."""
    letters = unicodedata.normalize("NFD", word)
    tone = _tone_of(word)
    like = LIKE_TONES.get(tone)
    others = [like] if like and draw.random() < 0.7 else [t for t in TONES if t != tone]
    made = [compose(letters.replace(tone, other)) for other in others]
    made = [other for other in made if is_syllable(other)]
    return draw.choice(made) if made else word


def _bare(found: tuple[str, ...], draw: random.Random) -> str:
    return " ".join(map(fold, found))


def _decomposed(found: tuple[str, ...], draw: random.Random) -> str:
    return unicodedata.normalize("NFD", " ".join(found))


def _some_marks(found: tuple[str, ...], draw: random.Random) -> str:
    return " ".join(word if draw.random() < 0.5 else fold(word) for word in found)


def _marked(word: str) -> bool:
    return has_marks(word) and is_syllable(word)


def _tone_of(word: str) -> str:
    return next((mark for mark in unicodedata.normalize("NFD", word) if mark in TONES), "")


def _without_tone(word: str) -> tuple[str, str]:
    tone = _tone_of(word)
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", letters.replace(tone, "") if tone else letters), tone


def _parts(letters: str) -> list[tuple[str, str]]:
    return [((n := unicodedata.normalize("NFD", one))[0], n[1:]) for one in letters]


def _with_key(word: str, pieces: list[str], key: str, crossed: str, tone_last: bool) -> str:
    place = len(pieces) - 1
    if key and not tone_last:
        marked = unicodedata.normalize("NFC", word)
        place = next(at for at, one in enumerate(marked) if _tone_of(one))
    pieces = [*pieces[: place + 1], key, *pieces[place + 1 :]]
    return "".join(pieces).replace("đ", crossed)


def _spellings(letters: str, tone: str) -> list[str]:
    """The letters with the tone on any of them, and the same with y and i changed over."""
    swapped = letters.translate(str.maketrans("iy", "yi"))
    return [
        compose(form[: at + 1] + tone + form[at + 1 :])
        for form in (letters, swapped)
        for at in range(len(form) if tone else 1)
    ]
