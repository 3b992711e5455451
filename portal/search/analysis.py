"""From the words of a record to the terms of the index.

Every word has two terms in a field: its *bare* key (no marks, no đ) and, behind an `=`, its *exact*
key. A query word without marks asks for the bare term and prefers the exact one; a word with marks
asks for the exact term. Beside the fields, one field `all` holds every word of the record with its
*impact*: how much the word says about that record, all fields weighed together, worked out once,
when indexing (BM25F, Robertson & Zaragoza 2009, with fixed average lengths so that a record indexed
alone gets the numbers it would get in a whole build).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from portal.vietnamese.letters import TONE_LETTERS
from portal.vietnamese.syllables import bare_key, exact_key, fold, has_marks, lift_tone
from portal.vietnamese.text import words

EXACT = "="  # before the exact key of a word
WHOLE = "^"  # before the folded whole title
PAIR = "_"  # between the bare keys of two neighbouring words

VALUE_GAP = 8  # positions between two values of one field: a phrase never spans them
MAX_POSITION = 65_000
MAX_OCCURRENCES = 255  # of one word in one field: what a posting can count
WHOLE_LENGTH = 160  # bytes of a folded title kept as one term

SATURATION = 1.2  # BM25's k1


@dataclass(frozen=True)
class TextField:
    """A field of words: its name in the index, its weight, its usual length in words."""

    name: str
    weight: float
    usual_length: float
    length_matters: float = 0.4  # BM25's b
    pairs: bool = True  # neighbouring words are terms of `all`


TEXT_FIELDS = (
    TextField("title", 5.0, 7.0),
    TextField("agent", 4.0, 5.0),
    TextField("subject", 2.0, 6.0),
    TextField("series", 1.5, 4.0),
    TextField("publisher", 0.6, 3.0, pairs=False),
    TextField("note", 0.5, 30.0, pairs=False),
)
FIELD_BY_NAME = {text_field.name: text_field for text_field in TEXT_FIELDS}


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
    """(bare term, exact term) of a word: a syllable is analysed once, ever."""
    return bare_key(word), EXACT + exact_key(word)


def prefixes(text: str) -> tuple[str, ...]:
    """What the terms begin with that a truncated word may stand for.

    Terms have i where readers may write y (quynh is kept as quinh): both are looked at.
    """
    start, _ = _beginning(text)
    return tuple(dict.fromkeys((start, start.replace("y", "i"))))


def begins_with(term: str, text: str) -> bool:
    """The term's word begins with `text`; a tone typed in the part is the tone of the whole."""
    start, tone = _beginning(text)
    spelled = start + term[len(start) :].rstrip(TONE_LETTERS)
    settled = start[: start.startswith(EXACT)] + exact_key(spelled.removeprefix(EXACT))
    return term.endswith(tone) and term.rstrip(TONE_LETTERS) in (spelled, settled)


def _beginning(text: str) -> tuple[str, str]:
    """(what terms begin with, the letter of the tone they end in or "")."""
    if not has_marks(text):
        return fold(text), ""
    letters, tone = lift_tone(text)
    return EXACT + letters, exact_key(text)[-1] if tone else ""


def positioned(values: Iterable[str]) -> list[tuple[str, int]]:
    """Words of a field's values with their positions; values lie `VALUE_GAP` apart."""
    found: list[tuple[str, int]] = []
    position = 0
    for value in values:
        for word in words(value):
            if position > MAX_POSITION:
                return found
            found.append((word, position))
            position += 1
        position += VALUE_GAP
    return found


def whole_title(value: str) -> str:
    """The term that stands for a whole title; "" when there is no word in it."""
    folded = " ".join(bare_key(word) for word in words(value))
    return WHOLE + folded.encode()[:WHOLE_LENGTH].decode(errors="ignore") if folded else ""


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


def share(text_field: TextField, occurrences: int, length: int) -> float:
    """What a word standing `occurrences` times in a field of `length` words adds to its impact."""
    matters = text_field.length_matters
    norm = 1 - matters + matters * length / text_field.usual_length
    return text_field.weight * occurrences / norm


def impact(shares: float) -> float:
    """0..1, growing with the weighed occurrences and never reaching 1."""
    return shares / (SATURATION + shares)


def neighbours(found: Sequence[tuple[str, int]]) -> list[str]:
    """Terms for the pairs of neighbouring words."""
    return [
        keys(first)[0] + PAIR + keys(second)[0]
        for (first, here), (second, there) in pairwise(found)
        if there == here + 1
    ]
