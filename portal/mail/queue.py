"""The outbox as a queue: taking a letter, and every way its attempt can end.

Each step is one conditional UPDATE that asks whether the letter is still as the taker left it.
Callers commit after each: what is not on disk is not done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.clock import now
from portal.mail.models import Letter

LEASE = timedelta(minutes=15)  # longer than all steps up to the handing over may take together
AT_ONCE = 100  # letters of one round


class LeaseLost(Exception):
    """The letter took so long that another runner may have it by now."""


@dataclass
class Claim:
    """A letter in the hands of this runner, as it was when taken."""

    id: int
    kind: str
    locale: str
    contents: bytes
    token: str
    posted_at: datetime
    until: datetime | None
    attempts: int
    lease: datetime
    handed_at: datetime | None = None


def letters_wait(session: Session) -> bool:
    """Whether any is due: a look at the index of those that wait."""
    return session.scalar(sa.select(Letter.id).where(Letter.due_at <= now()).limit(1)) is not None


def due(session: Session) -> Sequence[int]:
    """Ids of letters that are due, those that waited longest first."""
    query = sa.select(Letter.id).where(Letter.due_at <= now())
    return session.scalars(query.order_by(Letter.due_at, Letter.id).limit(AT_ONCE)).all()


def take(session: Session, letter: int) -> Claim | None:
    """The letter for this runner alone until the lease ends; None: somebody else took it."""
    moment = now()
    lease = moment + LEASE
    taken = session.execute(
        sa.update(Letter)
        .where(Letter.id == letter, Letter.due_at <= moment)
        .values(due_at=lease, attempts=Letter.attempts + 1)
        .returning(
            Letter.id,
            Letter.kind,
            Letter.locale,
            Letter.contents,
            Letter.token,
            Letter.posted_at,
            Letter.until,
            Letter.attempts,
        )
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return None if taken is None else Claim(**taken._asdict(), lease=lease)


def hand_over(session: Session, claim: Claim) -> None:
    """The letter is about to be the server's: from here on nobody sends it by themselves.

    Raises LeaseLost.
    """
    moment = now()
    if not _change(session, claim, due_at=None, handed_at=moment):
        raise LeaseLost
    claim.handed_at = moment


def note_sent(session: Session, claim: Claim) -> None:
    """It left. What it said and to whom is forgotten."""
    _change(session, claim, due_at=None, sent_at=now(), contents=None, trouble=None)


def put_off(session: Session, claim: Claim, until: datetime, trouble: str) -> None:
    """It did not leave; another attempt follows."""
    _change(session, claim, due_at=until, handed_at=None, trouble=trouble)


def give_up(session: Session, claim: Claim, trouble: str) -> None:
    """It did not leave and is not tried again, unless a person wants it to."""
    _change(session, claim, due_at=None, handed_at=None, failed_at=now(), trouble=trouble)


def note_uncertain(session: Session, claim: Claim, trouble: str) -> None:
    """Nobody knows whether it left: it stays handed over."""
    _change(session, claim, trouble=trouble)


def _change(session: Session, claim: Claim, **values: Any) -> bool:
    """Whether the letter was still this runner's."""
    if claim.handed_at is None:
        mine = Letter.due_at == claim.lease
    else:
        mine = sa.and_(Letter.due_at.is_(None), Letter.handed_at == claim.handed_at)
    done = session.execute(
        sa.update(Letter)
        .where(Letter.id == claim.id, mine)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(cast(sa.CursorResult[Any], done).rowcount)
