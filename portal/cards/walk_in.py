"""Somebody stands at the desk, document in hand: a card in one act, registered before or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.cards import claims
from portal.cards.acting import Clerk
from portal.cards.ages import is_child
from portal.cards.applications import Application
from portal.cards.approving import admit
from portal.cards.issuing import activate
from portal.cards.letters import ask_to_confirm
from portal.cards.models import Borrower
from portal.cards.reach import for_act
from portal.cards.refusals import Duplicate, NotYours
from portal.cards.registering import checked, enter
from portal.cards.states import Act, State
from portal.cards.words import Document
from portal.clock import today


@dataclass(frozen=True, slots=True)
class Card:
    borrower_id: int
    number: str
    valid_until: date


def admit_here(
    session: Session,
    clerk: Clerk,
    borrower_id: int,
    *,
    seen: int,
    document: Document | None = None,
    number: str = "",
    card_number: str = "",
) -> Card:
    """Approve somebody whose registration waits, and note that the document was seen.

    document, number: as for `issuing.see_document`; card_number: as for `approving.admit`. Raises
    what those and `approving.approve` raise.
    """
    row = for_act(session, clerk, borrower_id, Act.APPROVE)
    actor = clerk.at(row.library_id)
    given = admit(session, row, actor, seen=seen, card_number=card_number)
    until = activate(session, row, actor, seen=row.version, shown=(document, number))
    return Card(row.id, given, until)


def register_here(
    session: Session, clerk: Clerk, application: Application, card_number: str = ""
) -> Card:
    """Register, approve and note that the document was seen. card_number: as for `approving.admit`.

    An address is not confirmed by that, so it gets the letter; until then one signs in to the
    account by the number of the card.

    Raises NotYours (another library's desk), BadApplication, Duplicate with whom it is already, and
    what `approving.admit` raises.
    """
    if not clerk.has(application.library_id):
        raise NotYours(application.library_id)
    application, policy = checked(session, application)
    actor = clerk.at(application.library_id)
    row = enter(session, application, policy, State.PENDING, actor)
    if not isinstance(row, Borrower):
        child = is_child(application.person.birthday, today(), policy.adult_age)
        contacts = frozenset() if child else claims.contacts_taken(session, application)
        raise Duplicate(tuple(row), contacts)
    number = admit(session, row, actor, seen=row.version, card_number=card_number)
    until = activate(session, row, actor, seen=row.version)
    ask_to_confirm(session, row, policy.hours_unverified)
    return Card(row.id, number, until)
