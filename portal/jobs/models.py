"""When each job is due next, and how it went last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class JobState(Base):
    """A job by its name. `due_at` is the queue; whoever takes it puts it off by a lease."""

    __tablename__ = "job_state"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    done: Mapped[int | None]  # how much the last run did
    troubles: Mapped[int] = mapped_column(default=0)  # one after another, up to the last run
    trouble: Mapped[str | None] = mapped_column(String(200))  # of the last run; impersonal

    __table_args__ = (CheckConstraint("troubles >= 0", name="troubles"),)
