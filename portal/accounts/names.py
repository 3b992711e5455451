"""The names an account signs in by: its address, and the numbers it was given."""

from __future__ import annotations

import re

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.models import Account, SignInName
from portal.clock import now
from portal.mail.addresses import BadAddress, address_of
from portal.refusals import Refusal

LONGEST_NAME = 40
_LOOSE = re.compile(r"[\s.-]+")  # how a number is grouped on a card is not part of it


class BadEmail(Refusal):
    """Not an address a mail can go to."""


class NameTaken(Refusal):
    """Another account signs in by this name."""


def plain(text: str) -> str:
    """What was typed as it is kept: an address in lower case, a number without its gaps."""
    text = "".join(filter(str.isprintable, text)).strip().lower()
    return text if "@" in text else _LOOSE.sub("", text)


def plain_email(text: str) -> str:
    """An address as it is kept. Raises BadEmail."""
    email = plain(text)
    try:
        address_of(email)
    except BadAddress as bad:
        raise BadEmail from bad
    return email


def add_name(session: Session, account: Account, name: str) -> None:
    """Let an account sign in by `name`. Raises NameTaken, ValueError for what can be no name."""
    name = plain(name)
    if not 0 < len(name) <= LONGEST_NAME or "@" in name:
        raise ValueError("a sign-in name has 1 to 40 characters, none of them @")
    if session.scalar(select(SignInName.account_id).where(SignInName.name == name)) == account.id:
        return
    try:
        with session.begin_nested():
            session.add(SignInName(name=name, account_id=account.id, added_at=now()))
    except IntegrityError as taken:
        raise NameTaken from taken


def retire_name(session: Session, name: str) -> None:
    """Nobody signs in by `name` any more; without effect when nobody did."""
    session.execute(delete(SignInName).where(SignInName.name == plain(name)))


def names_of(session: Session, account_id: int) -> list[str]:
    """The names besides the address, in the order in which they were added."""
    mine = select(SignInName.name).where(SignInName.account_id == account_id)
    return list(session.scalars(mine.order_by(SignInName.added_at, SignInName.name)))


def account_named(session: Session, name: str) -> Account | None:
    """The open account that signs in by `name`, as `plain` writes it."""
    query = select(Account).where(Account.closed_at.is_(None))
    if "@" in name:
        return session.scalar(query.where(Account.email == name))
    return session.scalar(query.join(SignInName).where(SignInName.name == name))
