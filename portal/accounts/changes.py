"""What somebody signed in changes about their account; the password was asked for again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts import guesses, passwords
from portal.accounts.following import end_in_rooms, tell_new_email, tell_new_locale
from portal.accounts.forgotten import called, set_password
from portal.accounts.guesses import Pace
from portal.accounts.links import (
    JUST_NOW,
    LIFETIME,
    LinkDead,
    drop_links,
    look_at,
    made_just_now,
    make_link,
    use_link,
    used_just_now,
)
from portal.accounts.models import Account
from portal.accounts.names import plain_email
from portal.accounts.secrets_models import LinkKind
from portal.accounts.service import close_account
from portal.clock import now
from portal.mail import post
from portal.refusals import Refusal

LETTER_PACE = Pace(burst=5, pause=60 * 60)


def change_password(session: Session, account: Account, password: str) -> None:
    """Every device is signed out, this one too: the caller signs it in anew.

    Raises WeakPassword.
    """
    set_password(session, account, passwords.hashed(password, called(session, account)))


class TooManyLetters(Refusal):
    """So many letters to new addresses are a nuisance to whoever has them."""


class AlreadyYours(Refusal):
    """The address is the account's own: there is nothing to confirm."""


class OwnerFirst(Refusal):
    """The address may have been mistyped: it is confirmed by whoever is signed in to the account,
    not by whoever has the mailbox.
    """


def ask_for_email(session: Session, account: Account, email: str) -> None:
    """Send a link to a new address, which holds once the link was used.

    Raises BadEmail, AlreadyYours, TooManyLetters.

    When the address belongs to another account it gets another letter, and whoever asked learns
    nothing: in both cases one link is made and one letter posted. None more for the same address
    a moment later: it would kill the link of the first.
    """
    email = plain_email(email)
    if email == account.email:
        raise AlreadyYours
    if made_just_now(session, account.id, LinkKind.EMAIL, email):
        return
    if guesses.take(session, guesses.key_of(session, "letters", str(account.id)), LETTER_PACE):
        raise TooManyLetters
    token = make_link(session, account.id, LinkKind.EMAIL, email)
    taken = session.scalar(select(Account.id).where(Account.email == email))
    kind = "email_link" if taken is None else "email_taken"
    hours = LIFETIME[LinkKind.EMAIL] // timedelta(hours=1)
    # No name in it: whoever has the address need not be who asked.
    values = {"hours": hours, "token": token if taken is None else ""}
    until = now() + LIFETIME[LinkKind.EMAIL]
    post(session, kind, to=email, locale=account.locale, values=values, until=until)


def whose_email(session: Session, token: str, signed_in: int) -> Account:
    """signed_in: the account of whoever opened the link. Raises LinkDead, OwnerFirst."""
    account = look_at(session, token, LinkKind.EMAIL)
    if account.id != signed_in:
        raise OwnerFirst
    return account


def confirm_email(session: Session, token: str, signed_in: int) -> Account:
    """Use the link in the new address; the old one is told. Raises LinkDead, OwnerFirst."""
    account = whose_email(session, token, signed_in)
    used = use_link(session, token, LinkKind.EMAIL)
    old = account.email
    try:
        with session.begin_nested():
            account.email = used.email
    except IntegrityError as taken:  # somebody else's by now
        raise LinkDead from taken
    drop_links(session, account.id, LinkKind.PASSWORD)  # it may lie in the old mailbox
    tell_new_email(session, account)
    if old:
        values = {"name": account.name}
        post(session, "email_changed", to=old, locale=account.locale, values=values)
    return account


def is_confirmed(session: Session, token: str, signed_in: int) -> bool:
    """Whether this link gave the account its address a moment ago: its button was clicked twice."""
    used = used_just_now(session, token, LinkKind.EMAIL)
    if used is None or used.account_id != signed_in:
        return False
    return session.get_one(Account, signed_in).email == used.email


class AlreadyClosed(Refusal):
    """Somebody was quicker: the button was clicked twice."""


def close_own(session: Session, account: Account, shown: Mapping[str, str]) -> None:
    """The owner closes it, and what hangs on it ends with it.

    shown: by room above, what its owner was told of it beforehand.

    Raises AlreadyClosed, and a Refusal of whatever has to end first; the caller undoes all then.
    """
    still_open = select(Account).where(Account.id == account.id, Account.closed_at.is_(None))
    locked = still_open.with_for_update(key_share=True)
    if session.scalar(locked.execution_options(populate_existing=True)) is None:
        raise AlreadyClosed
    end_in_rooms(session, account, shown)
    close_account(session, account)


def closed_just_now(session: Session, account_id: int) -> bool:
    """Whether an account was closed a moment ago."""
    lately = Account.closed_at >= now() - JUST_NOW
    return session.scalar(select(Account.id).where(Account.id == account_id, lately)) is not None


def choose_locale(session: Session, account: Account, locale: str) -> None:
    """The language of mails to them from now on, whatever the mails are about."""
    account.locale = locale
    session.flush()
    tell_new_locale(session, account)
