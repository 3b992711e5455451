"""What rooms above keep for an account, end with it and follow: each registers its own.

@keeps("cards")
def kept(session: Session, account: Account) -> Any: ...  # plain values that become JSON

@ends("cards")
def end(session: Session, account: Account, shown: str) -> None: ...  # or raises a Refusal

@after_new_email
def follow_email(session: Session, account: Account) -> None: ...

@after_new_locale
def follow_locale(session: Session, account: Account) -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.models import Account

Follower = Callable[[Session, Account], None]
Keeper = Callable[[Session, Account], Any]
Ender = Callable[[Session, Account, str], None]

_keepers: dict[str, Keeper] = {}
_enders: dict[str, Ender] = {}
_after_new_email: list[Follower] = []
_after_new_locale: list[Follower] = []


def keeps(room: str) -> Callable[[Keeper], Keeper]:
    """Asked for everything a room keeps about the owner of an account, by the owner."""

    def register(keeper: Keeper) -> Keeper:
        _keepers[room] = keeper
        return keeper

    return register


def ends(room: str) -> Callable[[Ender], Ender]:
    """Called in the transaction in which an owner closes an account, before it is closed.

    shown: what the owner was shown of this room, as the room wrote it; "" where that was nothing.
    Whatever else there is by now is not ended unseen: a Refusal says so, or what has to end first.
    """

    def register(ender: Ender) -> Ender:
        _enders[room] = ender
        return ender

    return register


def after_new_email(follower: Follower) -> Follower:
    """Called in the transaction that gives an account its new, confirmed address."""
    _after_new_email.append(follower)
    return follower


def after_new_locale(follower: Follower) -> Follower:
    """Called in the transaction in which an owner chooses the language of mails."""
    _after_new_locale.append(follower)
    return follower


def kept_by_rooms(session: Session, account: Account) -> dict[str, Any]:
    """Room → what it keeps."""
    return {room: keeper(session, account) for room, keeper in _keepers.items()}


def end_in_rooms(session: Session, account: Account, shown: Mapping[str, str]) -> None:
    """shown: by room. Raises whatever Refusal one of them has; the caller undoes what was done."""
    for room, ender in _enders.items():
        ender(session, account, shown.get(room, ""))


def tell_new_email(session: Session, account: Account) -> None:
    for follower in _after_new_email:
        follower(session, account)


def tell_new_locale(session: Session, account: Account) -> None:
    for follower in _after_new_locale:
        follower(session, account)
