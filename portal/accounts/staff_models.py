"""What was done to the accounts of those who work here. Rows are only added."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.column_types import enum_text
from portal.db import Base


class StaffAct(StrEnum):
    SIGN_OUT = "sign_out"
    FACTOR_OFF = "factor_off"
    PASSWORD_LINK = "password_link"  # noqa: S105 - the act of sending one
    PLACE = "place"


class StaffEvent(Base):
    """Somebody in charge did something to a colleague's account."""

    __tablename__ = "staff_event"
    __table_args__ = (Index("ix_staff_event_library", "library_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    act: Mapped[StaffAct] = mapped_column(enum_text(StaffAct, "act"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200))  # as it was then
    library_id: Mapped[int | None] = mapped_column(ForeignKey("library.id"))  # where they worked
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    before: Mapped[str | None] = mapped_column(String(60))  # «role» or «role@library»: a new place
    after: Mapped[str | None] = mapped_column(String(60))
