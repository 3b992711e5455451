"""How a registration stands, for whoever has its private link; and the answer to a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.cards.acting import Actor
from portal.cards.applications import is_email
from portal.cards.links import status_of
from portal.cards.models import Borrower
from portal.cards.moving import borrower, locked, move, state_of
from portal.cards.numbering import living_number
from portal.cards.purging import erase
from portal.cards.refusals import BadApplication, NotPossible, Problem
from portal.cards.registering import send_again
from portal.cards.states import Act, State, Who
from portal.vietnamese import normalise

LONGEST_ANSWER = 2000


@dataclass(frozen=True, slots=True)
class Status:
    """`reason`: what is asked, or why it was refused or blocked. `kind`: of a card that has a
    number; before, a duplicate's shows the same as anybody's.

    Once a document was seen, number and reason are for whoever signs in: the link may have been
    passed on, and the card is worth something now.
    """

    state: State
    since: datetime
    library_id: int
    reason: str | None
    answer: str | None
    number: str | None
    provisional_until: date | None
    valid_until: date | None
    version: int
    kind: str | None = None


def status(session: Session, token: str) -> Status:
    """Raises DeadLink, NoSuchBorrower once it was erased."""
    link = status_of(session, token)
    if link.borrower_id is None:
        return Status(link.shown, link.created_at, link.library_id, None, None, None, None, None, 1)
    row = borrower(session, link.borrower_id)
    seen = row.valid_until is not None
    number = None if seen else living_number(session, row.id)
    return Status(
        state=state_of(row),
        since=row.state_since,
        library_id=row.library_id,
        reason=None if seen else row.reason,
        answer=None if seen else row.answer,
        number=number,
        provisional_until=row.provisional_until,
        valid_until=row.valid_until,
        version=row.version,
        kind=row.kind if number else None,
    )


def answer_by_link(session: Session, token: str, text: str, *, seen: int) -> None:
    """Answer what the desk asked, by the private link.

    Raises DeadLink, NoSuchBorrower, BadApplication, and what `move` refuses.
    """
    link = status_of(session, token)
    if link.borrower_id is None:
        raise NotPossible(Act.ANSWER, link.shown)
    row = borrower(session, link.borrower_id)
    answer(session, row, Actor(Who.READER, row.library_id), text, seen=seen)


def is_answered(session: Session, token: str, text: str) -> bool:
    """Whether this is the answer that was given: its button was clicked twice.

    Raises DeadLink, NoSuchBorrower.
    """
    link = status_of(session, token)
    if link.borrower_id is None:
        return False
    return borrower(session, link.borrower_id).answer == text.strip()


def withdraw_by_link(session: Session, token: str) -> None:
    """Take back a registration that waits for its letter; all that was filled in is erased.

    Raises DeadLink, NoSuchBorrower, and what `move` refuses.
    """
    link = status_of(session, token)
    if link.borrower_id is None:
        if link.shown is not State.UNVERIFIED:
            raise NotPossible(Act.DISOWN, link.shown)
        session.delete(link)
        session.flush()
        return
    row = borrower(session, link.borrower_id)
    if row.state is not State.UNVERIFIED:
        raise NotPossible(Act.DISOWN, row.state)
    move(session, row, Act.DISOWN, Actor(Who.READER, row.library_id))
    erase(session, row)


def readdress_by_link(session: Session, token: str, email: str) -> None:
    """Send the letter of a registration that waits for it again: to the address it was made with,
    or to another where that one was mistyped. Links that went elsewhere are dead.

    Of an address that is somebody's the one on file is told, as at registration, and whoever
    changed it learns nothing. Raises DeadLink, NoSuchBorrower, BadApplication, NotPossible.
    """
    email = normalise(email).lower()
    if not is_email(email):
        raise BadApplication((Problem("email", "shape" if email else "missing"),))
    link = status_of(session, token)
    # Locked before it is judged: the letter may be opened at this moment.
    row = locked(session, link.borrower_id) if link.borrower_id is not None else None
    if (state := row.state if row else link.shown) is not State.UNVERIFIED:
        raise NotPossible(Act.REGISTER_AGAIN, state)
    if row is not None:
        send_again(session, row, email)


def answer(session: Session, row: Borrower, actor: Actor, text: str, *, seen: int) -> None:
    """The same once it is known whose answer it is."""
    text = text.strip()
    if not 0 < len(text) <= LONGEST_ANSWER:
        raise BadApplication((Problem("answer", "too_long" if text else "missing"),))
    move(session, row, Act.ANSWER, actor, seen=seen, values={"answer": text})
