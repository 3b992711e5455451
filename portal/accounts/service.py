"""Making accounts and telling who somebody is."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.clock import now
from portal.refusals import Refusal
from portal.roles import Role

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200  # argon2 would take more, and take its time
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

_hasher = PasswordHasher()  # argon2id with the parameters of RFC 9106


@dataclass(frozen=True)
class BadAccount(Refusal):
    """An account that cannot be made. problem: "email", "taken" or "password"."""

    problem: str


@dataclass(frozen=True)
class WrongCredentials(Refusal):
    """No open account has this address and this password; which of the two is never said."""


def create_account(
    session: Session,
    *,
    email: str,
    name: str,
    password: str,
    role: Role,
    library_id: int | None = None,
) -> Account:
    """Raises BadAccount."""
    email = email.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise BadAccount("email")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadAccount("password")
    account = Account(
        email=email,
        name=name,
        password_hash=_hasher.hash(password),
        role=role,
        library_id=library_id,
        session_key=secrets.token_hex(16),
        created_at=now(),
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as taken:
        raise BadAccount("taken") from taken
    return account


def authenticate(session: Session, email: str, password: str) -> Account:
    """The open account with this address and password. Raises WrongCredentials.

    An unknown address takes as long as a wrong password, so that nobody learns which ones exist.
    """
    query = select(Account).where(Account.email == email.strip().lower())
    account = session.scalar(query.where(Account.closed_at.is_(None)))
    stored = account.password_hash if account else _nobodys_hash()
    matches = _matches(stored, password[:LONGEST_PASSWORD])
    if account is None or not matches:
        raise WrongCredentials
    if _hasher.check_needs_rehash(account.password_hash):
        account.password_hash = _hasher.hash(password)
        session.flush()
    return account


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_hex(16))
