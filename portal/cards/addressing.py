"""The address that was noted at the desk, put right while nobody has confirmed it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards import claims, keepers, links
from portal.cards.acting import Clerk
from portal.cards.applications import is_email
from portal.cards.letters import ask_to_confirm
from portal.cards.models import Borrower
from portal.cards.moving import grown_up, move
from portal.cards.policies import policy_of
from portal.cards.reach import for_act
from portal.cards.refusals import BadApplication, Duplicate, NothingNew, Problem
from portal.cards.registering import MOST_LETTERS
from portal.cards.states import Act
from portal.refusals import Refusal
from portal.vietnamese import normalise

EMAIL = "email"  # in the log


@dataclass(eq=False)
class AddressSettled(Refusal):
    """The address is confirmed, or the account has one: its owner changes it."""


@dataclass(eq=False)
class LettersSpent(Refusal):
    """So many letters went out that nobody answered, `count`; no more are sent to any address."""

    count: int


def may_note(row: Borrower, account: Account | None) -> bool:
    """Whether the desk may change the address. account: of the borrower, if there is one."""
    return row.email_confirmed_at is None and (account is None or not account.email)


def note_address(
    session: Session, clerk: Clerk, borrower_id: int, email: str, *, seen: int
) -> None:
    """Change the address that nobody confirmed, or note the first, and ask there.

    The letter at the old one opens nothing any more. Raises NoSuchBorrower, NotYours,
    AddressSettled, BadApplication, NothingNew, LettersSpent, Duplicate, what `move` refuses.
    """
    row = for_act(session, clerk, borrower_id, Act.EDIT)
    if not may_note(row, keepers.account_of(session, row)):
        raise AddressSettled
    email = normalise(email).lower()
    if not is_email(email):
        raise BadApplication((Problem("email", "shape" if email else "missing"),))
    if email == row.email:
        raise NothingNew
    if links.letters_to(session, row.id) >= MOST_LETTERS:
        raise LettersSpent(MOST_LETTERS)
    actor = clerk.at(row.library_id)
    move(session, row, Act.EDIT, actor, seen=seen, why=EMAIL, values={"email": email})
    links.end_confirmations(session, row.id)
    child = not grown_up(session, row)
    there = claims.by_account(session, "" if child else email)
    if there := there or claims.retake(session, row, child=child):
        raise Duplicate(tuple(there))
    ask_to_confirm(session, row, policy_of(session, row.library_id).hours_unverified)
