"""Blocking a card and giving it back; closing it, and opening it again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.cards import claims, keepers, letters, numbering
from portal.cards.acting import Actor, Clerk
from portal.cards.models import Borrower
from portal.cards.moving import grown_up, move
from portal.cards.reach import for_act
from portal.cards.refusals import Duplicate, NotPossible
from portal.cards.states import Act, State
from portal.cards.words import Death


def block(session: Session, clerk: Clerk, borrower_id: int, *, seen: int, reason: str) -> None:
    """No loans, holds or sign-ups for now, for a reason the reader reads.

    Raises NoSuchBorrower, NotYours, ReasonNeeded, and what `move` refuses.
    """
    row = for_act(session, clerk, borrower_id, Act.BLOCK)
    actor = clerk.at(row.library_id)
    values = {"reason": reason.strip()}
    move(session, row, Act.BLOCK, actor, seen=seen, why=reason, values=values)
    letters.tell(session, row, "card_blocked", reason=reason.strip())


def unblock(session: Session, clerk: Clerk, borrower_id: int, *, seen: int, why: str = "") -> None:
    """As it was before: active, or provisional where no document was seen yet."""
    row = for_act(session, clerk, borrower_id, Act.UNBLOCK)
    to = State.PROVISIONAL if row.valid_until is None else State.ACTIVE
    actor = clerk.at(row.library_id)
    move(session, row, Act.UNBLOCK, actor, seen=seen, to=to, why=why, values={"reason": None})
    letters.tell(session, row, "card_unblocked")


def close(session: Session, clerk: Clerk, borrower_id: int, *, seen: int, why: str = "") -> None:
    """The card ends; what is personal is erased years later, as the policy says."""
    row = for_act(session, clerk, borrower_id, Act.CLOSE)
    end_card(session, row, clerk.at(row.library_id), seen=seen, why=why)


def end_card(session: Session, row: Borrower, actor: Actor, *, seen: int, why: str = "") -> None:
    """The same once it is known who may."""
    move(session, row, Act.CLOSE, actor, seen=seen, why=why)
    keepers.unname(session, numbering.end(session, row.id, Death.CLOSED))
    claims.release(session, row.id)
    letters.tell(session, row, "card_closed")


def reopen(session: Session, clerk: Clerk, borrower_id: int, *, seen: int, why: str = "") -> None:
    """Back to the desk's list, as if newly registered; the old numbers stay dead.

    Whoever was merged stays closed. Raises Duplicate where they registered again meanwhile, else
    as `unblock`.
    """
    row = for_act(session, clerk, borrower_id, Act.REOPEN)
    if row.merged_into_id is not None:
        raise NotPossible(Act.REOPEN, row.state)
    actor = clerk.at(row.library_id)
    values = {"reason": None, "answer": None, "provisional_until": None, "valid_until": None}
    move(session, row, Act.REOPEN, actor, seen=seen, why=why, values=values)
    if others := claims.retake(session, row, child=not grown_up(session, row)):
        raise Duplicate(tuple(others))
