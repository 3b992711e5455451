"""Letters of tests: posting one, and looking at what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.clock import now
from portal.db import writing
from portal.mail import post
from portal.mail.models import Letter
from portal.mail.office import Office
from portal.mail.sending import send_due

LAN = "lan.nguyen@example.vn"
DAY = date(2026, 4, 21)


def trial(session: Session, to: str = LAN, **options: Any) -> Letter:
    """A posted letter, committed."""
    session.rollback()
    with writing():
        post(session, "trial", to=to, locale="vi", values={"day": DAY}, **options)
        session.commit()
    return the_letter(session)


def the_letter(session: Session) -> Letter:
    """The newest, as the database has it now."""
    session.rollback()
    query = select(Letter).order_by(Letter.id.desc()).limit(1)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def make_due(session: Session) -> None:
    """Time passes: whatever waits is due."""
    session.rollback()
    with writing():
        session.execute(update(Letter).where(Letter.due_at.isnot(None)).values(due_at=now()))
        session.commit()


def send_round(session: Session, office: Office) -> int:
    session.rollback()
    with writing():
        return send_due(session, office)
