"""«Hai người khác nhau»: two who look like one, and a librarian knows that they are two."""

from __future__ import annotations

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.likeness import why_alike
from portal.cards.models import ToldApart
from portal.cards.moving import borrower
from portal.cards.refusals import NotAlike, NotYours
from portal.clock import now


def tell_apart(session: Session, clerk: Clerk, borrower_id: int, other_id: int) -> None:
    """Neither is shown as likely the other any more; said twice, it is written once.

    The two are alike, and the librarian has one of them. Raises NoSuchBorrower, NotYours, NotAlike.
    """
    one, other = (borrower(session, number) for number in sorted((borrower_id, other_id)))
    if one.id == other.id or not (clerk.has(one.library_id) or clerk.has(other.library_id)):
        raise NotYours(other.library_id)
    if why_alike(one, other) is None:
        raise NotAlike
    said = ToldApart(
        one_id=one.id, other_id=other.id, at=now(), account_id=clerk.account_id, name=clerk.name
    )
    try:
        with session.begin_nested():
            session.add(said)
    except IntegrityError:  # somebody said so before
        return


def were_told_apart(session: Session, borrower_id: int, other_id: int) -> bool:
    return session.get(ToldApart, tuple(sorted((borrower_id, other_id)))) is not None


def told_apart(session: Session, borrower_id: int) -> list[ToldApart]:
    """From whom somebody was told apart, the latest first."""
    mine = or_(ToldApart.one_id == borrower_id, ToldApart.other_id == borrower_id)
    return list(session.scalars(select(ToldApart).where(mine).order_by(ToldApart.at.desc())))


def forget(session: Session, borrower_id: int) -> None:
    """Somebody was erased, and is like nobody any more."""
    mine = or_(ToldApart.one_id == borrower_id, ToldApart.other_id == borrower_id)
    session.execute(delete(ToldApart).where(mine))
