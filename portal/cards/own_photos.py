"""The photo of one's own card, or of one's child's: put there and taken away again."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts.rows import changed
from portal.cards.acting import Actor
from portal.cards.models import Borrower, Portrait
from portal.cards.moving import state_of
from portal.cards.own import changing
from portal.cards.portraits import keep_portrait, note_portrait, portrait
from portal.cards.refusals import NotPossible
from portal.cards.states import Act, Who, may


def own_photo(session: Session, account_id: int, borrower_id: int) -> bytes | None:
    """The JPEG, or None. Raises NoSuchBorrower, OfAge."""
    row, _reader = changing(session, account_id, borrower_id)
    return portrait(session, row.id)


def put_own_photo(session: Session, account_id: int, borrower_id: int, content: bytes) -> None:
    """Raises NoSuchBorrower, OfAge, NotPossible, PhotoRefused."""
    row, reader = _to_change(session, account_id, borrower_id)
    keep_portrait(session, row.id, content)
    note_portrait(session, row, reader)


def remove_own_photo(session: Session, account_id: int, borrower_id: int) -> None:
    """From this moment nobody has it. Raises NoSuchBorrower, OfAge, NotPossible."""
    row, reader = _to_change(session, account_id, borrower_id)
    if changed(session, delete(Portrait).where(Portrait.borrower_id == row.id)):
        note_portrait(session, row, reader)


def _to_change(session: Session, account_id: int, borrower_id: int) -> tuple[Borrower, Actor]:
    row, reader = changing(session, account_id, borrower_id)
    if not may(Who.READER, Act.EDIT, state_of(row)):
        raise NotPossible(Act.EDIT, state_of(row))
    return row, reader
