"""A child has come of age: the card passes from the parent's account to its own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards import claims, keepers, links
from portal.cards.acting import Actor, Clerk
from portal.cards.applications import is_email
from portal.cards.letters import ask_heir
from portal.cards.models import Borrower
from portal.cards.moving import borrower, grown_up, move
from portal.cards.own import owned
from portal.cards.proving import Proof, check
from portal.cards.reach import for_act
from portal.cards.refusals import BadApplication, DeadLink, Duplicate, Problem
from portal.cards.states import Act, Who
from portal.refusals import Refusal
from portal.vietnamese import normalise

HOURS = 7 * 24
"""How long the link to take a card over is good."""

MOST_LETTERS = 10  # in a month, wherever they go

_GUARDIAN = (
    "guardian_name", "guardian_relation", "guardian_id_kind", "guardian_id_sealed",
    "guardian_id_hash", "guardian_phone",
)  # fmt: skip


@dataclass(eq=False)
class NotOfAge(Refusal):
    """Still a child, or nobody's to hand over."""


@dataclass(eq=False)
class HasCard(Refusal):
    """Whoever takes a card over has one of their own: the desk makes one of the two."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """password_token: of an account's link to choose the first password."""

    borrower_id: int
    account_id: int
    password_token: str | None


def offer(session: Session, account_id: int, borrower_id: int, email: str) -> None:
    """The parent names the grown child's own address, which gets the link.

    Raises NoSuchBorrower, NotOfAge, BadApplication.
    """
    row = owned(session, account_id, borrower_id)
    _offer(session, row, email)


def offer_here(session: Session, clerk: Clerk, borrower_id: int, email: str) -> None:
    """The same at the desk. Raises NoSuchBorrower, NotYours, NotOfAge, BadApplication."""
    _offer(session, for_act(session, clerk, borrower_id, Act.HAND_OVER), email)


def hand_over_here(session: Session, clerk: Clerk, borrower_id: int, *, seen: int) -> HandedOver:
    """At the desk, to somebody without e-mail, who signs in by the number of the card.

    Raises NoSuchBorrower, NotYours, NotOfAge, Duplicate, and what `move` refuses.
    """
    row = for_act(session, clerk, borrower_id, Act.HAND_OVER)
    _check(session, row)
    return _hand_over(session, row, clerk.at(row.library_id), None, seen)


def whose_card(session: Session, token: str) -> Borrower:
    """Whose card a link is for; looking uses nothing up.

    Raises DeadLink, UsedLink, LateLink, NoSuchBorrower, NotOfAge.
    """
    link = links.look_at(session, token)
    if link.borrower_id is None or link.email is None:
        raise DeadLink
    row = borrower(session, link.borrower_id)
    _check_heir(session, row)
    return row


def take_over(session: Session, token: str, proof: Proof) -> HandedOver:
    """The grown child opened the link, and shows that it is they.

    Raises DeadLink, UsedLink, LateLink, NoSuchBorrower, NotOfAge, NotShown, HasCard.
    """
    check(session, whose_card(session, token), proof)
    link = links.use(session, token)
    if link.borrower_id is None or link.email is None:
        raise DeadLink
    row = borrower(session, link.borrower_id)
    _check_heir(session, row)
    reader = Actor(Who.READER, row.library_id)
    try:
        return _hand_over(session, row, reader, link.email, row.version)
    except Duplicate as other:
        raise HasCard from other


def taken_over_just_now(session: Session, token: str) -> HandedOver | None:
    """What came of a link that was used a moment ago: of a button that was clicked twice.

    Raises NoSuchBorrower.
    """
    link = links.used_just_now(session, token)
    if link is None or link.borrower_id is None or link.email is None:
        return None
    row = borrower(session, link.borrower_id)
    account = session.get(Account, row.account_id) if row.account_id else None
    if account is None or row.guardian_name is not None or row.email != link.email:
        return None
    return HandedOver(row.id, account.id, keepers.password_link(session, account))


def let_go(session: Session, row: Borrower, parent: Actor, *, seen: int) -> None:
    """The parent leaves and takes no card along that is none of theirs: it lives on, its reader's
    own, who gets the first password at the desk. An offer that was mailed to them stays good.

    Nothing of the parent stays on it: the address was theirs. Raises NotOfAge, and what `move`
    refuses.
    """
    _check(session, row)
    move(session, row, Act.HAND_OVER, parent, seen=seen, values=dict.fromkeys(_GUARDIAN))
    links.end_given(session, row.id)
    keepers.unkeep(session, row)
    row.email = row.email_confirmed_at = None
    session.flush()
    # Where somebody else has one of them, which a parent is not told, the old claims stay.
    claims.retake(session, row, child=False)


def _offer(session: Session, row: Borrower, email: str) -> None:
    _check(session, row)
    email = normalise(email).lower()
    keeper = session.get(Account, row.account_id) if row.account_id else None
    if not is_email(email):
        raise BadApplication((Problem("email", "shape"),))
    if keeper is not None and keeper.email == email:
        raise BadApplication((Problem("email", "own"),))
    if links.letters_to(session, row.id) >= MOST_LETTERS:
        raise BadApplication((Problem("email", "too_often"),))
    links.end_offers(session, row.id)  # to an address that was a mistake, perhaps
    ask_heir(session, row, email, HOURS)


def _check(session: Session, row: Borrower) -> None:
    if row.guardian_name is None or not grown_up(session, row):
        raise NotOfAge


def _check_heir(session: Session, row: Borrower) -> None:
    """Whether a card is there to be taken over: still a parent's, or let go of by one."""
    taken = row.guardian_name is None and row.account_id is not None
    if taken or not grown_up(session, row):
        raise NotOfAge


def _hand_over(
    session: Session, row: Borrower, actor: Actor, email: str | None, seen: int
) -> HandedOver:
    move(session, row, Act.HAND_OVER, actor, seen=seen, values=dict.fromkeys(_GUARDIAN))
    links.end_all(session, row.id)
    account = keepers.take_over(session, row, email)
    if others := claims.retake(session, row, child=False):
        raise Duplicate(tuple(others))
    return HandedOver(row.id, account.id, keepers.password_link(session, account))
