"""MARC-8 to Unicode, with word of whether the bytes were MARC-8 at all.

pymarc holds the tables and reads the rarer scripts; Latin text, which is nearly all of it, is read
here, because pymarc turns a byte it does not know into a blank without saying so.
"""

from __future__ import annotations

import re
import unicodedata

from pymarc import marc8_mapping
from pymarc.marc8 import MARC8ToUnicode

_ANSEL: dict[int, tuple[int, int]] = marc8_mapping.CODESETS[0x45]
_ODD: dict[int, int] = marc8_mapping.ODD_MAP
_ESCAPE = 0x1B
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{1,6});")


def decode_marc8(raw: bytes) -> tuple[str, bool]:
    """Text of one subfield, NFC, and whether every byte had a meaning."""
    if _ESCAPE in raw:
        text, sound = _with_escapes(raw)
    else:
        text, sound = _latin(raw)
    if "&#x" in text:
        text = _REFERENCE.sub(_referred, text)
    return unicodedata.normalize("NFC", text), sound


def _latin(raw: bytes) -> tuple[str, bool]:
    """Basic Latin and ANSEL: in MARC-8 a diacritic stands before its letter."""
    letters: list[str] = []
    marks: list[str] = []
    sound = True
    for code in raw:
        if code < 0x80:
            sound = sound and not (marks and not chr(code).isalpha() and chr(code) != " ")
            letters.append(chr(code))
        elif code in _ANSEL:
            char, combining = _ANSEL[code]
            if combining:
                marks.append(chr(char))
                continue
            letters.append(chr(char))
        else:
            sound = sound and code in _ODD
            letters.append(chr(_ODD.get(code, 0xFFFD)))
        if marks:
            letters.extend(marks)
            marks.clear()
    return "".join(letters + marks), sound and not marks


def _with_escapes(raw: bytes) -> tuple[str, bool]:
    try:
        converter = MARC8ToUnicode(quiet=True)
        text: str = converter.translate(raw)  # type: ignore[no-untyped-call]
    except (IndexError, TypeError, ValueError):
        return raw.decode("latin-1").replace("\x1b", ""), False
    return text, "\x1b" not in text


def _referred(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else match[0]
