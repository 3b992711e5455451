"""What readers do with their own cards, and parents with their children's, signed in.

Somebody who came of age is no longer their parent's to change: the card is handed over first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.accounts.following import after_new_email, after_new_locale
from portal.accounts.links import JUST_NOW
from portal.accounts.models import Account
from portal.cards import blocking, details, issuing, keepers, statuses
from portal.cards.acting import Actor
from portal.cards.ages import is_child
from portal.cards.models import Borrower, CardEvent
from portal.cards.moving import borrower, grown_up, state_of
from portal.cards.numbering import living_number, living_numbers
from portal.cards.policies import Policy, policies, policy_of
from portal.cards.purging import Stays, what_stays
from portal.cards.refusals import BadApplication, Duplicate, NoSuchBorrower, Problem, TooEarly
from portal.cards.rights import Right, rights_on
from portal.cards.states import Act, State, Who, acts
from portal.clock import now, today
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

    def rights(self, day: date) -> frozenset[Right]:
        """What it is good for; a card whose number is dead is good for nothing till it has one."""
        if self.number is None:
            return frozenset()
        return rights_on(day, self.state, self.provisional_until, self.valid_until)

    def renews(self, day: date) -> bool:
        """Whether it is renewed online on this day."""
        in_time = self.renew_from is not None and self.renew_from <= day
        return Act.RENEW in self.acts and in_time


def mine(session: Session, account_id: int) -> Sequence[OwnCard]:
    """The cards of an account, the eldest reader's first: a few queries, however many there are."""
    rows = session.scalars(_rows(account_id)).all()
    numbers = living_numbers(session, [row.id for row in rows])
    ways = policies(session)
    return [_card(row, numbers.get(row.id), ways.get(row.library_id, ways[None])) for row in rows]


def rows_to_read(session: Session, account_id: int) -> tuple[list[Borrower], list[Borrower]]:
    """The rows of an account as `mine` orders them: those it may read, and those it may not any
    more, of children who came of age.
    """
    ways = policies(session)
    rows = session.scalars(_rows(account_id)).all()
    grown = {row.id for row in rows if _of_age(row, ways.get(row.library_id, ways[None]))}
    return [row for row in rows if row.id not in grown], [row for row in rows if row.id in grown]


def _rows(account_id: int) -> Select[Borrower]:
    mine = select(Borrower).where(Borrower.account_id == account_id, Borrower.state != State.PURGED)
    return mine.order_by(Borrower.birthday, Borrower.id)


def my_card(session: Session, account_id: int, borrower_id: int) -> OwnCard:
    """Raises NoSuchBorrower, also for somebody else's."""
    row = owned(session, account_id, borrower_id)
    return _card(row, living_number(session, row.id), policy_of(session, row.library_id))


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
    row, reader = changing(session, account_id, borrower_id)
    try:
        details.edit(session, row, reader, changes, seen=seen)
    except Duplicate as other:  # whose it is, nobody is told
        raise BadApplication((Problem("phone", "not_accepted"),)) from other


def answer_own(
    session: Session, account_id: int, borrower_id: int, text: str, *, seen: int
) -> None:
    """Answer what the desk asked. Raises NoSuchBorrower, OfAge, BadApplication, as `move`."""
    row, reader = changing(session, account_id, borrower_id)
    statuses.answer(session, row, reader, text, seen=seen)


def renew_own(session: Session, account_id: int, borrower_id: int, *, seen: int) -> date:
    """Renew online. The last day it is valid.

    Raises NoSuchBorrower, OfAge, TooEarly, Outgrown (then at the desk), and what `move` refuses.
    """
    row, reader = changing(session, account_id, borrower_id)
    first = _renew_from(row, policy_of(session, row.library_id))
    # Whoever comes second with one page is told that it is done, not that it is too early now.
    if first is not None and today() < first and row.version == seen:
        raise TooEarly(first)
    return issuing.prolong(session, row, reader, seen=seen)


def lose_own(session: Session, account_id: int, borrower_id: int, *, seen: int) -> None:
    """The card is lost: its number is dead at once. Raises NoSuchBorrower, OfAge, as `move`."""
    row, reader = changing(session, account_id, borrower_id)
    issuing.report_lost(session, row, reader, seen=seen)


def close_own(session: Session, account_id: int, borrower_id: int, *, seen: int) -> Stays:
    """End the card, and the account when it keeps no other. What stays, for being told.

    Raises NoSuchBorrower, OfAge, and what `move` refuses: who is blocked goes to the desk.
    """
    row, reader = changing(session, account_id, borrower_id)
    blocking.end_card(session, row, reader, seen=seen)
    stays = what_stays(session, row.id)
    keepers.let_go(session, row)
    return stays


def closed_just_now(session: Session, account_id: int, borrower_id: int) -> bool:
    """Whether this account has ended the card a moment ago: its button was clicked twice."""
    closed = select(CardEvent.id).where(
        CardEvent.borrower_id == borrower_id,
        CardEvent.account_id == account_id,
        CardEvent.act == Act.CLOSE,
        CardEvent.at > now() - JUST_NOW,
    )
    return session.scalar(closed.limit(1)) is not None


@after_new_email
def follow_email(session: Session, account: Account) -> None:
    """The account's address was changed and confirmed: its cards go by the new one."""
    email = account.email
    if email is None:
        return
    for row in session.scalars(_rows(account.id)).all():
        keepers.readdress(session, row, email, child=not grown_up(session, row))


@after_new_locale
def follow_locale(session: Session, account: Account) -> None:
    """Letters about the account's cards come in the language that its owner chose."""
    for row in session.scalars(_rows(account.id)).all():
        row.locale = account.locale
    session.flush()


def changing(session: Session, account_id: int, borrower_id: int) -> tuple[Borrower, Actor]:
    """The row and who changes it. Raises NoSuchBorrower, OfAge."""
    row = owned(session, account_id, borrower_id)
    if _of_age(row, policy_of(session, row.library_id)):
        raise OfAge
    return row, Actor(Who.READER, row.library_id, account_id)


def _of_age(row: Borrower, policy: Policy) -> bool:
    """Whether somebody still signs for who should sign themselves."""
    if row.guardian_name is None:
        return False
    return row.birthday is None or not is_child(row.birthday, today(), policy.adult_age)


def _renew_from(row: Borrower, policy: Policy) -> date | None:
    return row.valid_until and row.valid_until - timedelta(days=policy.days_renewal)


def _card(row: Borrower, number: str | None, policy: Policy) -> OwnCard:
    state, of_age = state_of(row), _of_age(row, policy)
    return OwnCard(
        borrower_id=row.id,
        full_name=row.full_name or "",
        birthday=row.birthday or date.min,
        state=state,
        library_id=row.library_id,
        kind=row.kind,
        number=number,
        provisional_until=row.provisional_until,
        valid_until=row.valid_until,
        renew_from=_renew_from(row, policy),
        reason=row.reason,
        version=row.version,
        for_child=row.guardian_name is not None,
        of_age=of_age,
        acts=(Act.HAND_OVER,) if of_age else acts(Who.READER, state),
    )
