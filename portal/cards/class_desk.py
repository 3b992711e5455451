"""Class lists at the desk: seen, vouched for, issued all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.ages import add_months
from portal.cards.approving import admit
from portal.cards.classes import mark_confirmed
from portal.cards.issuing import activate
from portal.cards.letters import ask_to_confirm
from portal.cards.models import Borrower, ClassList, ClassMember
from portal.cards.moving import grown_up
from portal.cards.policies import policies, policy_of
from portal.cards.refusals import NotYours
from portal.cards.states import State
from portal.clock import now, today
from portal.refusals import Refusal

MOST_OF_ONE = 3
"""Pupils of a list with one address: brothers and sisters. More, or the school's own, is nobody's
whose cards they are, and is not written to.
"""


@dataclass(eq=False)
class NotConfirmed(Refusal):
    """The school has not said yet that the list is right."""


@dataclass(frozen=True, slots=True)
class Member:
    """Whom a line is about. typed: the name as the list has it. there: before the list was."""

    pupil: Borrower
    typed: str
    there: bool


@dataclass(frozen=True, slots=True)
class IssuedClass:
    """made: (borrower, number). left_out: names, as typed, of those who wait all the same."""

    made: Sequence[tuple[int, str]]
    left_out: Sequence[str]


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
    """How many pupils that some lists made wait; lists where nobody does are left out."""
    query = (
        select(ClassMember.class_list_id, func.count(Borrower.id.distinct()))
        .join(Borrower, Borrower.id == ClassMember.borrower_id)
        .where(ClassMember.class_list_id.in_(class_list_ids), _waits(session))
        .group_by(ClassMember.class_list_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def count_classes(session: Session, clerk: Clerk) -> int:
    """How many lists of a library the desk has not done with, or have pupils who wait for a card.

    A list that needs no card counts as well: its teacher waits to be told, as all others do.
    """
    waiting = (
        select(ClassMember.class_list_id)
        .join(Borrower, Borrower.id == ClassMember.borrower_id)
        .where(_waits(session))
    )
    open_ = ClassList.issued_at.is_(None) | ClassList.id.in_(waiting)
    query = select(func.count()).select_from(ClassList).where(open_)
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


def issue_class(session: Session, clerk: Clerk, class_list_id: int) -> IssuedClass:
    """Cards for those of a confirmed list who wait, in its order.

    The school's list stands for the documents of children that it made. Whoever asked before, and
    a grown-up without a document, is looked at one by one. The list is done with, and its
    teacher is told so, also where there was no card to make.

    Of two who issue at once the second finds nothing left to do. Raises NotYours, NotConfirmed.
    """
    row = _list(session, clerk, class_list_id, locked=True)
    if row.confirmed_at is None:
        raise NotConfirmed
    actor, hours = clerk.at(row.library_id), policy_of(session, row.library_id).hours_unverified
    made, left_out = [], []
    pupils = members(session, clerk, class_list_id)
    beside = Counter(one.pupil.email for one in pupils)
    for one in pupils:
        pupil = one.pupil
        if pupil.state is not State.PENDING or not clerk.has(pupil.library_id):
            continue
        if one.there or not _vouched(session, pupil):
            left_out.append(one.typed)
            continue
        number = admit(session, pupil, actor, seen=pupil.version, why=row.school)
        activate(session, pupil, actor, seen=pupil.version, why=row.school)
        if pupil.email != row.email and beside[pupil.email] <= MOST_OF_ONE:
            ask_to_confirm(session, pupil, hours)
        made.append((pupil.id, number))
    row.issued_at = row.issued_at or now()
    session.flush()
    return IssuedClass(made, list(dict.fromkeys(left_out)))


def _waits(session: Session) -> ColumnElement[bool]:
    """Of whom `issue_class` would make a card: whoever asked before the list waits in the queue,
    and so does a grown-up without a document.
    """
    ages = {one: policy.adult_age for one, policy in policies(session).items()}
    born = {one: add_months(today(), -12 * age) for one, age in ages.items()}
    network = born.pop(None)
    since = case(born, value=Borrower.library_id, else_=network) if born else network
    vouched = Borrower.id_hash.is_not(None) | (Borrower.birthday > since)
    return (Borrower.state == State.PENDING) & ClassMember.was_there.is_(False) & vouched


def _vouched(session: Session, pupil: Borrower) -> bool:
    """Whether the school's word will do: a child, or a grown-up whose document is on the list."""
    return pupil.id_hash is not None or not grown_up(session, pupil)


def _list(session: Session, clerk: Clerk, class_list_id: int, *, locked: bool = False) -> ClassList:
    row = session.get(
        ClassList, class_list_id, populate_existing=True, with_for_update=locked or None
    )
    if row is None or not clerk.has(row.library_id):
        raise NotYours(row.library_id if row else None)
    return row
