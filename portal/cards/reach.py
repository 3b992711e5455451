"""Whose page a librarian may open: their own readers', and that of whoever stands before them.

Somebody of another library is before the desk once their card, their document, or their name with
the birthday was searched for; every look is written down.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.models import Borrower, Look
from portal.cards.moving import borrower, state_of
from portal.cards.refusals import NotYours
from portal.cards.states import Act, anywhere
from portal.cards.words import Found
from portal.clock import now

BEFORE_THE_DESK = timedelta(hours=2)
"""How long a search by card, document or name opens a reader's page."""


def open_page(session: Session, clerk: Clerk, borrower_id: int) -> Borrower:
    """The borrower, and a line that says who looked. Raises NoSuchBorrower, NotYours."""
    row = borrower(session, borrower_id)
    if clerk.has(row.library_id):
        write_look(session, clerk, borrower_id, Found.OWN)
        return row
    found = stands_before(session, clerk, borrower_id)
    if found is None:
        raise NotYours(row.library_id)
    write_look(session, clerk, borrower_id, found)
    return row


def may_see(session: Session, clerk: Clerk, borrower_id: int) -> Borrower:
    """The borrower, for what belongs to a page that is open; where it is not, a look is written.

    Raises NoSuchBorrower, NotYours.
    """
    row = borrower(session, borrower_id)
    if stands_before(session, clerk, borrower_id):
        return row
    if not clerk.has(row.library_id):
        raise NotYours(row.library_id)
    if _looked(session, clerk, borrower_id, Found.OWN) is None:
        write_look(session, clerk, borrower_id, Found.OWN)
    return row


def for_act(session: Session, clerk: Clerk, borrower_id: int, act: Act) -> Borrower:
    """The borrower, for an act of this librarian. Raises NoSuchBorrower, NotYours."""
    row = borrower(session, borrower_id)
    if clerk.has(row.library_id):
        return row
    if anywhere(act, state_of(row)) and stands_before(session, clerk, borrower_id):
        return row
    raise NotYours(row.library_id)


def write_look(session: Session, clerk: Clerk, borrower_id: int, found: Found) -> None:
    session.add(
        Look(
            at=now(),
            account_id=clerk.account_id,
            name=clerk.name,
            library_id=clerk.library_id,
            borrower_id=borrower_id,
            found=found,
        )
    )
    session.flush()


def stands_before(session: Session, clerk: Clerk, borrower_id: int) -> Found | None:
    """How this librarian found somebody lately; None when they did not."""
    return _looked(session, clerk, borrower_id, Found.NUMBER, Found.DOCUMENT, Found.NAME)


def _looked(session: Session, clerk: Clerk, borrower_id: int, *ways: Found) -> Found | None:
    """How this librarian looked at somebody lately, of some ways."""
    return session.scalar(
        select(Look.found)
        .where(
            Look.account_id == clerk.account_id,
            Look.borrower_id == borrower_id,
            Look.found.in_(ways),
            Look.at > now() - BEFORE_THE_DESK,
        )
        .order_by(Look.id.desc())
        .limit(1)
    )
