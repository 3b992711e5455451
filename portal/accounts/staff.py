"""Looking after the accounts of those who work here. Every act is written down.

An administrator has charge of everybody but themselves, the head of a library of its librarians.
A new password is chosen by the owner, behind a link that only their mailbox gets: nobody in charge
can take an account over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.accounts import errands
from portal.accounts.devices import sign_out_all
from portal.accounts.models import Account, Device
from portal.accounts.second_factor import turn_off
from portal.accounts.secrets_models import ErrandKind, SecondFactor
from portal.accounts.service import give_role
from portal.accounts.signing import SignedIn
from portal.accounts.staff_models import StaffAct, StaffEvent
from portal.clock import now
from portal.refusals import Refusal
from portal.roles import STAFF, Role

CITY_WIDE = frozenset({Role.CITY_STAFF, Role.ADMINISTRATOR})


class NotInCharge(Refusal):
    """This account is looked after by somebody else."""


class NothingToDo(Refusal):
    """It is so already."""


class NoAddress(Refusal):
    """No letter reaches this account."""


class PlaceNeeded(Refusal):
    """A librarian and a head work at a library."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the staff. devices: on how many they are signed in."""

    id: int
    name: str
    email: str | None
    role: Role
    library_id: int | None
    factor: bool
    devices: int
    in_charge: bool


def colleagues(
    session: Session, by: SignedIn, library_id: int | None, limit: int, offset: int = 0
) -> Sequence[Colleague]:
    """Who works at a library (None: anywhere), the highest role first; `in_charge`: for `by`."""
    devices = (
        select(func.count())
        .where(Device.account_id == Account.id)
        .correlate(Account)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Account, SecondFactor.confirmed_at, devices)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(_works_at(library_id))
        .order_by(Account.library_id.is_not(None), Account.library_id, Account.role, Account.name)
        .limit(limit)
        .offset(offset)
    ).all()
    return [_colleague(by, account, confirmed, count) for account, confirmed, count in rows]


def count_colleagues(session: Session, library_id: int | None) -> int:
    return session.scalar(select(func.count(Account.id)).where(_works_at(library_id))) or 0


def colleague(session: Session, by: SignedIn, account_id: int) -> Colleague | None:
    """One of those `by` sees; None for readers, closed accounts and other libraries' staff."""
    account = session.get(Account, account_id)
    if account is None or not _sees(by, account):
        return None
    factor = session.get(SecondFactor, account_id)
    count = session.scalar(select(func.count()).where(Device.account_id == account_id)) or 0
    return _colleague(by, account, factor.confirmed_at if factor else None, count)


def sign_out_everywhere(session: Session, by: SignedIn, account_id: int) -> int:
    """On how many devices. Raises NotInCharge, NothingToDo."""
    account = _in_charge_of(session, by, account_id)
    count = sign_out_all(session, account.id)
    if not count:
        raise NothingToDo
    _write(session, by, account, StaffAct.SIGN_OUT)
    return count


def factor_off(session: Session, by: SignedIn, account_id: int) -> None:
    """For who lost telephone and recovery codes; told by letter, and signed out everywhere.

    Raises NotInCharge, NothingToDo.
    """
    account = _in_charge_of(session, by, account_id)
    if not turn_off(session, account):
        raise NothingToDo
    sign_out_all(session, account.id)
    _write(session, by, account, StaffAct.FACTOR_OFF)


def send_password_link(session: Session, by: SignedIn, account_id: int) -> None:
    """To their own address; asked for twice at once, one letter. Raises NotInCharge, NoAddress."""
    account = _in_charge_of(session, by, account_id)
    if account.email is None:
        raise NoAddress
    if errands.leave(session, ErrandKind.FORGOTTEN, account.email):
        _write(session, by, account, StaffAct.PASSWORD_LINK)


def place(
    session: Session, by: SignedIn, account_id: int, role: Role, library_id: int | None
) -> None:
    """Give another role or library: an administrator only. All devices are signed out.

    Raises NotInCharge, PlaceNeeded, NothingToDo.
    """
    account = _in_charge_of(session, by, account_id)
    if by.role is not Role.ADMINISTRATOR or role not in STAFF:
        raise NotInCharge
    if library_id is None and role not in CITY_WIDE:
        raise PlaceNeeded
    before, after = _place(account.role, account.library_id), _place(role, library_id)
    if before == after:
        raise NothingToDo
    _write(session, by, account, StaffAct.PLACE, before, after)
    give_role(session, account, role, library_id)


def events(
    session: Session, library_id: int | None, limit: int, account_id: int | None = None
) -> Sequence[StaffEvent]:
    """What was done at a library (None: anywhere), or to one of them; the newest first."""
    query = select(StaffEvent).order_by(StaffEvent.id.desc()).limit(limit)
    if library_id is not None:
        query = query.where(StaffEvent.library_id == library_id)
    if account_id is not None:
        query = query.where(StaffEvent.account_id == account_id)
    return session.scalars(query).all()


def _works_at(library_id: int | None) -> ColumnElement[bool]:
    works = Account.closed_at.is_(None) & Account.role.in_(STAFF)
    return works if library_id is None else works & (Account.library_id == library_id)


def _sees(by: SignedIn, account: Account) -> bool:
    if account.closed_at is not None or account.role not in STAFF:
        return False
    at_one = by.library_id is not None and by.library_id == account.library_id
    return by.role in CITY_WIDE or (by.role is Role.HEAD and at_one)


def _has_charge(by: SignedIn, account: Account) -> bool:
    if account.id == by.id or not _sees(by, account):
        return False
    return by.role is Role.ADMINISTRATOR or (
        by.role is Role.HEAD and account.role is Role.LIBRARIAN
    )


def _in_charge_of(session: Session, by: SignedIn, account_id: int) -> Account:
    account = session.get(Account, account_id, with_for_update=True)
    if account is None or not _has_charge(by, account):
        raise NotInCharge
    return account


def _colleague(
    by: SignedIn, account: Account, confirmed_at: datetime | None, devices: int
) -> Colleague:
    return Colleague(
        id=account.id,
        name=account.name,
        email=account.email,
        role=account.role,
        library_id=account.library_id,
        factor=confirmed_at is not None,
        devices=devices,
        in_charge=_has_charge(by, account),
    )


def _place(role: Role, library_id: int | None) -> str:
    return role.value if library_id is None else f"{role.value}@{library_id}"


def _write(
    session: Session,
    by: SignedIn,
    account: Account,
    act: StaffAct,
    before: str | None = None,
    after: str | None = None,
) -> None:
    session.add(
        StaffEvent(
            at=now(),
            act=act,
            account_id=account.id,
            name=account.name,
            library_id=account.library_id,
            by_id=by.id,
            by_name=by.name,
            before=before,
            after=after,
        )
    )
    session.flush()
