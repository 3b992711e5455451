"""The marks of Vietnamese writing: five tones, three quality marks and đ."""

import re
import unicodedata
from typing import Final

HUYEN: Final = "\u0300"
HOI: Final = "\u0309"
NGA: Final = "\u0303"
SAC: Final = "\u0301"
NANG: Final = "\u0323"

#: Combining tone marks in dictionary order; the level tone (không dấu) has no mark.
TONE_MARKS: Final = HUYEN + HOI + NGA + SAC + NANG

#: One letter per tone for the end of an exact key. Modifier letters rather than ASCII, so that no
#: typed word collides with a key, and rather than combining marks, so that NFC leaves them alone.
TONE_LETTERS: Final = "\u02cb\u02c0\u02c1\u02ca\u02cc"

#: Eth and African đ stand for đ in files that passed through code pages 1252 and 1258.
LOOKALIKES: Final = str.maketrans("ðɖÐƉ", "đđĐĐ")

#: Lower-case letters that carry no separable mark but read as one or two plain letters.
PLAIN: Final = str.maketrans(
    {
        "đ": "d", "ð": "d", "ɖ": "d", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ß": "ss",
        "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t", "ĸ": "k", "ŋ": "ng", "ﬁ": "fi", "ﬂ": "fl",
        "ς": "σ",
    }
)  # fmt: skip

#: Deletes every diacritic of Latin, Greek and Cyrillic, and the tone letters of an exact key.
#: Limited to these blocks: marks of other scripts (が, ไม่) are letters in their own right.
NO_MARKS: Final = dict.fromkeys([*range(0x300, 0x370), *map(ord, TONE_LETTERS)])

_TONE_BEFORE_QUALITY: Final = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306])")


def compose(text: str) -> str:
    """Return `text` in NFC with Vietnamese letters whole.

    Records from American libraries set the tone before the quality mark (e, acute, circumflex);
    to Unicode that is another letter than ế, to every reader it is the same.
    """
    text = unicodedata.normalize("NFC", text)
    if "\u0302" in text or "\u0306" in text:
        marks_last = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", _TONE_BEFORE_QUALITY.sub(r"\2\1", marks_last))
    return text
