"""The photo of one's own card, or of one's child's: put there and taken away again."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.cards.models import Portrait
from portal.cards.moving import state_of
from portal.cards.own import changing
from portal.cards.portraits import keep_portrait, portrait
from portal.cards.refusals import NotPossible
from portal.cards.states import Act, Who, may


def own_photo(session: Session, account_id: int, borrower_id: int) -> bytes | None:
    """The JPEG, or None. Raises NoSuchBorrower, OfAge."""
    row, _reader = changing(session, account_id, borrower_id)
    return portrait(session, row.id)


def put_own_photo(session: Session, account_id: int, borrower_id: int, content: bytes) -> None:
    """Raises NoSuchBorrower, OfAge, NotPossible, PhotoRefused."""
    keep_portrait(session, _to_change(session, account_id, borrower_id), content)


def remove_own_photo(session: Session, account_id: int, borrower_id: int) -> None:
    """From this moment nobody has it. Raises NoSuchBorrower, OfAge, NotPossible."""
    borrower_id = _to_change(session, account_id, borrower_id)
    session.execute(delete(Portrait).where(Portrait.borrower_id == borrower_id))


def _to_change(session: Session, account_id: int, borrower_id: int) -> int:
    row, _reader = changing(session, account_id, borrower_id)
    if not may(Who.READER, Act.EDIT, state_of(row)):
        raise NotPossible(Act.EDIT, state_of(row))
    return row.id
