"""What proves who somebody is besides the password, and what was tried without it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.column_types import enum_text
from portal.db import Base


class LinkKind(StrEnum):
    PASSWORD = "password"  # noqa: S105 - what the link is for: choosing a new one
    EMAIL = "email"
    SECOND_STEP = "second_step"


class Link(Base):
    """A token that can be used once: in a mail, or between the two steps of signing in."""

    __tablename__ = "account_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(enum_text(LinkKind, "kind", 12))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))  # the new address, of an e-mail link
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SecondFactor(Base):
    """The secret an account shares with an app that makes codes; it counts once confirmed."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)  # sealed
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger)  # of the last code taken: none before it is


class RecoveryCode(Base):
    """A way in without the app, to be used once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))  # keyed
    used_at: Mapped[datetime | None]


class Guesses(Base):
    """How far somebody's wrong guesses reach into the future; see `guesses.py`."""

    __tablename__ = "guesses"

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)  # keyed hash of for whom
    until: Mapped[int] = mapped_column(BigInteger)  # seconds since 1970


class ErrandKind(StrEnum):
    FORGOTTEN = "forgotten"
    GUESSED = "guessed"


class Errand(Base):
    """Something to be told to whoever has a name, if anybody has: looked up after the answer was
    given, so that the answer takes the same time for every name.
    """

    __tablename__ = "account_errand"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ErrandKind] = mapped_column(enum_text(ErrandKind, "kind", 12))
    name: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]
