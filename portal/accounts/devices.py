"""The devices somebody is signed in with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.accounts.links import JUST_NOW
from portal.accounts.models import Device
from portal.accounts.rows import changed
from portal.accounts.tokens import new_token, token_hash
from portal.accounts.user_agents import device_label
from portal.clock import now
from portal.db import sealing_key
from portal.roles import STAFF, Role
from portal.sealing import keyed_hash

SHARED_FOR = timedelta(hours=1)


def sign_in_device(
    session: Session, account_id: int, user_agent: str, *, shared: bool, ends: str = ""
) -> str:
    """Note a device as signed in; the token it is known by from now on, always a new one.

    ends: the token it had so far, where a second click is to find this one: see `token_after`.
    """
    token, moment = token_after(session, ends) if ends else new_token(), now()
    session.add(
        Device(
            account_id=account_id,
            token_hash=token_hash(token),
            label=device_label(user_agent),
            shared=shared,
            signed_in_at=moment,
            seen_at=to_the_hour(moment),
        )
    )
    session.flush()
    return token


def token_after(session: Session, ended: str) -> str:
    """The token that is given in return for one that ends: the same, however often it is asked for.

    It is worked out with a key: who finds the old one, used up, does not know the new one.
    """
    return keyed_hash(ended, sealing_key(session), purpose="device.token_after").hex()


def is_new(session: Session, device_id: int) -> bool:
    """Whether a device was signed in a moment ago."""
    return session.get_one(Device, device_id).signed_in_at > now() - JUST_NOW


def sign_out(session: Session, account_id: int, device_id: int) -> None:
    """Sign one of somebody's devices out; another's is left alone, one that is gone is gone."""
    session.execute(delete(Device).where(Device.id == device_id, Device.account_id == account_id))


def sign_out_all(session: Session, account_id: int, but: int | None = None) -> int:
    """Sign all of somebody's devices out, except the one named; how many there were."""
    mine = select(Device.id).where(Device.account_id == account_id)
    if but is not None:
        mine = mine.where(Device.id != but)
    found = session.scalars(mine).all()
    session.execute(delete(Device).where(Device.id.in_(found)))
    return len(found)


def devices_of(session: Session, account_id: int) -> Sequence[Device]:
    """Where somebody is signed in, the device used last first."""
    mine = select(Device).where(Device.account_id == account_id)
    return session.scalars(mine.order_by(Device.seen_at.desc(), Device.id.desc())).all()


def is_over(device: Device, role: Role, staff_for: timedelta, readers_for: timedelta) -> bool:
    """Whether a device has been silent too long, or was lent for an hour that has passed."""
    moment = now()
    if device.shared and moment >= device.signed_in_at + SHARED_FOR:
        return True
    silence = staff_for if role in STAFF else readers_for
    return moment >= device.seen_at + silence + timedelta(hours=1)  # it is known to the hour only


def is_stale(device: Device) -> bool:
    """Whether the hour it was last seen in has passed."""
    return device.seen_at < to_the_hour(now())


def note_seen(session: Session, device_id: int) -> None:
    hour = to_the_hour(now())
    session.execute(
        update(Device).where(Device.id == device_id, Device.seen_at < hour).values(seen_at=hour)
    )


def forget_silent(session: Session, longest: timedelta) -> int:
    """Erase devices that have been silent longer than any may be; how many."""
    silent = Device.seen_at < now() - longest - timedelta(hours=1)
    return changed(session, delete(Device).where(silent))


def to_the_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
