"""What stands beside a name on a title page without being part of it."""

import re
from typing import Final

from portal.vietnamese.text import normalise

_RANKS: Final = (
    r"(?:pgs|gs|ts|tskh|th\.?\s?s|ncs|cn|bs|bscki{0,2}|cki{1,2}|ks|kts|ls|ds|nsnd|ns[uư]t"
    r"|ngnd|ng[uư]t|prof|dr|ph\.?\s?d|mr|mrs|ms|sir)"
)
# With their full stop, or several in a row (PGS. TS Nguyễn …), or in capitals (TS Nguyễn …).
_ABBREVIATED: Final = re.compile(rf"{_RANKS}\s*(?:\.|,(?=\s))\s*", re.IGNORECASE)
_IN_CAPITALS: Final = re.compile(
    r"(?:PGS|GS|TS|TSKH|Th\.?S|ThS|NCS|BS|KS|KTS|LS|DS|NSND|NSƯT|NGND|NGƯT)\s+(?=\w)"
)
_WRITTEN_OUT: Final = re.compile(
    r"(?:phó giáo sư|giáo sư|tiến sĩ(?: khoa học)?|tiến sỹ|thạc sĩ|thạc sỹ|cử nhân|kỹ sư|kĩ sư"
    r"|kiến trúc sư|bác sĩ|bác sỹ|dược sĩ|luật sư"
    r"|nhà (?:văn|thơ|báo|giáo|sử học|nghiên cứu|viết kịch)|nhạc sĩ|nhạc sỹ|họa sĩ|hoạ sĩ"
    r"|nghệ sĩ(?: nhân dân| ưu tú)?|đạo diễn|dịch giả|linh mục"
    r"|hòa thượng|hoà thượng|thượng tọa|thượng toạ|đại đức"
    r"|(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy|uý))"
    r"[\s.,:]+(?=\w)",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(rf"\s*,\s*{_RANKS}\.?\s*$", re.IGNORECASE)

_YEAR: Final = r"(?:khoảng\s+|ca\.?\s+|sn\.?\s+|sinh\s+|b\.\s*|d\.\s*)?\d{3,4}\s*\??"
_YEARS: Final = rf"(?:{_YEAR}|\?)\s*[-–—]\s*(?:{_YEAR}|\?)?|{_YEAR}"
_LIFE: Final = re.compile(
    rf"\s*(?:\(\s*(?:{_YEARS})\s*\)|,\s*(?:{_YEARS}))\s*\.?\s*$", re.IGNORECASE
)
# The stop that closes a field, but not the one that makes an initial (J. R. R.) or Jr.
_CLOSING: Final = re.compile(r"(?<=\w{2})(?<!\bJr)(?<!\bSr)\.$|[\s,;:/]+$")


def strip_titles(name: str) -> str:
    """Return the name without academic, military and professional titles around it."""
    name = normalise(name)
    while True:
        shorter = name
        for title in (_ABBREVIATED, _WRITTEN_OUT, _IN_CAPITALS):
            found = title.match(shorter)
            shorter = shorter[found.end() :] if found else shorter
        shorter = _AFTER.sub("", shorter)
        if shorter == name or not shorter:
            return name
        name = shorter


def strip_life(name: str) -> str:
    """Return the name without years of birth and death and without closing punctuation."""
    return _CLOSING.sub("", _LIFE.sub("", _CLOSING.sub("", normalise(name))))
