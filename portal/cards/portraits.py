"""The photo of a card: kept for its reader and the desk, shown to nobody else."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.cards.acting import Actor, Clerk
from portal.cards.models import Borrower, Portrait
from portal.cards.moving import note, state_of
from portal.cards.photos import CardPhoto, card_photo
from portal.cards.reach import for_act, may_see
from portal.cards.states import Act
from portal.clock import now

PHOTO = "photo"  # in the log


def portrait(session: Session, borrower_id: int) -> bytes | None:
    """The JPEG; None where no photo was taken."""
    row = session.get(Portrait, borrower_id)
    return row.jpeg if row else None


def has_portrait(session: Session, borrower_id: int) -> bool:
    query = select(Portrait.borrower_id).where(Portrait.borrower_id == borrower_id)
    return session.scalar(query) is not None


def portraits(session: Session, borrower_ids: Collection[int]) -> Mapping[int, bytes]:
    """Borrower → photo, of those who have one."""
    rows = session.scalars(select(Portrait).where(Portrait.borrower_id.in_(borrower_ids)))
    return {row.borrower_id: row.jpeg for row in rows}


def keep_portrait(session: Session, borrower_id: int, content: bytes) -> None:
    """Take any picture somebody sent, in place of the one before. Raises PhotoRefused."""
    session.merge(_portrait(borrower_id, card_photo(content)))
    session.flush()


def put_portrait(session: Session, borrower_id: int, photo: CardPhoto) -> None:
    """Of somebody who has none yet."""
    session.add(_portrait(borrower_id, photo))
    session.flush()


def note_portrait(session: Session, row: Borrower, actor: Actor) -> None:
    """That a photo was put there or taken away, in the log."""
    state = state_of(row)
    note(session, row, Act.EDIT, actor, state, state, PHOTO)


def _portrait(borrower_id: int, photo: CardPhoto) -> Portrait:
    return Portrait(borrower_id=borrower_id, jpeg=photo, taken_at=now())


def pass_on(session: Session, from_id: int, to_id: int) -> None:
    """Two are one: the photo goes along where the one that stays has none, else it is erased."""
    found = portrait(session, from_id)
    if found and not has_portrait(session, to_id):
        session.add(Portrait(borrower_id=to_id, jpeg=found, taken_at=now()))
    session.execute(delete(Portrait).where(Portrait.borrower_id == from_id))
    session.flush()


def portrait_here(session: Session, clerk: Clerk, borrower_id: int) -> bytes | None:
    """For the page of a reader that is open at the desk. Raises NoSuchBorrower, NotYours."""
    return portrait(session, may_see(session, clerk, borrower_id).id)


def take_portrait(session: Session, clerk: Clerk, borrower_id: int, content: bytes) -> None:
    """Taken or uploaded at the desk. Raises NoSuchBorrower, NotYours, PhotoRefused."""
    row = for_act(session, clerk, borrower_id, Act.EDIT)
    keep_portrait(session, row.id, content)
    note_portrait(session, row, clerk.at(row.library_id))
