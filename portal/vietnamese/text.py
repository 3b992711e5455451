"""Clean text and words with their places."""

import re
import sys
import unicodedata
from functools import lru_cache
from typing import Final

from portal.vietnamese.letters import compose

# Controls, zero-width and direction characters, lone surrogates: nothing a reader can see or type.
# Whitespace controls are left for the collapsing that follows.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ud800-\udfff]+"
)
# Only blocks that hold living scripts with combining marks; scanning all planes would slow imports.
_MARKS: Final = "".join(
    chr(code) for code in range(0x300, 0x3100) if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
# Chinese and Japanese run without spaces: each character is a word, adjacency does the rest.
_IDEOGRAPHS: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Both the Vietnamese point and the English comma group thousands; never the two in one number.
_THOUSANDS: Final = r"(?<![\w.,])[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+)(?!\w|[.,]\d)"
_WORD: Final = re.compile(
    rf"{_THOUSANDS}"
    rf"|\b[Cc]\+\+|\b[CcFfJj]\#(?!\w)"
    rf"|[{_IDEOGRAPHS}][{_MARKS}]*"
    rf"|[^\W_{_IDEOGRAPHS}](?:[^\W_{_IDEOGRAPHS}]|[{_MARKS}])*"
)
_SEPARATORS: Final = str.maketrans("", "", ".,")
_REMEMBERED: Final = 1 << 13  # some 7,000 syllables are nearly all words there are


def normalise(text: str) -> str:
    """Return `text` in NFC, without invisible characters, each run of whitespace one space.

    Quotes, dashes and other typography stay as printed. Run `legacy.detect` before this: TCVN3
    uses the soft hyphen for ư.
    """
    if not text.isascii():
        text = compose(_INVISIBLE.sub("", text))
    elif not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


@lru_cache(_REMEMBERED)
def _token(raw: str) -> str:
    """The word as compared: lower case, NFC, a grouped number (1.000) as its digits."""
    if raw.isascii():
        if len(raw) > 4 and raw[0].isdigit():
            raw = raw.translate(_SEPARATORS)
    else:
        raw = compose(raw)
    return sys.intern(raw.lower())


def words(text: str) -> list[str]:
    """Return the lower-case NFC words of `text` in order, punctuation left out.

    Hyphen, apostrophe and full stop part words; C++, C# and grouped thousands stay whole.
    """
    if text.isascii() and text.isalnum():
        return [_token(text)]  # nothing in it parts words: by far the most common, in queries
    return [_token(raw) for raw in _WORD.findall(text)]


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """Return (word, start, end) with character offsets into `text` exactly as given."""
    return [(_token(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]
