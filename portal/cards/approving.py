"""What the desk says to a registration: yes, a question, or no. And the reader's answer."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.cards import claims, keepers, letters, numbering, offline
from portal.cards.acting import Actor, Clerk
from portal.cards.models import Borrower
from portal.cards.moving import move
from portal.cards.policies import policy_of
from portal.cards.reach import for_act
from portal.cards.states import Act
from portal.cards.words import Death
from portal.clock import today


def approve(session: Session, clerk: Clerk, borrower_id: int, *, seen: int) -> str:
    """Give a provisional number. The number.

    Raises NoSuchBorrower, NotYours, and what `move` refuses.
    """
    row = for_act(session, clerk, borrower_id, Act.APPROVE)
    return admit(session, row, clerk.at(row.library_id), seen=seen)


def admit(
    session: Session,
    row: Borrower,
    actor: Actor,
    *,
    seen: int,
    why: str | None = None,
    card_number: str = "",
) -> str:
    """The same by whoever may, once that is known: the portal, for a confirmed registration.

    card_number: of the card that was handed over without the network, as typed or scanned.

    Raises what `move` and `offline.number_for` refuse.
    """
    until = today() + timedelta(days=policy_of(session, row.library_id).days_provisional)
    values = {"provisional_until": until, "valid_until": None, "reason": None}
    move(session, row, Act.APPROVE, actor, seen=seen, why=why, values=values)
    number = offline.number_for(session, row, card_number)
    keepers.keep(session, row)
    letters.tell_of_number(session, row, number)
    return number


def ask(session: Session, clerk: Clerk, borrower_id: int, *, seen: int, question: str) -> None:
    """Ask the reader for something; they answer online. Raises as `approve`, and ReasonNeeded."""
    row = for_act(session, clerk, borrower_id, Act.ASK)
    values = {"reason": question.strip(), "answer": None}
    actor = clerk.at(row.library_id)
    move(session, row, Act.ASK, actor, seen=seen, why=question, values=values)
    letters.tell(session, row, "card_question", question=question.strip())


def refuse(session: Session, clerk: Clerk, borrower_id: int, *, seen: int, reason: str) -> None:
    """Refuse, for a reason the reader reads. Whoever was refused may register again.

    Raises as `approve`, and ReasonNeeded.
    """
    row = for_act(session, clerk, borrower_id, Act.REFUSE)
    actor = clerk.at(row.library_id)
    values = {"reason": reason.strip(), "provisional_until": None}
    move(session, row, Act.REFUSE, actor, seen=seen, why=reason, values=values)
    keepers.unname(session, numbering.end(session, row.id, Death.REFUSED))
    claims.release(session, row.id)
    letters.tell(session, row, "card_refused", reason=reason.strip())
