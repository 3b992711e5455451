"""What readers do with their own cards, and parents with their children's, signed in.

Somebody who came of age is no longer their parent's to change: the card is handed over first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards import blocking, details, issuing, keepers, statuses
from portal.cards.acting import Actor
from portal.cards.models import Borrower
from portal.cards.moving import borrower, grown_up, state_of
from portal.cards.numbering import living_number
from portal.cards.policies import policy_of
from portal.cards.purging import Stays, what_stays
from portal.cards.refusals import BadApplication, Duplicate, NoSuchBorrower, Problem, TooEarly
from portal.cards.states import Act, State, Who, acts
from portal.clock import today
from portal.refusals import Refusal


@dataclass(eq=False)
class OfAge(Refusal):
    """The child is none any more: the card is to be handed over."""


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A card as its reader sees it. `renew_from`: first day to renew online; `acts`: what they may
    do; `for_child`: a guardian manages it; `of_age`: and no longer should.
    """

    borrower_id: int
    full_name: str
    birthday: date
    state: State
    library_id: int
    kind: str
    number: str | None
    provisional_until: date | None
    valid_until: date | None
    renew_from: date | None
    reason: str | None
    version: int
    for_child: bool
    of_age: bool
    acts: tuple[Act, ...]


def mine(session: Session, account_id: int) -> Sequence[OwnCard]:
    """The cards of an account, the eldest reader's first."""
    query = select(Borrower).where(
        Borrower.account_id == account_id, Borrower.state != State.PURGED
    )
    return [_card(session, row) for row in session.scalars(query.order_by(Borrower.birthday))]


def my_card(session: Session, account_id: int, borrower_id: int) -> OwnCard:
    """Raises NoSuchBorrower, also for somebody else's."""
    return _card(session, owned(session, account_id, borrower_id))


def owned(session: Session, account_id: int, borrower_id: int) -> Borrower:
    """The row, if it is this account's. Raises NoSuchBorrower."""
    row = borrower(session, borrower_id)
    if row.account_id != account_id:
        raise NoSuchBorrower
    return row


def edit_own(
    session: Session, account_id: int, borrower_id: int, changes: Mapping[str, str], *, seen: int
) -> None:
    """Change details of `details.EDITABLE`. Raises NoSuchBorrower, OfAge, BadApplication,
    NothingNew, and what `move` refuses.
    """
    row, reader = _changing(session, account_id, borrower_id)
    try:
        details.edit(session, row, reader, changes, seen=seen)
    except Duplicate as other:  # whose it is, nobody is told
        raise BadApplication((Problem("phone", "not_accepted"),)) from other


def answer_own(
    session: Session, account_id: int, borrower_id: int, text: str, *, seen: int
) -> None:
    """Answer what the desk asked. Raises NoSuchBorrower, OfAge, BadApplication, as `move`."""
    row, reader = _changing(session, account_id, borrower_id)
    statuses.answer(session, row, reader, text, seen=seen)


def renew_own(session: Session, account_id: int, borrower_id: int, *, seen: int) -> date:
    """Renew online. The last day it is valid.

    Raises NoSuchBorrower, OfAge, TooEarly, Outgrown (then at the desk), and what `move` refuses.
    """
    row, reader = _changing(session, account_id, borrower_id)
    first = _renew_from(session, row)
    if first is not None and today() < first:
        raise TooEarly(first)
    return issuing.prolong(session, row, reader, seen=seen)


def lose_own(session: Session, account_id: int, borrower_id: int, *, seen: int) -> None:
    """The card is lost: its number is dead at once. Raises NoSuchBorrower, OfAge, as `move`."""
    row, reader = _changing(session, account_id, borrower_id)
    issuing.report_lost(session, row, reader, seen=seen)


def close_own(session: Session, account_id: int, borrower_id: int, *, seen: int) -> Stays:
    """End the card, and the account when it keeps no other. What stays, for being told.

    Raises NoSuchBorrower, OfAge, and what `move` refuses: who is blocked goes to the desk.
    """
    row, reader = _changing(session, account_id, borrower_id)
    blocking.end_card(session, row, reader, seen=seen)
    stays = what_stays(session, row.id)
    keepers.let_go(session, row)
    return stays


def follow_email(session: Session, account_id: int, email: str) -> None:
    """The account's address was changed and confirmed: its cards go by the new one."""
    rows = session.scalars(select(Borrower).where(Borrower.account_id == account_id))
    for row in rows.all():
        keepers.readdress(session, row, email, child=not grown_up(session, row))


def _changing(session: Session, account_id: int, borrower_id: int) -> tuple[Borrower, Actor]:
    row = owned(session, account_id, borrower_id)
    if _of_age(session, row):
        raise OfAge
    return row, Actor(Who.READER, row.library_id, account_id)


def _of_age(session: Session, row: Borrower) -> bool:
    return row.guardian_name is not None and grown_up(session, row)


def _renew_from(session: Session, row: Borrower) -> date | None:
    if row.valid_until is None:
        return None
    return row.valid_until - timedelta(days=policy_of(session, row.library_id).days_renewal)


def _card(session: Session, row: Borrower) -> OwnCard:
    state, of_age = state_of(row), _of_age(session, row)
    return OwnCard(
        borrower_id=row.id,
        full_name=row.full_name or "",
        birthday=row.birthday or date.min,
        state=state,
        library_id=row.library_id,
        kind=row.kind,
        number=living_number(session, row.id),
        provisional_until=row.provisional_until,
        valid_until=row.valid_until,
        renew_from=_renew_from(session, row),
        reason=row.reason,
        version=row.version,
        for_child=row.guardian_name is not None,
        of_age=of_age,
        acts=(Act.HAND_OVER,) if of_age else acts(Who.READER, state),
    )
