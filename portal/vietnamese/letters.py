"""The marks of Vietnamese writing: five tones, three quality marks and đ."""

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
