"""What rooms above keep for an account, and have to say and do when it changes: each registers its
own.

@keeps("cards")
def kept(session: Session, account: Account) -> Any: ...  # plain values that become JSON

@before_closing
def keeps_cards(session: Session, account: Account) -> None: ...  # raises a Refusal

@after_new_email
def follow_email(session: Session, account: Account) -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.models import Account

Follower = Callable[[Session, Account], None]
Keeper = Callable[[Session, Account], Any]

_keepers: dict[str, Keeper] = {}
_before_closing: list[Follower] = []
_after_new_email: list[Follower] = []


def keeps(room: str) -> Callable[[Keeper], Keeper]:
    """Asked for everything a room keeps about the owner of an account, by the owner."""

    def register(keeper: Keeper) -> Keeper:
        _keepers[room] = keeper
        return keeper

    return register


def before_closing(follower: Follower) -> Follower:
    """Asked before an owner closes an account; a Refusal says what has to end first."""
    _before_closing.append(follower)
    return follower


def after_new_email(follower: Follower) -> Follower:
    """Called in the transaction that gives an account its new, confirmed address."""
    _after_new_email.append(follower)
    return follower


def kept_by_rooms(session: Session, account: Account) -> dict[str, Any]:
    """Room → what it keeps."""
    return {room: keeper(session, account) for room, keeper in _keepers.items()}


def ask_before_closing(session: Session, account: Account) -> None:
    """Raises whatever Refusal one of them has."""
    for follower in _before_closing:
        follower(session, account)


def tell_new_email(session: Session, account: Account) -> None:
    for follower in _after_new_email:
        follower(session, account)
