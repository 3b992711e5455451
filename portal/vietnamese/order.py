"""Alphabetical order as Vietnamese dictionaries and catalogues keep it, as comparable bytes."""

import re
from functools import lru_cache
from typing import Final

from portal.vietnamese.letters import TONE_MARKS
from portal.vietnamese.names import name_parts
from portal.vietnamese.syllables import fold, lift_tone
from portal.vietnamese.text import words

_LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

#: The headings of an A–Z list in order; F J W Z for foreign words.
ALPHABET: Final = tuple(_LETTERS.upper())

# Bytes of a key, ascending: 00 parts the fields of a compound key, 01–06 the tones, 07 any other
# accent, 08–17 a number by its count of digits, then letters, then other scripts as UTF-8.
# A syllable ends with its tone byte; being smaller than any letter it also parts syllables.
_OTHER_ACCENT: Final = 7
_NUMBER: Final = 8
_LONGEST_NUMBER: Final = 15
_FIRST_LETTER: Final = 0x40
_CODES: Final = {letter: bytes([_FIRST_LETTER + at]) for at, letter in enumerate(_LETTERS)}
_TONE_BYTES: Final = {"": 1} | {mark: at for at, mark in enumerate(TONE_MARKS, start=2)}
_RUNS: Final = re.compile(r"\d+|\D")


def _number_bytes(digits: str) -> bytes:
    # Python refuses to read numbers of more than 4,300 digits; no volume has 300.
    value = str(int(digits[:300])).encode()
    return bytes([_NUMBER + min(len(value), _LONGEST_NUMBER)]) + value


def _letter_bytes(letter: str) -> bytes:
    return _CODES.get(letter) or letter.encode("utf-8", "replace")


@lru_cache(1 << 17)
def _word_bytes(word: str) -> bytes:
    letters, tone = lift_tone(word)
    last = _TONE_BYTES[tone]
    key = bytearray()
    for run in _RUNS.findall(letters):
        if run.isdecimal():
            key += _number_bytes(run)
        elif run in _CODES:
            key += _CODES[run]
        else:
            key += b"".join(map(_letter_bytes, fold(run)))
            last = _OTHER_ACCENT
    key.append(last)
    return bytes(key)


def sort_key(text: str) -> bytes:
    """Return bytes whose plain order is Vietnamese alphabetical order.

    Syllable by syllable: its letters (a ă â b c d đ …), then its tone (không, huyền, hỏi, ngã,
    sắc, nặng). Numbers go by value and before letters; case and punctuation do not count. The key
    of a text's first words is a prefix of the key of the whole.
    """
    return b"".join(map(_word_bytes, words(text)))


def initial(text: str) -> str:
    """Return the `ALPHABET` heading a text stands under; "#" for digits and other scripts."""
    first = next(iter(words(text)), "")
    letter = lift_tone(first[:1])[0]
    if letter not in _CODES:
        letter = fold(letter)[:1]
    return letter.upper() if letter in _CODES else "#"


def person_sort_key(name: str) -> bytes:
    """Return the sort key of a person: by tên, then đệm, then họ.

    So run the class and reader lists of Vietnamese libraries. Western names go by family name,
    then given names.
    """
    parts = name_parts(name)
    if parts.vietnamese:
        fields = (parts.given, parts.middle, parts.family)
    else:
        fields = (parts.family, parts.given, parts.middle)
    return b"\0".join(map(sort_key, fields))
