"""The outbox: a letter is written in the transaction that makes it due, and sent by a job."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base

_WAITING = text("due_at IS NOT NULL")


class Letter(Base):
    """One mail to one address.

    `due_at` is the queue. Whoever takes a letter puts it off by the length of a lease, and what was
    handed over to the mail server is in the queue no more: where neither `sent_at` nor `failed_at`
    followed, nobody knows whether it left, and only a person has it sent again.
    """

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))  # names the templates
    locale: Mapped[str] = mapped_column(String(8))
    # Whom to and what about, sealed; None once nobody needs it.
    contents: Mapped[bytes | None] = mapped_column(LargeBinary)
    token: Mapped[str] = mapped_column(String(32))  # of its Message-ID: the same at every attempt
    once: Mapped[str | None] = mapped_column(String(200), unique=True)
    posted_at: Mapped[datetime]
    until: Mapped[datetime | None]  # the first attempt after this moment is none
    due_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    handed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(String(200))  # of the last attempt; impersonal

    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint(
            "due_at IS NULL OR (handed_at IS NULL AND sent_at IS NULL AND failed_at IS NULL"
            " AND contents IS NOT NULL)",
            name="waiting",
        ),
        CheckConstraint("sent_at IS NULL OR (contents IS NULL AND failed_at IS NULL)", name="sent"),
        CheckConstraint(
            "due_at IS NOT NULL OR handed_at IS NOT NULL OR sent_at IS NOT NULL"
            " OR failed_at IS NOT NULL",
            name="somewhere",
        ),
        Index("ix_letter_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )
