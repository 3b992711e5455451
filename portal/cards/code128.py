"""Code 128 as widths of bars and gaps: the barcode a desk scanner reads from a card.

The standard is ISO/IEC 15417. Set C packs two digits into one symbol, set B holds all printable
ASCII; runs of digits go into C where that makes the code shorter.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 48
"""Characters; more would be wider than any card."""

_SYMBOLS: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232 2331112"
).split()
"""Widths of bar, gap, bar, gap, bar, gap of each symbol by its value; the last is the stop."""

_TO_C: Final = 99
_TO_B: Final = 100
_START_B: Final = 104
_START_C: Final = 105
_STOP: Final = 106

# Digits worth a change of set: four or more at an end, six or more between other characters.
_RUNS: Final = re.compile(r"(?:^|(?<=\D))\d{4,}(?=\D|$)")
_WORTH_BETWEEN: Final = 6


def widths(text: str) -> tuple[int, ...]:
    """Widths in modules, bar and gap in turn, first and last a bar; no quiet zone.

    Raises `ValueError` for what no Code 128 of ours holds: nothing, more than `LONGEST`
    characters, or any that is not printable ASCII.
    """
    if not 0 < len(text) <= LONGEST or not (text.isascii() and text.isprintable()):
        raise ValueError(f"not for a barcode: {text!r}")
    values = symbol_values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    return tuple(int(width) for value in (*values, check, _STOP) for width in _SYMBOLS[value])


def symbol_values(text: str) -> list[int]:
    """The start symbol and the data, without check and stop."""
    values: list[int] = []
    for part, pairs in _parts(text):
        if values:
            values.append(_TO_C if pairs else _TO_B)
        else:
            values.append(_START_C if pairs else _START_B)
        values.extend(_pairs(part) if pairs else [ord(letter) - 32 for letter in part])
    return values


def _pairs(digits: str) -> list[int]:
    return [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]


def _parts(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, and whether each is written as pairs of digits."""
    parts: list[tuple[str, bool]] = []
    done = 0
    for run in _RUNS.finditer(text):
        start, end = _even(run.start(), run.end(), len(text))
        if end > start:
            parts.extend([(text[done:start], False)] if start > done else [])
            parts.append((text[start:end], True))
            done = end
    if done < len(text) or not parts:
        parts.append((text[done:], False))
    return parts


def _even(start: int, end: int, length: int) -> tuple[int, int]:
    """The even part of a run of digits that is worth pairing; an empty one when none is."""
    odd = (end - start) % 2
    if start == 0:
        return start, end - odd
    if end < length and end - start - odd < _WORTH_BETWEEN:
        return start, start
    return start + odd, end
