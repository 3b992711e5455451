"""Accounts, the names they sign in by, and the devices signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.column_types import enum_text
from portal.db import Base
from portal.roles import Role


class Account(Base):
    """Somebody who can sign in. `library_id`: where a librarian works; None for the whole city.

    A closed account keeps its row, for what it did, and nothing that leads to the person.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))  # "": none chosen yet, nothing opens it
    role: Mapped[Role] = mapped_column(enum_text(Role, "role"))
    library_id: Mapped[int | None] = mapped_column(ForeignKey("library.id"))
    locale: Mapped[str] = mapped_column(String(5), server_default="vi")  # of mails to them
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    # When staff first signed in without the second factor they must have: their grace begins.
    grace_from: Mapped[datetime | None]


class SignInName(Base):
    """Another name than the address to sign in by: the number of a card."""

    __tablename__ = "sign_in_name"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)  # as `names.plain` writes it
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    added_at: Mapped[datetime]


class Device(Base):
    """A browser somebody is signed in with: gone as soon as it is signed out."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    label: Mapped[str] = mapped_column(String(60))  # «Firefox · Android»: all that is kept of it
    shared: Mapped[bool]  # used by others too: signed in for an hour and no longer
    signed_in_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # to the hour
