"""All that is kept of the owner of an account, for themselves: plain values that become JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.devices import devices_of
from portal.accounts.following import kept_by_rooms
from portal.accounts.models import Account, SignInName
from portal.accounts.recovery import codes_left
from portal.accounts.secrets_models import Link, SecondFactor
from portal.accounts.staff_models import StaffEvent
from portal.libraries.models import Library

ACCOUNT = "account"


def export(session: Session, account: Account) -> dict[str, Any]:
    """Everything about whoever owns an account, by the room that keeps it; moments as ISO 8601.

    What opens something (a password, a secret, the token of a device or a link) is no part of it:
    the portal has it as a hash or sealed, and a file that is passed on must open nothing.
    """
    return {ACCOUNT: _account(session, account), **kept_by_rooms(session, account)}


def _account(session: Session, account: Account) -> dict[str, Any]:
    libraries = _libraries(session)
    return {
        "name": account.name,
        "email": account.email,
        "role": account.role.value,
        "library": libraries.get(account.library_id or 0),
        "locale": account.locale,
        "created_at": account.created_at.isoformat(),
        "has_password": bool(account.password_hash),
        "second_factor_since": _second_factor(session, account.id),
        "second_factor_due_from": _iso(account.grace_from),
        "recovery_codes_left": codes_left(session, account.id),
        "sign_in_names": _names(session, account.id),
        "devices": _devices(session, account.id),
        "links": _links(session, account.id),
        "events": _events(session, account.id, libraries),
    }


def _second_factor(session: Session, account_id: int) -> str | None:
    """Since when it counts; one that was begun only does not."""
    mine = select(SecondFactor.confirmed_at).where(SecondFactor.account_id == account_id)
    return _iso(session.scalar(mine))


def _names(session: Session, account_id: int) -> list[dict[str, Any]]:
    mine = select(SignInName).where(SignInName.account_id == account_id)
    rows = session.scalars(mine.order_by(SignInName.added_at, SignInName.name))
    return [{"name": one.name, "added_at": one.added_at.isoformat()} for one in rows]


def _devices(session: Session, account_id: int) -> list[dict[str, Any]]:
    """Where somebody is signed in; `seen_at` is known to the hour, no earlier than that."""
    return [
        {
            "device": one.label,
            "shared": one.shared,
            "signed_in_at": one.signed_in_at.isoformat(),
            "seen_at": max(one.seen_at, one.signed_in_at).isoformat(),
        }
        for one in devices_of(session, account_id)
    ]


def _links(session: Session, account_id: int) -> list[dict[str, Any]]:
    """Links that were mailed or shown; `email`: the new address that one would confirm."""
    rows = session.scalars(select(Link).where(Link.account_id == account_id).order_by(Link.id))
    return [
        {
            "for": one.kind.value,
            "email": one.email,
            "ends_at": one.ends_at.isoformat(),
            "used_at": _iso(one.used_at),
        }
        for one in rows
    ]


def _events(
    session: Session, account_id: int, libraries: dict[int, str | None]
) -> list[dict[str, Any]]:
    """What somebody in charge did to the account of one of the staff; they are not named."""
    mine = select(StaffEvent).where(StaffEvent.account_id == account_id)
    return [
        {
            "at": one.at.isoformat(),
            "act": one.act.value,
            "before": _place(one.before, libraries),
            "after": _place(one.after, libraries),
        }
        for one in session.scalars(mine.order_by(StaffEvent.id))
    ]


def _place(text: str | None, libraries: dict[int, str | None]) -> dict[str, Any] | None:
    """«role@library» taken apart."""
    if text is None:
        return None
    role, _at, library = text.partition("@")
    return {"role": role, "library": libraries.get(int(library)) if library else None}


def _libraries(session: Session) -> dict[int, str | None]:
    return {one.id: one.name for one in session.execute(select(Library.id, Library.name))}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
