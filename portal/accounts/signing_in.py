"""Signing in: a guess is counted, then the password looked at, then the door opens.

Three steps, because argon2 takes its time on purpose and no transaction may wait for it:
`knock` in one transaction, `Knock.opens` in none, `enter` in another.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import errands, guesses, passwords
from portal.accounts.guesses import Pace
from portal.accounts.letters import tell_of_guesses
from portal.accounts.models import Account
from portal.accounts.names import account_named, plain
from portal.accounts.secrets_models import ErrandKind
from portal.clock import now
from portal.refusals import Refusal
from portal.roles import STAFF

# Of one account: a few slips at once, then 4 an hour, so about 100 a day.
ACCOUNT_PACE = Pace(burst=8, pause=15 * 60)
# From one client, whatever the accounts: a school's computers share one address.
CLIENT_PACE = Pace(burst=40, pause=2 * 60)


class WrongCredentials(Refusal):
    """No open account has this name and this password; which of the two is never said."""


@dataclass(frozen=True)
class Asker:
    """Who knocks. client: the address, as budgets know it. known_as, known_by: the account a
    browser has signed in to before, and the name it was given then. Its guesses at that account
    are counted apart, and not with its client's, so that strangers who guess day and night do not
    keep the owner out, from elsewhere or from the same address.
    """

    client: str
    known_as: int | None = None
    known_by: str = ""


@dataclass(frozen=True)
class Knock:
    """A guess that was counted. wait: seconds until there is one; 0: this is one. guessed: those
    at this very account are used up, not those of a client who tries one after another.
    client_key: None where those of the client were not counted.
    """

    wait: int
    guessed: bool
    account_id: int | None
    stored: str
    account_key: bytes
    client_key: bytes | None

    def opens(self, password: str) -> bool:
        """Whether the password is right. One hash is worked out, whoever knocks."""
        return passwords.matches(self.stored, password) and self.account_id is not None


def knock(session: Session, name: str, asker: Asker) -> Knock:
    """Count a guess at the password of whoever signs in by `name`; commit whatever comes of it.

    Guesses are counted by the name as it was typed, whether an account has it or not: counting
    them by account would tell which number and which address belong to one person.
    """
    name = plain(name)
    account = account_named(session, name)
    known = asker.known_by if account and account.id == asker.known_as else ""
    knocked = _counted(session, account, f"{name}|{known}", asker)
    if knocked.guessed:
        errands.leave(session, ErrandKind.GUESSED, name)
    return knocked


def knock_again(session: Session, account: Account, asker: Asker) -> Knock:
    """Count a guess at the password of somebody who is signed in, and is asked once more."""
    knocked = _counted(session, account, f"again|{account.id}", asker)
    if knocked.guessed:
        tell_of_guesses(session, account)
    return knocked


def enter(session: Session, knocked: Knock, password: str) -> Account:
    """The account whose password was right. Raises WrongCredentials when it changed meanwhile.

    Its row is held against other passwords, and not against rows that only refer to it: a desk
    that has one of its cards in hand would wait for whoever waits for that card.
    """
    account = session.scalar(
        select(Account)
        .where(Account.id == knocked.account_id, Account.closed_at.is_(None))
        .where(Account.password_hash == knocked.stored)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if account is None:
        raise WrongCredentials
    guesses.forget(session, knocked.account_key)
    if knocked.client_key:
        guesses.give_back(session, knocked.client_key, CLIENT_PACE)
    account.password_hash = passwords.renewed(account.password_hash, password)
    session.flush()
    return account


def _counted(session: Session, account: Account | None, whose: str, asker: Asker) -> Knock:
    """With a new password the count begins anew: what was guessed at the old one is past."""
    stored = account.password_hash if account else ""
    account_key = guesses.key_of(session, "sign-in", f"{whose}|{stored}")
    known = account is not None and account.id == asker.known_as
    client_key = None if known else guesses.key_of(session, "client", asker.client)
    wait, guessed = guesses.take(session, client_key, CLIENT_PACE) if client_key else 0, False
    if not wait and (wait := guesses.take(session, account_key, ACCOUNT_PACE)):
        if client_key:
            guesses.give_back(session, client_key, CLIENT_PACE)  # it was no guess
        guessed = True
    return Knock(wait, guessed, account.id if account else None, stored, account_key, client_key)


def begin_grace(session: Session, account: Account) -> None:
    """Staff who must have a second factor are given time from their first signing in, once."""
    if account.role in STAFF and account.grace_from is None:
        account.grace_from = now()
        session.flush()
