"""From the words of a record to the terms of the index.

A term is a word under both its keys: *bare* (no marks, no đ) and *exact*. Terms stand in the order
of their bare keys, so the exact forms of one bare word are neighbours: a word typed without marks
asks for the whole neighbourhood, a word with marks for one term of it.

What a term says about a record is one byte, its *code*: the fields it stands in, and how much it
weighs there, all fields together (BM25F, Robertson & Zaragoza 2009, with fixed usual lengths, so
that a record indexed alone gets the codes it would get in a whole build).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portal.vietnamese.letters import TONE_LETTERS
from portal.vietnamese.syllables import bare_key, exact_key, fold, has_marks, lift_tone
from portal.vietnamese.text import words

PARTED = "\x1f"  # between the two keys of a term: below every letter, so `ma` is before `mai`
MAX_WORDS = 255  # of one field, but for notes: how long a field is told in a byte
MAX_NOTE_WORDS = 60_000

SATURATION = 1.2  # BM25's k1
LIGHTEST, HEAVIEST = 0.5, 2.2  # a word's shares, as a part of the usual, that are told apart
LEVELS = 3  # of weight told apart between them for a word in some set of fields …
MORE_LEVELS = {  # … and in the sets most words stand in
    ("title",): 16, ("title", "note"): 10, ("title", "subject"): 8, ("title", "agent"): 6,
    ("title", "series"): 6, ("title", "publisher"): 4, ("agent",): 8, ("subject",): 6,
    ("note",): 4, ("series",): 4,
}  # fmt: skip


@dataclass(frozen=True)
class TextField:
    """A field of words: its name, its weight, its usual length in words."""

    name: str
    weight: float
    usual_length: float
    length_matters: float = 0.4  # BM25's b
    pairs: bool = True  # which of its words are neighbours is kept

    @property
    def number(self) -> int:
        return FIELD_NUMBERS[self.name]


TEXT_FIELDS: Final = (
    TextField("title", 5.0, 7.0),
    TextField("agent", 4.0, 5.0),
    TextField("subject", 2.0, 6.0),
    TextField("series", 1.5, 4.0),
    TextField("publisher", 0.6, 3.0, pairs=False),
    TextField("note", 0.5, 30.0, pairs=False),
)
FIELD_NUMBERS: Final = {text_field.name: number for number, text_field in enumerate(TEXT_FIELDS)}


@dataclass(slots=True)
class IndexDocument:
    """What the index keeps of one record. Ids are the database's, so facets need no dictionary.

    texts: values of each text field; titles: those that count as a whole title.
    """

    record_id: int
    work_id: int
    texts: dict[str, list[str]]
    titles: list[str]
    year: int = 0
    language: int = 0
    material: int = 0
    ddc: int = 0
    added: int = 0
    loans: int = 0
    title_order: bytes = b""
    author_order: bytes = b""
    agents: tuple[int, ...] = ()
    subjects: tuple[int, ...] = ()
    rooms: tuple[int, ...] = ()
    libraries: tuple[int, ...] = ()
    available: tuple[int, ...] = ()  # copies to be had now, one number for each of `libraries`


@lru_cache(maxsize=200_000)
def keys(word: str) -> tuple[str, str]:
    """(bare key, exact key) of a word: a syllable is analysed once, ever."""
    return bare_key(word), exact_key(word)


def term_of(word: str) -> bytes:
    """The term a word of a record is indexed under."""
    bare, exact = keys(word)
    return f"{bare}{PARTED}{exact}".encode()


def key_bounds(word: str) -> tuple[bytes, bytes]:
    """(first, after last) of the terms that a query word stands for, in byte order."""
    if has_marks(word):
        term = term_of(word)
        return term, term + b"\0"
    return exactly(bare_key(word))


def exactly(bare: str) -> tuple[bytes, bytes]:
    """(first, after last) of the terms with this bare key."""
    return start_of(bare), f"{bare}{chr(ord(PARTED) + 1)}".encode()


def start_of(bare: str) -> bytes:
    """What all terms with this bare key begin with, and no others."""
    return f"{bare}{PARTED}".encode()


def prefixes(text: str) -> tuple[str, ...]:
    """What the bare keys begin with that a truncated word may stand for.

    Keys have i where readers may write y (quynh is kept as quinh): both are looked at.
    """
    start = fold(text)
    return tuple(dict.fromkeys((start, start.replace("y", "i"))))


def begins_with(term: bytes, text: str) -> bool:
    """The term's word begins with `text`; a tone typed in the part is the tone of the whole."""
    bare, exact = term.decode().split(PARTED)
    if not has_marks(text):
        start = fold(text)
        # Only where a y was typed may the key have another letter: i.
        return bare.startswith(start) or (
            "y" in start and bare == bare_key(start + bare[len(start) :])
        )
    start, tone = _lifted(text)
    letters = exact.rstrip(TONE_LETTERS)
    if not letters.startswith(start):
        spelled = start + letters[len(start) :]
        if "y" not in start or letters != exact_key(spelled):
            return False
    return not tone or exact.endswith(exact_key(text)[-1])


