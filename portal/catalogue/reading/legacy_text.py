"""Text in old encodings, mended where certain, else named. The rules are portal.vietnamese's."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter

from portal.vietnamese.legacy import LegacyGuess, decode_tcvn3, decode_vni, detect

# Letters that exist in Unicode alone: text that has one is not in an old code page.
_MODERN = re.compile("[\u1ea0-\u1ef9]")
_CELLS = re.compile(rb"[,;\t|\"\r\n]+")
_MAX_SAMPLED = 2_000


def mended(text: str) -> tuple[str, LegacyGuess | None]:
    """`text` as it was meant, and the guess applied; with an uncertain guess it stays as it is."""
    if text.isascii() or _MODERN.search(unicodedata.normalize("NFC", text)):
        return text, None
    guess = detect(text)
    return (guess.text if guess and guess.certain else text), guess


def valid_utf8_start(sample: bytes) -> bool:
    """Whether `sample`, which may end within a character, is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def code_page(sample: bytes) -> str:
    """The 8-bit encoding of a table that is not UTF-8: "tcvn3", "vni", "cp1258" or "utf-8".

    "utf-8" where most of the letters are good UTF-8 after all: then single lines are at fault.
    """
    if _mostly_utf8(sample):
        return "utf-8"
    cells = [cell for cell in _CELLS.split(sample) if not cell.isascii()][:_MAX_SAMPLED]
    votes = Counter(
        guess.encoding
        for guess in (detect(cell.decode("latin-1")) for cell in cells)
        if guess and guess.certain
    )
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] * 4 > len(cells) else "cp1258"


def decode_line(raw: bytes, encoding: str) -> tuple[str, bool]:
    """A line of a table, and whether every byte of it could be explained."""
    if raw.isascii() and not encoding.startswith("utf-16"):
        return raw.decode("ascii"), True
    if encoding == "tcvn3":
        return decode_tcvn3(raw), True
    if encoding == "vni":
        return decode_vni(raw), True
    try:
        return raw.decode(encoding), True
    except UnicodeDecodeError:
        pass
    return best_effort(raw) if encoding == "utf-8" else raw.decode(encoding, "replace"), False


def best_effort(raw: bytes) -> str:
    """Bytes that are not UTF-8 as text: gaps marked where most is UTF-8, else letter for byte."""
    return raw.decode("utf-8" if _mostly_utf8(raw) else "latin-1", "replace")


def _mostly_utf8(raw: bytes) -> bool:
    text = raw.decode("utf-8", "replace")
    strange = text.count("�")
    letters = sum(1 for char in text[:100_000] if char > "\x7f") - strange
    return letters > 2 * strange
