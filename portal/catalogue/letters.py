"""Ranges of sort keys: everything under a letter, everything that begins with a few letters (pure).

A sort key holds the letters of a syllable and then its tone; see `portal.vietnamese.order`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from portal.vietnamese import ALPHABET, has_marks, normalise, sort_key, words

OTHER = "#"
HEADINGS = (*ALPHABET, OTHER)
NO_TONE = sort_key("a")[-1:]
LONGEST_START = 60  # characters
MOST_READINGS = 64  # of a start typed without marks

_READINGS = {"a": "aăâ", "d": "dđ", "e": "eê", "o": "oôơ", "u": "uư"}


@dataclass(frozen=True, slots=True)
class Range:
    """Keys from `first` up to, not including, `end`; `end` None: to the last."""

    first: bytes
    end: bytes | None


def heading(text: str | None) -> str | None:
    """The heading somebody asked for, in any case and Unicode form; None when it is none."""
    wanted = normalise(text or "").upper()
    return wanted if wanted in HEADINGS else None


def letter_ranges(letter: str) -> list[Range]:
    """The keys under a heading of `HEADINGS`; digits and other scripts share the last."""
    if letter != OTHER:
        return [_prefix(_letter_byte(letter))]
    last = _letter_byte(ALPHABET[-1])
    return [Range(b"", _letter_byte(ALPHABET[0])), Range(_after(last) or last, None)]


def start_ranges(text: str) -> list[Range]:
    """The keys of what begins with `text`; empty when it has no letter.

    The last word may be cut short. One word without marks stands for every way to mark it.
    """
    text = normalise(text)[:LONGEST_START]
    found = words(text)
    if not found:
        return []
    if len(found) == 1 and not has_marks(found[0]):
        return [_prefix(_open(sort_key(reading))) for reading in _readings(found[0])]
    return [_prefix(_open(sort_key(text)))]


def _readings(word: str) -> Iterator[str]:
    choices = product(*(_READINGS.get(letter, letter) for letter in word))
    return ("".join(letters) for letters in islice(choices, MOST_READINGS))


def _open(key: bytes) -> bytes:
    """The key without the tone of its last word, where that is the level one: "ng" goes on."""
    return key.removesuffix(NO_TONE)


def _letter_byte(letter: str) -> bytes:
    return sort_key(letter)[:1]


def _prefix(start: bytes) -> Range:
    return Range(start, _after(start))


def _after(start: bytes) -> bytes | None:
    """The first key beyond all that begin with `start`."""
    trimmed = start.rstrip(b"\xff")
    return trimmed[:-1] + bytes([trimmed[-1] + 1]) if trimmed else None
