"""What rooms above have to say and do when an account changes: each registers its own.

@before_closing
def keeps_cards(session: Session, account: Account) -> None: ...  # raises a Refusal

@after_new_email
def follow_email(session: Session, account: Account) -> None: ...

@after_new_locale
def follow_locale(session: Session, account: Account) -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from portal.accounts.models import Account

Follower = Callable[[Session, Account], None]

_before_closing: list[Follower] = []
_after_new_email: list[Follower] = []
_after_new_locale: list[Follower] = []


def before_closing(follower: Follower) -> Follower:
    """Asked before an owner closes an account; a Refusal says what has to end first."""
    _before_closing.append(follower)
    return follower


def after_new_email(follower: Follower) -> Follower:
    """Called in the transaction that gives an account its new, confirmed address."""
    _after_new_email.append(follower)
    return follower


def after_new_locale(follower: Follower) -> Follower:
    """Called in the transaction in which an owner chooses the language of mails."""
    _after_new_locale.append(follower)
    return follower


def ask_before_closing(session: Session, account: Account) -> None:
    """Raises whatever Refusal one of them has."""
    for follower in _before_closing:
        follower(session, account)


def tell_new_email(session: Session, account: Account) -> None:
    for follower in _after_new_email:
        follower(session, account)


def tell_new_locale(session: Session, account: Account) -> None:
    for follower in _after_new_locale:
        follower(session, account)
