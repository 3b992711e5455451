"""Comparing words of headers, roles and statuses: case and Vietnamese marks do not count."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Lower case, no marks, đ as d, one space between words, no punctuation."""
    spread = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return _SEPARATORS.sub(" ", bare).strip()


def spoken(text: str) -> str:
    """As `folded`, but marks count."""
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()
