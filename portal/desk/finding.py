"""From what was scanned to the reader: which search answers it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.accounts import guesses
from portal.accounts.guesses import Pace
from portal.cards.acting import Clerk
from portal.cards.finding import Hit, by_document, by_name, by_number
from portal.cards.scanning import CardScan, DocumentScan, NameScan
from portal.cards.words import Found

Readable = CardScan | DocumentScan | NameScan

SEARCH_PACE = Pace(burst=60, pause=5)
"""Of one librarian's searches: a class in a row, then one every few seconds, and no list of names
tried through.
"""


def count_search(session: Session, clerk: Clerk) -> int:
    """Count a search; 0, or the seconds until there is one more."""
    key = guesses.key_of(session, "desk.search", str(clerk.account_id))
    return guesses.take(session, key, SEARCH_PACE)


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
