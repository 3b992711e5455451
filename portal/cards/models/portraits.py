"""The photo on a card."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Portrait(Base):
    """A borrower's photo as `photos.card_photo` makes it; a table of its own, so that no list of
    borrowers ever reads pictures.
    """

    __tablename__ = "card_portrait"

    borrower_id: Mapped[int] = mapped_column(
        ForeignKey("borrower.id", ondelete="CASCADE"), primary_key=True
    )
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
    taken_at: Mapped[datetime]
