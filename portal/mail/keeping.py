"""Looking after the outbox: what stands in it, sending again by hand, forgetting."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.clock import now
from portal.mail.models import Letter

CONTENTS_KEPT = timedelta(days=30)  # of letters that did not leave, for sending them again
LETTERS_KEPT = timedelta(days=400)  # without contents; as long does a `once` hold
SURELY_OVER = timedelta(minutes=15)  # no sending takes longer between handing over and its answer

HELD = "held by hand"


class State(StrEnum):
    WAITING = "waiting"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    SENT = "sent"


@dataclass(frozen=True)
class Unsent:
    """A letter that needs a person's eye; it says nothing of whom it is for."""

    id: int
    kind: str
    state: State
    attempts: int
    trouble: str


def waiting(session: Session) -> tuple[int, str | None]:
    """How many letters wait, and the latest trouble of those that were tried already."""
    count = session.scalar(sa.select(sa.func.count()).where(Letter.due_at.isnot(None)))
    trouble = session.scalar(
        sa.select(Letter.trouble)
        .where(Letter.due_at.isnot(None), Letter.trouble.isnot(None))
        .order_by(Letter.due_at)
        .limit(1)
    )
    return count or 0, trouble


def unsent(session: Session) -> Sequence[Unsent]:
    """Letters given up, and those nobody knows about, newest first, while they can be sent."""
    rows = session.execute(
        sa.select(Letter.id, Letter.kind, Letter.failed_at, Letter.attempts, Letter.trouble)
        .where(Letter.contents.isnot(None), _given_up() | _uncertain())
        .order_by(Letter.id.desc())
    )
    return [
        Unsent(
            row.id,
            row.kind,
            State.FAILED if row.failed_at else State.UNCERTAIN,
            row.attempts,
            row.trouble or "",
        )
        for row in rows
    ]


def send_again(session: Session, letters: Collection[int], *, failed: bool = False) -> int:
    """Make these due now, whatever became of them but being sent; how many were.

    failed: all that were given up, too, and are still worth sending. What was uncertain may come
    to the reader twice.
    """
    chosen = Letter.id.in_(letters)
    worth = sa.and_(_given_up(), Letter.until.is_(None) | (Letter.until > now()))
    changed = session.execute(
        sa.update(Letter)
        .where(
            chosen | worth if failed else chosen,
            Letter.contents.isnot(None),
            Letter.due_at.isnot(None) | _given_up() | _uncertain(),
        )
        .values(due_at=now(), attempts=0, handed_at=None, failed_at=None, until=None)
        .execution_options(synchronize_session=False)
    )
    return cast(sa.CursorResult[Any], changed).rowcount


def hold(session: Session) -> int:
    """Have nothing sent that waits now, as if it had been given up; how many letters that were.

    For a database put back from a copy: what left since the copy was made waits in it again.
    """
    held = session.execute(
        sa.update(Letter)
        .where(Letter.due_at.isnot(None))
        .values(due_at=None, failed_at=now(), trouble=HELD)
        .execution_options(synchronize_session=False)
    )
    return cast(sa.CursorResult[Any], held).rowcount


def forget(session: Session) -> int:
    """Erase what nobody needs any more; how many letters that concerned."""
    moment = now()
    over = Letter.due_at.is_(None)
    erased = session.execute(
        sa.update(Letter)
        .where(
            over,
            Letter.contents.isnot(None),
            sa.func.coalesce(Letter.failed_at, Letter.handed_at) < moment - CONTENTS_KEPT,
        )
        .values(contents=None)
        .execution_options(synchronize_session=False)
    )
    deleted = session.execute(
        sa.delete(Letter)
        .where(over, Letter.posted_at < moment - LETTERS_KEPT)
        .execution_options(synchronize_session=False)
    )
    return sum(cast(sa.CursorResult[Any], one).rowcount for one in (erased, deleted))


def _given_up() -> sa.ColumnElement[bool]:
    return Letter.failed_at.isnot(None)


def _uncertain() -> sa.ColumnElement[bool]:
    return sa.and_(
        Letter.due_at.is_(None),
        Letter.sent_at.is_(None),
        Letter.failed_at.is_(None),
        Letter.handed_at < now() - SURELY_OVER,
    )
