"""Class lists at the desk: seen, vouched for, issued all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.approving import admit
from portal.cards.classes import mark_confirmed
from portal.cards.issuing import activate
from portal.cards.models import Borrower, ClassList, ClassMember
from portal.cards.refusals import NotYours
from portal.cards.states import State
from portal.refusals import Refusal


@dataclass(eq=False)
class NotConfirmed(Refusal):
    """The school has not said yet that the list is right."""


@dataclass(frozen=True, slots=True)
class Member:
    """Whom a line is about. typed: the name as the list has it. there: before the list was."""

    pupil: Borrower
    typed: str
    there: bool


def vouch_for_class(session: Session, clerk: Clerk, class_list_id: int) -> None:
    """The librarian saw the school's stamp on paper. Raises NotYours."""
    row = _list(session, clerk, class_list_id)
    mark_confirmed(session, row, clerk.name)


def class_lists(session: Session, clerk: Clerk, *, limit: int = 200) -> Sequence[ClassList]:
    """The lists of a library, the newest first."""
    query = select(ClassList).order_by(ClassList.id.desc()).limit(limit)
    if not clerk.city_wide:
        query = query.where(ClassList.library_id == clerk.library_id)
    return session.scalars(query).all()


def class_list(session: Session, clerk: Clerk, class_list_id: int) -> ClassList:
    """Raises NotYours."""
    return _list(session, clerk, class_list_id)


def still_waiting(session: Session, class_list_ids: Collection[int]) -> Mapping[int, int]:
    """How many pupils of some lists wait for a card; lists where nobody does are left out."""
    query = (
        select(ClassMember.class_list_id, func.count(Borrower.id.distinct()))
        .join(Borrower, Borrower.id == ClassMember.borrower_id)
        .where(ClassMember.class_list_id.in_(class_list_ids), Borrower.state == State.PENDING)
        .group_by(ClassMember.class_list_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def count_classes(session: Session, clerk: Clerk) -> int:
    """How many lists of a library have pupils who wait for a card."""
    query = (
        select(func.count(ClassMember.class_list_id.distinct()))
        .join(Borrower, Borrower.id == ClassMember.borrower_id)
        .join(ClassList, ClassList.id == ClassMember.class_list_id)
        .where(Borrower.state == State.PENDING)
    )
    if not clerk.city_wide:
        query = query.where(ClassList.library_id == clerk.library_id)
    return session.scalar(query) or 0


def members(session: Session, clerk: Clerk, class_list_id: int) -> Sequence[Member]:
    """The pupils in the order of the list. Raises NotYours."""
    _list(session, clerk, class_list_id)
    query = (
        select(Borrower, ClassMember.typed_name, ClassMember.was_there)
        .join(ClassMember, ClassMember.borrower_id == Borrower.id)
        .where(ClassMember.class_list_id == class_list_id)
        .order_by(ClassMember.position, ClassMember.borrower_id)
    )
    return [Member(row, typed or "", there) for row, typed, there in session.execute(query)]


def issue_class(session: Session, clerk: Clerk, class_list_id: int) -> Sequence[tuple[int, str]]:
    """Cards for all of a confirmed list that wait: (borrower, number) in the list's order.

    The school's list stands for the documents. Of two who issue at once the second finds nothing
    left to do. Raises NotYours, NotConfirmed.
    """
    row = _list(session, clerk, class_list_id, locked=True)
    if row.confirmed_at is None:
        raise NotConfirmed
    actor = clerk.at(row.library_id)
    made = []
    for pupil in (one.pupil for one in members(session, clerk, class_list_id)):
        if pupil.state is State.PENDING and clerk.has(pupil.library_id):
            number = admit(session, pupil, actor, seen=pupil.version)
            activate(session, pupil, actor, seen=pupil.version)
            made.append((pupil.id, number))
    return made


def _list(session: Session, clerk: Clerk, class_list_id: int, *, locked: bool = False) -> ClassList:
    row = session.get(
        ClassList, class_list_id, populate_existing=True, with_for_update=locked or None
    )
    if row is None or not clerk.has(row.library_id):
        raise NotYours(row.library_id if row else None)
    return row
