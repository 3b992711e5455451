"""Card numbers and the ranges they are taken from."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.cards.words import Death
from portal.column_types import enum_text, unique_where
from portal.db import Base

LONGEST_DESK: Final = 100  # characters in the name of a desk


class CardNumber(Base):
    """A number, unique for ever. One of a borrower's lives at most."""

    __tablename__ = "card_number"
    __table_args__ = (
        CheckConstraint("(dead_at IS NULL) = (why IS NULL)", name="whole_death"),
        unique_where("uq_card_number_living", "borrower_id", where="dead_at IS NULL"),
        Index("ix_card_number_borrower", "borrower_id"),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    borrower_id: Mapped[int] = mapped_column(ForeignKey("borrower.id"))
    issued_at: Mapped[datetime]
    dead_at: Mapped[datetime | None]
    why: Mapped[Death | None] = mapped_column(enum_text(Death, "why"))


class NumberRange(Base):
    """Serials a library may give, from `next_serial` to `last_serial`.

    A prefix is one range's alone, so two desks that cannot see each other cannot clash. desk: the
    one without the network that the range is kept for; None where the portal draws from it.
    """

    __tablename__ = "number_range"
    __table_args__ = (
        CheckConstraint("next_serial >= 0", name="from_nought"),
        CheckConstraint("next_serial <= last_serial + 1", name="within"),
        unique_where(
            "uq_number_range_desk",
            "library_id",
            "desk",
            where="desk IS NOT NULL AND next_serial <= last_serial",
        ),
    )

    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id"), index=True)
    next_serial: Mapped[int] = mapped_column(default=0)
    last_serial: Mapped[int]
    opened_at: Mapped[datetime]
    desk: Mapped[str | None] = mapped_column(String(LONGEST_DESK))

    @property
    def left(self) -> int:
        """How many numbers have not been given yet."""
        return self.last_serial - self.next_serial + 1
