"""Letters under another key; those whose key is lost are letters no more."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.clock import now
from portal.mail.contents import PURPOSE
from portal.mail.models import Letter
from portal.resealing import Counts, Keys, keeps_sealed, pages

LOST = "its key is lost"


def newest(session: Session) -> tuple[bytes, str] | None:
    kept = select(Letter.contents).where(Letter.contents.is_not(None))
    contents = session.scalar(kept.order_by(Letter.id.desc()).limit(1))
    return None if contents is None else (contents, PURPOSE)


@keeps_sealed("mail", sample=newest)
def reseal(session: Session, keys: Keys) -> Counts:
    """What waits and is lost is given up; what lies there to be sent again is not any more."""
    counts: Counter[str] = Counter()
    kept = select(Letter.id, Letter.contents, Letter.due_at).where(Letter.contents.is_not(None))
    for rows in pages(session, kept, Letter.id):
        sealed = {row.id: keys.resealed(row.contents, PURPOSE) for row in rows}
        lost = {row.id: row.due_at for row in rows if sealed[row.id] is None}
        counts.update(letters=len(rows) - len(lost), letters_lost=len(lost))
        given_up = {"due_at": None, "failed_at": now(), "trouble": LOST, "contents": None}
        _update(session, [{"id": one, "contents": new} for one, new in sealed.items() if new])
        _update(session, [{"id": one, **given_up} for one, due in lost.items() if due])
        _update(session, [{"id": one, "contents": None} for one, due in lost.items() if not due])
    return counts


def _update(session: Session, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(update(Letter), rows)
