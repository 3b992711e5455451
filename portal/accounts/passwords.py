"""Passwords: which will do, and how they are kept (argon2id)."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from portal.accounts.weakness import weakness
from portal.refusals import Refusal

SHORTEST = 10
LONGEST = 200  # argon2 would take more, and take its time

_hasher = PasswordHasher()  # argon2id with the parameters of RFC 9106


@dataclass(eq=False)
class WeakPassword(Refusal):
    """A password that will not do. problem: "length", or as `weakness` has it."""

    problem: str


def hashed(password: str, names: tuple[str, ...] = ()) -> str:
    """A password as it is kept. names: what the account is called, which is no password.

    Raises WeakPassword.
    """
    password = _one_form(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword("length")
    if problem := weakness(password, names):
        raise WeakPassword(problem)
    return _hasher.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether this is the password. Takes as long where none is stored."""
    try:
        typed = _one_form(password[:LONGEST])
        return _hasher.verify(stored or _nobodys(), typed) and stored != ""
    except (VerifyMismatchError, InvalidHashError):
        return False


def renewed(stored: str, password: str) -> str:
    """The hash to keep once the password is known to match: a new one when times have changed."""
    return _hasher.hash(_one_form(password)) if _hasher.check_needs_rehash(stored) else stored


def _one_form(password: str) -> str:
    """«ậ» comes as one character from some keyboards and as three from others."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_hex(16))
