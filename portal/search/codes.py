"""ISBN, barcode and call number: whole values, looked up in the database, not in the index."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import Copy, Identifier, Record

MOST = 2000  # records a call number may stand for
_CLASS = re.compile(r"\s*\d{3}([. ]|$)")  # "895.922", "895 T450H"


def resolve(session: Session, text: str, kind: str) -> list[int]:
    """Record ids for a code. kind: "isbn", "barcode", "call", or "any" (what the one box asks)."""
    found: list[int] = []
    if kind in ("isbn", "any"):
        found += _by_number(session, text)
    if kind in ("barcode", "any"):
        found += _by_barcode(session, text)
    if kind == "call" or (kind == "any" and _CLASS.match(text)):
        found += _by_call_number(session, text)
    return list(dict.fromkeys(found))


def looks_like_code(text: str) -> bool:
    """Worth asking the database: one piece with at least three digits, as a code has."""
    compact = text.strip()
    digits = sum(map(str.isdigit, compact))
    return digits >= 3 and len(compact) <= 40 and 2 * digits >= len(compact.replace("-", ""))


def _by_number(session: Session, text: str) -> list[int]:
    compact = "".join(character for character in text.upper() if character.isalnum())
    values = [compact]
    if len(compact) == 10:
        values.append(isbn13(compact))
    return list(session.scalars(select(Identifier.record_id).where(Identifier.value.in_(values))))


def isbn13(isbn10: str) -> str:
    """The 13 digits that an ISBN-10 became in 2007 (ISO 2108); no check of the old check digit."""
    body = "978" + isbn10[:9]
    if not body.isdigit():
        return isbn10
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return body + str(-total % 10)


def _by_barcode(session: Session, text: str) -> list[int]:
    query = select(Copy.record_id).where(Copy.barcode == text.strip()).limit(MOST)
    return list(session.scalars(query))


def _by_call_number(session: Session, text: str) -> list[int]:
    """Call numbers, and DDC numbers, that begin with what was typed."""
    wanted = text.strip()
    copies = select(Copy.record_id).where(Copy.call_number.startswith(wanted, autoescape=True))
    records = select(Record.id).where(Record.ddc.startswith(wanted, autoescape=True))
    return list(session.scalars(copies.union(records).limit(MOST)))
