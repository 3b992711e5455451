"""Private links. Only the hash of a token is kept: who reads the table cannot open a link."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.cards.states import State
from portal.column_types import enum_text
from portal.db import Base


class Confirmation(Base):
    """A link by mail that is used once: for a registration, a card handed over, a class list."""

    __tablename__ = "card_confirmation"
    __table_args__ = (
        CheckConstraint("(borrower_id IS NULL) <> (class_list_id IS NULL)", name="one_thing"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    borrower_id: Mapped[int | None] = mapped_column(
        ForeignKey("borrower.id", ondelete="CASCADE"), index=True
    )
    class_list_id: Mapped[int | None] = mapped_column(
        ForeignKey("class_list.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str | None] = mapped_column(String(254))  # whose card it will be, handed over
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StatusLink(Base):
    """Where somebody sees how their registration stands.

    Without a borrower the registration was a duplicate: its link shows what a new one would show
    (`shown`, `library_id`), so that nobody learns from it who has a card.
    """

    __tablename__ = "card_status_link"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    borrower_id: Mapped[int | None] = mapped_column(
        ForeignKey("borrower.id", ondelete="CASCADE"), index=True
    )
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id"))
    shown: Mapped[State] = mapped_column(enum_text(State, "shown"))
    created_at: Mapped[datetime]