_lifted = lru_cache(maxsize=64)(lift_tone)  # a query's word is asked of thousands of terms


@lru_cache(maxsize=1 << 16)
def title_key(folded: str) -> int:
    """32 bits that stand for a whole title, its bare words joined by blanks.

    Two titles with one key lift each other only where a record answers the other's words as well.
    """
    return int.from_bytes(blake2b(folded.encode(), digest_size=4).digest(), "little")


def whole_title(value: str) -> int | None:
    """The key of a whole title; None when there is no word in it."""
    folded = " ".join(bare_key(word) for word in words(value))
    return title_key(folded) if folded else None


def language_number(code: str | None) -> int:
    """An ISO 639-2 code as a number for the column: three letters, five bits each; 0 = unknown."""
    if not code or len(code) != 3 or not code.isascii() or not code.isalpha():
        return 0
    a, b, c = (ord(letter) - 96 for letter in code.lower())
    return a << 10 | b << 5 | c


def language_code(number: int) -> str:
    """The inverse of `language_number`; "" for 0."""
    if not number:
        return ""
    return "".join(chr(96 + (number >> shift & 31)) for shift in (10, 5, 0))


def ddc_number(ddc: str | None) -> int:
    """The class of a DDC number plus one (895.922 → 896, 000 → 1); 0 = none given."""
    digits = (ddc or "")[:3]
    return int(digits) + 1 if len(digits) == 3 and digits.isascii() and digits.isdigit() else 0


def shares(lengths: NDArray[np.integer]) -> NDArray[np.float32]:
    """What one occurrence of a word adds in each field: float32[fields, documents].

    lengths: words of each field, [fields, documents].
    """
    weight, usual, matters = (
        np.array([getattr(field, name) for field in TEXT_FIELDS], dtype=np.float32)[:, None]
        for name in ("weight", "usual_length", "length_matters")
    )
    return (weight / (1 - matters + matters * lengths / usual)).astype(np.float32)


def codes(masks: NDArray[np.uint8], summed: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The codes of postings. masks: a bit a field the word stands in; summed: its shares there."""
    part = np.log(summed / _USUAL[masks] / LIGHTEST) / math.log(HEAVIEST / LIGHTEST)
    levels = _LEVELS[masks]
    level = np.clip((part * levels).astype(np.int8), 0, levels - 1)
    found: NDArray[np.uint8] = _CODES[masks, level]
    return found


def _usual() -> NDArray[np.float32]:
    """For each set of fields, the shares of a word that stands once in each, at usual length."""
    total = np.zeros(1 << len(TEXT_FIELDS), dtype=np.float32)
    for mask in range(1, len(total)):
        total[mask] = sum(
            text_field.weight for bit, text_field in enumerate(TEXT_FIELDS) if mask >> bit & 1
        )
    total[0] = 1
    return total


def _level_numbers() -> NDArray[np.int8]:
    """For each set of fields, how many levels of weight are told apart."""
    found = np.full(1 << len(TEXT_FIELDS), LEVELS, dtype=np.int8)
    for names, levels in MORE_LEVELS.items():
        found[sum(1 << FIELD_NUMBERS[name] for name in names)] = levels
    return found


_USUAL: Final = _usual()
_LEVELS: Final = _level_numbers()


def _code_book() -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float32]]:
    """(code of set of fields and level, fields of a code, impact of a code).

    Codes ascend with their impacts, so that the greater of two codes is the one that says more.
    Code 0 is the word's absence.
    """
    entries = []
    for mask in range(1, len(_USUAL)):
        for level in range(int(_LEVELS[mask])):
            part = (level + 0.5) / int(_LEVELS[mask])
            shared = float(_USUAL[mask]) * LIGHTEST * (HEAVIEST / LIGHTEST) ** part
            entries.append((shared / (SATURATION + shared), mask, level))
    code = np.zeros((len(_USUAL), max(MORE_LEVELS.values())), dtype=np.uint8)
    fields, impact = np.zeros(256, dtype=np.uint8), np.zeros(256, dtype=np.float32)
    for number, (value, mask, level) in enumerate(sorted(entries), 1):
        code[mask, level], fields[number], impact[number] = number, mask, value
    return code, fields, impact


#: code → bits of the fields the word stands in; code → 0..1, what it adds to a record's score.
_CODES, CODE_FIELDS, CODE_IMPACT = _code_book()

#: field number → code → the code itself where the word stands in that field, else 0.
CODES_IN: Final = tuple(
    np.where(CODE_FIELDS >> number & 1, np.arange(256), 0).astype(np.uint8)
    for number in range(len(TEXT_FIELDS))
)


def split_values(values: Iterable[str]) -> list[list[str]]:
    """The words of a field's values, value by value."""
    return [words(value) for value in values]
