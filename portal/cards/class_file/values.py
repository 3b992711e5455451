"""Cells of a class list as values. Every failure is a `BadCell`; an empty cell never comes here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from portal.cards.class_file.problems import BadCell, Why
from portal.catalogue.reading.words import folded

_NOT_IN_NAMES: Final = re.compile(r"[\d=@<>{}\[\]|\\^~$#%*_+/&;:!?\"]")
_GAPS: Final = re.compile(r"[\s.,()\-–'’]+")
_SHORTENED: Final = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_PHONE: Final = re.compile(r"0\d{9,10}|\+\d{8,14}")
_EMAIL: Final = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")

_GENDERS: Final = {
    "male": ("nam", "m", "male", "trai", "boy"),
    "female": ("nữ", "f", "female", "gái", "girl"),
    "unsaid": ("khác", "other", "không khai", "không nói"),
}
_RELATIONS: Final = {
    "mother": ("mẹ", "má", "mẹ đẻ", "mother", "mum"),
    "father": ("bố", "ba", "cha", "bố đẻ", "father", "dad"),
    "grandparent": (
        "ông", "ông nội", "ông ngoại", "bà nội", "bà ngoại", "ông bà", "grandparent",
        "grandmother", "grandfather",
    ),
}  # fmt: skip


def _by_word(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {folded(word): value for value, several in words.items() for word in several}


_GENDER_OF: Final = _by_word(_GENDERS)
_RELATION_OF: Final = _by_word(_RELATIONS)


def name(text: str) -> str:
    """A person's name in one piece: at least two letters, no digits, no signs of a formula."""
    text = text.strip(",.- ")
    if _NOT_IN_NAMES.search(text) or sum(map(str.isalpha, text)) < 2:
        raise BadCell(Why.name_letters)
    return text


def gender(text: str) -> str:
    """ "male", "female" or "unsaid"."""
    try:
        return _GENDER_OF[folded(text)]
    except KeyError:
        raise BadCell(Why.gender_unknown) from None


def relation(text: str) -> str:
    """ "mother", "father", "grandparent" or "other": whatever is written says something.

    "Bà" is a grandmother and "Ba" a father: here the mark counts.
    """
    if text.casefold() == "bà":
        return "grandparent"
    return _RELATION_OF.get(folded(text), "other")


def personal_number(text: str) -> str:
    """Twelve digits; noughts in front that a spreadsheet ate are put back.

    The first three digits are a province from 001 on, so that never more than two are gone.
    """
    if _SHORTENED.fullmatch(text):
        raise BadCell(Why.number_shortened)
    digits = _GAPS.sub("", text)
    if not re.fullmatch(r"[0-9]{10,12}", digits):
        raise BadCell(Why.number_digits)
    return digits.zfill(12)


def phone(text: str) -> str:
    """0912345678, or +33… abroad; the nought that a spreadsheet ate is put back."""
    if _SHORTENED.fullmatch(text):
        raise BadCell(Why.number_shortened)
    digits = _GAPS.sub("", text)
    digits = re.sub(r"^(?:\+84|0084|84(?=\d{9}$))0?", "0", digits)
    digits = re.sub(r"^00", "+", digits)
    if re.fullmatch(r"[1-9][0-9]{8}", digits):
        digits = "0" + digits
    if not digits.isascii() or not _PHONE.fullmatch(digits):
        raise BadCell(Why.phone_digits)
    return digits


def email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise BadCell(Why.email_shape)
    return text.lower()
