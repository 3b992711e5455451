"""Numbers of documents: CCCD (số định danh cá nhân), passport, pupil's card. Pure.

A CCCD says where the birth was registered (3 digits), the century and the sex (1), the year of
birth (2), and six digits more (circular 07/2016/TT-BCA). What it says must agree with the form:
that finds most slips of the finger and every number that was made up in a hurry.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Final

from portal.cards.words import Document, Gender
from portal.vietnamese import bare_key, words

LONGEST_KEY: Final = 200
"""Letters of a name as it is compared."""

_PROVINCES: Final = frozenset(
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034"
    " 035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068"
    " 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096".split()
)
_ABROAD: Final = "100"  # from here on codes are those of countries
_FIRST_CENTURY: Final = 19
_GAPS: Final = re.compile(r"[\s.\-]+")
_PASSPORT: Final = re.compile(r"(?=[A-Z0-9]*\d)[A-Z0-9]{6,12}")
_PUPIL: Final = re.compile(r"[A-Z0-9ĐƠƯ/]{2,30}")


class BadNumber(StrEnum):
    """What is wrong with the number of a document."""

    SHAPE = "shape"
    PROVINCE = "province"
    YEAR = "year"
    GENDER = "gender"


def plain_number(number: str) -> str:
    """The number as it is kept and compared: capitals, no gaps."""
    return _GAPS.sub("", number).upper()


def bad_number(
    kind: Document, number: str, birthday: date, gender: Gender = Gender.UNSAID
) -> BadNumber | None:
    """The first thing wrong with a number (as `plain_number` writes it); None when nothing is."""
    if kind is Document.CCCD:
        return _bad_cccd(number, birthday, gender)
    shape = _PASSPORT if kind is Document.PASSPORT else _PUPIL
    return None if shape.fullmatch(number) else BadNumber.SHAPE


def is_cccd(number: str) -> bool:
    """Whether a number could be somebody's CCCD: of a guardian, whose birthday is not asked."""
    return number.isascii() and number.isdigit() and len(number) == 12 and _registered(number)


def _bad_cccd(number: str, birthday: date, gender: Gender) -> BadNumber | None:
    if not (number.isascii() and number.isdigit() and len(number) == 12):
        return BadNumber.SHAPE
    if not _registered(number):
        return BadNumber.PROVINCE
    century, female = divmod(int(number[3]), 2)
    if (_FIRST_CENTURY + century) * 100 + int(number[4:6]) != birthday.year:
        return BadNumber.YEAR
    if gender is not Gender.UNSAID and (gender is Gender.FEMALE) != bool(female):
        return BadNumber.GENDER
    return None


def _registered(number: str) -> bool:
    return number[:3] in _PROVINCES or number[:3] >= _ABROAD


def identity_key(kind: Document, number: str, school: str | None = None) -> str:
    """The text under which one document is the same wherever it is shown.

    A pupil's number means something in its school only.
    """
    where = name_key(school or "") if kind is Document.PUPIL else ""
    return f"{kind}:{where}:{plain_number(number)}"


def name_key(name: str) -> str:
    """A name folded for comparison: no marks, no case, i/y settled, one space between words.

    Cut where its column ends: of a Chinese name each character is a word.
    """
    return " ".join(map(bare_key, words(name)))[:LONGEST_KEY]
