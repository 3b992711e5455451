"""A card in the hand: the document was seen, the card handed over, renewed, lost, given anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.cards import claims, keepers, letters, numbering, offline
from portal.cards.acting import Actor, Clerk
from portal.cards.ages import add_months
from portal.cards.documents import document_hash, own_columns
from portal.cards.identity import bad_number, plain_number
from portal.cards.kinds import Kind, kind_of
from portal.cards.models import Borrower
from portal.cards.moving import grown_up, move, state_of
from portal.cards.numbers import grouped
from portal.cards.reach import for_act
from portal.cards.refusals import BadApplication, Duplicate, NotPossible, Problem
from portal.cards.states import Act
from portal.cards.words import Death, Document, Gender
from portal.clock import today
from portal.refusals import Refusal


@dataclass(eq=False)
class NumberDiffers(Refusal):
    """The document on the desk is another than the one on the form: corrected first, or refused."""


@dataclass(eq=False)
class Outgrown(Refusal):
    """The reader's age no longer fits the kind of card; another is chosen at the desk."""

    kind: str


def see_document(
    session: Session,
    clerk: Clerk,
    borrower_id: int,
    *,
    seen: int,
    document: Document | None = None,
    number: str = "",
) -> date:
    """The document was seen: from now on the card lends. The last day it is valid.

    document, number: as scanned, to be compared with the form, or noted where it had none.

    Raises NoSuchBorrower, NotYours, NumberDiffers, BadApplication, Duplicate, and what `move`
    refuses.
    """
    row = for_act(session, clerk, borrower_id, Act.SEE_DOCUMENT)
    return activate(session, row, clerk.at(row.library_id), seen=seen, shown=(document, number))


def activate(
    session: Session,
    row: Borrower,
    actor: Actor,
    *,
    seen: int,
    shown: tuple[Document | None, str] = (None, ""),
    why: str | None = None,
) -> date:
    """The same once it is known who may. why: what stands for a document, a school's word."""
    noted = _compared(session, row, *shown)
    until = add_months(today(), _kind(session, row, row.kind).months_valid)
    values = {"valid_until": until, "provisional_until": None, **noted}
    move(session, row, Act.SEE_DOCUMENT, actor, seen=seen, why=why, values=values)
    if noted and (others := claims.retake(session, row, child=not grown_up(session, row))):
        raise Duplicate(tuple(others))
    return until


def issue(session: Session, clerk: Clerk, borrower_id: int, *, seen: int) -> None:
    """A printed card was handed over. Raises NoSuchBorrower, NotYours, what `move` refuses."""
    row = for_act(session, clerk, borrower_id, Act.ISSUE)
    move(session, row, Act.ISSUE, clerk.at(row.library_id), seen=seen)


def renew(
    session: Session, clerk: Clerk, borrower_id: int, *, seen: int, kind: str | None = None
) -> date:
    """Renew, as another kind of card where `kind` says so. The last day it is valid.

    Raises NoSuchBorrower, NotYours, Outgrown, and what `move` refuses.
    """
    row = for_act(session, clerk, borrower_id, Act.RENEW)
    return prolong(session, row, clerk.at(row.library_id), seen=seen, kind=kind)


def prolong(
    session: Session, row: Borrower, actor: Actor, *, seen: int, kind: str | None = None
) -> date:
    """The same once it is known who may. From the last day on, or from today if that is past."""
    wanted = _kind(session, row, kind or row.kind)
    child = not grown_up(session, row)
    if row.birthday is None or not wanted.suits(row.birthday, today(), child=child):
        raise Outgrown(wanted.code)
    until = add_months(max(today(), row.valid_until or today()), wanted.months_valid)
    values = {"valid_until": until, "kind": wanted.code}
    move(session, row, Act.RENEW, actor, seen=seen, values=values)
    letters.tell(session, row, "card_renewed", until=until)
    return until


def lose(session: Session, clerk: Clerk, borrower_id: int, *, seen: int) -> None:
    """The card is lost: its number is dead at once. Raises as `issue`."""
    row = for_act(session, clerk, borrower_id, Act.LOSE)
    report_lost(session, row, clerk.at(row.library_id), seen=seen)


def report_lost(session: Session, row: Borrower, actor: Actor, *, seen: int) -> None:
    """The same once it is known who may. What has no number cannot be lost again."""
    move(session, row, Act.LOSE, actor, seen=seen)
    number = numbering.end(session, row.id, Death.LOST)
    if number is None:
        raise NotPossible(Act.LOSE, state_of(row))
    keepers.unname(session, number)
    letters.tell(session, row, "card_lost", number=grouped(number))


def reissue(
    session: Session, clerk: Clerk, borrower_id: int, *, seen: int, card_number: str = ""
) -> str:
    """Give a new number; the old one, if it still lives, is dead at once. The new number.

    card_number: as for `approving.admit`. Raises as `issue`, and what `offline.number_for` raises.
    """
    row = for_act(session, clerk, borrower_id, Act.REISSUE)
    move(session, row, Act.REISSUE, clerk.at(row.library_id), seen=seen)
    keepers.unname(session, numbering.end(session, row.id, Death.REPLACED))
    number = offline.number_for(session, row, card_number)
    keepers.name_by_number(session, row)
    letters.tell(session, row, "card_reissued", number=grouped(number))
    return number


def _compared(
    session: Session, row: Borrower, document: Document | None, number: str
) -> dict[str, Any]:
    """What is to be noted of a document that the form did not name."""
    number = plain_number(number)
    if document is None or not number:
        return {}
    if row.id_hash is not None:
        if document_hash(session, document, number, row.school) != row.id_hash:
            raise NumberDiffers
        return {}
    if row.birthday is None:
        return {}
    if problem := bad_number(document, number, row.birthday, row.gender or Gender.UNSAID):
        raise BadApplication((Problem("number", problem),))
    return own_columns(session, document, number, row.school)


def _kind(session: Session, row: Borrower, code: str) -> Kind:
    kind = kind_of(session, row.library_id, code)
    if kind is None:
        raise BadApplication((Problem("kind", "unknown"),))
    return kind
