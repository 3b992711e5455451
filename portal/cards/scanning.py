"""What was scanned or typed into the one box of the desk. Pure.

A card gives its number, an identity card its QR code or the number on it; whoever has nothing in
hand says their name and birthday.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from portal.cards.identity import is_cccd, plain_number
from portal.cards.numbers import DIGITS, read_number
from portal.cards.words import Document, Gender
from portal.vietnamese import normalise

CCCD_DIGITS: Final = 12

_PASSPORT: Final = re.compile(r"(?=\w*[A-Z])(?=\w*\d)[A-Z0-9]{6,12}")
_BIRTHDAY: Final = re.compile(r"(\d{1,2})[\s/.\-](\d{1,2})[\s/.\-](\d{4})|(\d\d)(\d\d)(\d{4})")
_NAME_AND_BIRTHDAY: Final = re.compile(rf"(?P<name>[^\d|]+?)[\s,]+(?P<day>{_BIRTHDAY.pattern})")


class Unread(StrEnum):
    """Why nothing can be looked for."""

    EMPTY = "empty"
    CHECK_DIGIT = "check_digit"
    LENGTH = "length"  # of a number: neither of a card nor of an identity card
    CCCD = "cccd"  # twelve digits that are nobody's
    BIRTHDAY = "birthday"  # a name alone, or a day that is not in the calendar


@dataclass(frozen=True, slots=True)
class CardScan:
    number: str


@dataclass(frozen=True, slots=True)
class DocumentScan:
    document: Document
    number: str


@dataclass(frozen=True, slots=True)
class NameScan:
    name: str
    birthday: date


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What the QR code on a căn cước says. `address`: one line, as it was registered."""

    number: str
    full_name: str
    birthday: date | None
    gender: Gender
    address: str


Scan = CardScan | DocumentScan | NameScan | Unread


def read_scan(text: str) -> Scan:
    """What to look for, or why nothing can be."""
    text = normalise(text)
    if not text:
        return Unread.EMPTY
    if identity := read_identity_card(text):
        return DocumentScan(Document.CCCD, identity.number)
    plain = plain_number(text)
    if plain.isascii() and plain.isdigit():
        return _digits(plain)
    if _PASSPORT.fullmatch(text.upper()):
        return DocumentScan(Document.PASSPORT, text.upper())
    found = _NAME_AND_BIRTHDAY.fullmatch(text)
    birthday = read_birthday(found["day"]) if found else None
    return NameScan(found["name"].strip(), birthday) if found and birthday else Unread.BIRTHDAY


def read_document(text: str) -> str:
    """The number of a document, scanned or typed: of a QR code only the number."""
    identity = read_identity_card(text)
    return identity.number if identity else plain_number(text)


def read_birthday(text: str) -> date | None:
    """A day as people write it: 14/3/1990, 14-03-1990, 14031990; None where there is none."""
    found = _BIRTHDAY.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year = (int(one) for one in found.groups() if one)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_identity_card(text: str) -> IdentityCard | None:
    """The QR code of a căn cước: number|old number|name|ddmmyyyy|sex|address|issued. None for
    anything else. Newer cards add fields behind, which are not looked at.
    """
    fields = [one.strip() for one in text.strip().split("|")]
    if len(fields) < 6 or not is_cccd(fields[0]):
        return None
    return IdentityCard(
        number=fields[0],
        full_name=normalise(fields[2]),
        birthday=read_birthday(fields[3]),
        gender={"nam": Gender.MALE, "nữ": Gender.FEMALE}.get(
            normalise(fields[4]).lower(), Gender.UNSAID
        ),
        address=normalise(fields[5]),
    )


def said_gender(document: Document | None, number: str) -> Gender:
    """The sex that the number of a căn cước says: nobody need be asked again."""
    if document is not Document.CCCD or not is_cccd(number):
        return Gender.UNSAID
    return Gender.FEMALE if int(number[3]) % 2 else Gender.MALE


def _digits(plain: str) -> Scan:
    if len(plain) == DIGITS:
        return CardScan(plain) if read_number(plain) else Unread.CHECK_DIGIT
    if len(plain) != CCCD_DIGITS:
        return Unread.LENGTH
    return DocumentScan(Document.CCCD, plain) if is_cccd(plain) else Unread.CCCD
