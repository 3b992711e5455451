"""Kinds of card and policies: the network's, and what a library does otherwise."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.cards.words import Audience
from portal.column_types import enum_text, unique_where
from portal.db import Base


class CardKind(Base):
    """A kind of card. `library_id` None: of the network; a library's row of the same code goes
    before it. Fees and deposits are in đồng, ages in full years and both included.
    """

    __tablename__ = "card_kind"
    __table_args__ = (
        CheckConstraint("code <> ''", name="code_not_empty"),
        CheckConstraint("fee >= 0 AND deposit >= 0", name="money"),
        CheckConstraint("months_valid > 0", name="valid_some_time"),
        CheckConstraint("age_from >= 0 AND age_from <= coalesce(age_to, age_from)", name="ages"),
        unique_where("uq_card_kind_network", "code", where="library_id IS NULL"),
        Index("uq_card_kind_library", "library_id", "code", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int | None] = mapped_column(ForeignKey("library.id"))
    code: Mapped[str] = mapped_column(String(30))
    name_vi: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    bring_vi: Mapped[str] = mapped_column(String(300))  # the one line: what to bring
    bring_en: Mapped[str] = mapped_column(String(300))
    audience: Mapped[Audience] = mapped_column(enum_text(Audience, "audience"))
    age_from: Mapped[int] = mapped_column(default=0)
    age_to: Mapped[int | None]
    documents: Mapped[str] = mapped_column(String(60))  # words of `Document`, separated by spaces
    fee: Mapped[int] = mapped_column(default=0)
    deposit: Mapped[int] = mapped_column(default=0)
    months_valid: Mapped[int]
    email_needed: Mapped[bool] = mapped_column(default=False)
    phone_needed: Mapped[bool] = mapped_column(default=False)
    offered: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class CardPolicy(Base):
    """How a library handles cards; None: as the network does, whose own row is complete.

    `id` is the library's, or 0 for the network: there is one row of each at most.
    """

    __tablename__ = "card_policy"
    __table_args__ = (CheckConstraint("id = coalesce(library_id, 0)", name="one_each"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    library_id: Mapped[int | None] = mapped_column(ForeignKey("library.id"))
    adult_age: Mapped[int | None]
    consent_age: Mapped[int | None]  # from which a child is asked, too
    provisional_at_once: Mapped[bool | None]  # a number with the e-mail confirmed, unasked
    days_provisional: Mapped[int | None]
    hours_unverified: Mapped[int | None]
    days_rejected: Mapped[int | None]  # kept after a refusal
    days_never_shown: Mapped[int | None]  # kept when nobody came
    years_closed: Mapped[int | None]  # kept after closing
    days_renewal: Mapped[int | None]  # before the last day, from which a card is renewed online
    version: Mapped[int] = mapped_column(default=1)
