"""From what was scanned to the reader: which search answers it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.finding import Hit, by_document, by_name, by_number
from portal.cards.scanning import CardScan, DocumentScan, NameScan
from portal.cards.words import Found

Readable = CardScan | DocumentScan | NameScan


def found_by(session: Session, clerk: Clerk, scan: Readable) -> Sequence[Hit]:
    """Whose card, document, or name and birthday it is; each find is written down."""
    if isinstance(scan, CardScan):
        return by_number(session, clerk, scan.number)
    if isinstance(scan, DocumentScan):
        return by_document(session, clerk, scan.document, scan.number)
    return by_name(session, clerk, scan.name, scan.birthday)


def how(scan: Readable) -> Found:
    if isinstance(scan, CardScan):
        return Found.NUMBER
    return Found.DOCUMENT if isinstance(scan, DocumentScan) else Found.NAME
