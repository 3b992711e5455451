"""What was done, who looked, what was agreed to, which setting was changed. Rows are only added."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.cards.states import Act, State, Who
from portal.cards.words import Consented, Consenter, Found
from portal.column_types import enum_text
from portal.db import Base


class CardEvent(Base):
    """One act. `day` is that of Hà Nội and `child` how it was then: figures are read from them."""

    __tablename__ = "card_event"
    __table_args__ = (
        Index("ix_card_event_borrower", "borrower_id", "id"),
        Index("ix_card_event_figures", "day", "act", "library_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    borrower_id: Mapped[int] = mapped_column(ForeignKey("borrower.id"))
    at: Mapped[datetime]
    day: Mapped[date]
    act: Mapped[Act] = mapped_column(enum_text(Act, "act"))
    before: Mapped[State | None] = mapped_column(enum_text(State, "before"))
    after: Mapped[State] = mapped_column(enum_text(State, "after"))
    who: Mapped[Who] = mapped_column(enum_text(Who, "who"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str | None] = mapped_column(String(200))  # of the librarian
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id"))  # where it was done
    why: Mapped[str | None] = mapped_column(Text)
    child: Mapped[bool]


class Look(Base):
    """A librarian opened a reader's page, or found it by a search."""

    __tablename__ = "card_look"
    __table_args__ = (
        Index("ix_card_look_borrower", "borrower_id", "at"),
        Index("ix_card_look_account", "account_id", "borrower_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200))
    library_id: Mapped[int | None] = mapped_column(ForeignKey("library.id"))  # theirs
    borrower_id: Mapped[int] = mapped_column(ForeignKey("borrower.id"))
    found: Mapped[Found] = mapped_column(enum_text(Found, "found"))


class Consent(Base):
    """Somebody agreed to something, in the words of a version of the text."""

    __tablename__ = "card_consent"
    __table_args__ = (Index("ix_card_consent_borrower", "borrower_id", "what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    borrower_id: Mapped[int] = mapped_column(ForeignKey("borrower.id", ondelete="CASCADE"))
    what: Mapped[Consented] = mapped_column(enum_text(Consented, "what"))
    by: Mapped[Consenter] = mapped_column(enum_text(Consenter, "by"))
    text_version: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class SettingChange(Base):
    """A kind of card or a policy was edited: field by field, as text."""

    __tablename__ = "card_setting_change"
    __table_args__ = (Index("ix_card_setting_change_library", "library_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200))
    library_id: Mapped[int | None] = mapped_column(ForeignKey("library.id"))  # None: the network's
    kind: Mapped[str | None] = mapped_column(String(30))  # code of a card kind; None: the policy
    field: Mapped[str] = mapped_column(String(30))
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)
