"""One reader's page as the desk has it: opened, and the look written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.documents import guardian_number, masked, own_number
from portal.cards.likeness import Like, likely_same
from portal.cards.merging import came_from, history, is_before
from portal.cards.models import Borrower, CardEvent, CardNumber, Consent, Look
from portal.cards.moving import borrower, state_of
from portal.cards.reach import open_page, write_look
from portal.cards.refusals import NotYours
from portal.cards.states import Act, State, Who, acts, anywhere
from portal.cards.words import Found


@dataclass(frozen=True, slots=True)
class Overview:
    """`document` and `guardian_document` are masked. `acts`: what this librarian may do now.

    whole: shown as it is; else a reader of another library who does not stand before the desk, and
    of whom only what agrees is told.
    """

    row: Borrower
    state: State
    document: str | None
    guardian_document: str | None
    acts: tuple[Act, ...]
    numbers: Sequence[CardNumber]
    events: Sequence[CardEvent]
    consents: Sequence[Consent]
    likely_same: Sequence[Like]
    whole: bool


def overview(session: Session, clerk: Clerk, borrower_id: int) -> Overview:
    """Raises NoSuchBorrower, NotYours."""
    return _overview(session, clerk, open_page(session, clerk, borrower_id), whole=True)


def beside(session: Session, clerk: Clerk, borrower_id: int, other_id: int) -> Overview:
    """Somebody `borrower_id` may be, shown beside them: of whatever library.

    Raises NoSuchBorrower, NotYours where the two are not alike.
    """
    row = open_page(session, clerk, borrower_id)
    other = borrower(session, other_id)
    if other_id not in {like.borrower_id for like in likely_same(session, row)}:
        raise NotYours(other.library_id)
    write_look(session, clerk, other_id, Found.LIKENESS)
    return _overview(session, clerk, other, whole=is_before(session, clerk, other))


def looks(session: Session, borrower_id: int, *, limit: int = 30) -> Sequence[Look]:
    """Who opened somebody's page or found them, those merged into them too; the latest first."""
    theirs = Look.borrower_id.in_(came_from(session, borrower_id))
    return session.scalars(select(Look).where(theirs).order_by(Look.id.desc()).limit(limit)).all()


def _overview(session: Session, clerk: Clerk, row: Borrower, *, whole: bool) -> Overview:
    state = state_of(row)
    possible = acts(Who.STAFF, state)
    if not clerk.has(row.library_id):
        possible = tuple(act for act in possible if anywhere(act, state))
    own, guardian = own_number(session, row), guardian_number(session, row)
    numbers = CardNumber.borrower_id.in_(came_from(session, row.id))
    return Overview(
        row=row,
        state=state,
        document=masked(own) if own else None,
        guardian_document=masked(guardian) if guardian else None,
        acts=possible,
        numbers=session.scalars(
            select(CardNumber).where(numbers).order_by(CardNumber.issued_at.desc())
        ).all(),
        events=history(session, row.id),
        consents=session.scalars(
            select(Consent).where(Consent.borrower_id == row.id).order_by(Consent.id)
        ).all(),
        likely_same=likely_same(session, row),
        whole=whole,
    )
