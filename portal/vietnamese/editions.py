"""Edition statements: which printing of a work a book is."""

import re
from dataclasses import dataclass
from typing import Final

from portal.vietnamese.numerals import number_value
from portal.vietnamese.text import normalise

_N: Final = r"(?P<number>\d{1,3}(?!\d)|[^\W\d_]+)"
_REPRINTS: Final = re.compile(rf"(?:tái bản|in lại)(?:,?\s*lần(?:\s+thứ)?\s*{_N})?", re.IGNORECASE)
_ISSUES: Final = re.compile(
    rf"(?:\bin|xuất bản|ấn bản|\bxb\.?|phiên bản)\s*(?:lần(?:\s+thứ)?|thứ)\s*{_N}", re.IGNORECASE
)
_FOREIGN: Final = re.compile(
    r"\b(?P<number>\d{1,3})\s*(?:st|nd|rd|th|e|ème|\.)?\s*(?:(?:rev|revised|int|enl)\w*\.?\s+)?"
    r"(?:ed\b|edition|éd|édition|aufl|изд)",
    re.IGNORECASE,
)
_FOREIGN_WORD: Final = re.compile(
    r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s+edition", re.IGNORECASE
)
_ENGLISH: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_REVISED: Final = re.compile(
    r"sửa chữa|bổ sung|chỉnh (?:lý|lí|sửa)|cập nhật|có sửa|mở rộng|\brev(?:\.|ised)|\benl",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Edition:
    """An edition statement read: its number, what the number counts, and whether text changed."""

    number: int | None
    reprint: bool
    revised: bool = False

    @property
    def issue(self) -> int | None:
        """The how-manieth issue this is: "tái bản lần thứ 1" is the second."""
        if self.number is None:
            return None
        return self.number + 1 if self.reprint else self.number


def _number(found: re.Match[str]) -> int | None:
    return number_value(found["number"]) if found["number"] else None


def edition(text: str) -> Edition | None:
    """Read an edition statement, Vietnamese or Western; None when the text is not one."""
    text = normalise(text)
    revised = _REVISED.search(text) is not None
    reprint = _REPRINTS.search(text)
    if reprint:
        return Edition(_number(reprint), True, revised)
    for pattern in (_ISSUES, _FOREIGN):
        found = pattern.search(text)
        if found and _number(found):
            return Edition(_number(found), False, revised)
    spelled = _FOREIGN_WORD.search(text)
    if spelled:
        return Edition(_ENGLISH.index(spelled[1].lower()) + 1, False, revised)
    return Edition(None, False, True) if revised else None
