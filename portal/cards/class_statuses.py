"""How a class list stands: for the teacher who sent it, for the school that is to confirm it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.accounts.tokens import token_hash
from portal.cards import links
from portal.cards.models import ClassList, ClassMember
from portal.cards.refusals import DeadLink


@dataclass(frozen=True, slots=True)
class OneClass:
    """issued: the desk has done with the list, whoever is on it. Were it told of the pupils, a list
    of one would tell whether that one had a card before.
    """

    name: str
    pupils: int
    issued: bool


@dataclass(frozen=True, slots=True)
class ClassStatus:
    """All that was sent together. email: of the school, None where paper comes to the desk."""

    school: str
    teacher: str
    library_id: int
    email: str | None
    created_at: datetime
    confirmed_at: datetime | None
    classes: Sequence[OneClass]

    @property
    def pupils(self) -> int:
        return sum(one.pupils for one in self.classes)


def class_status(session: Session, token: str) -> ClassStatus:
    """By the teacher's private link. Raises DeadLink."""
    head = session.scalar(select(ClassList).where(ClassList.status_hash == token_hash(token)))
    if head is None:
        raise DeadLink
    return _status(session, head)


def is_sent(session: Session, token: str) -> bool:
    query = select(ClassList.id).where(ClassList.status_hash == token_hash(token))
    return session.scalar(query) is not None


def to_confirm(session: Session, token: str) -> tuple[ClassStatus, Mapping[str, list[str]]]:
    """By the school's link: the same, and the names in each class as they were typed.

    Looking uses nothing up.

    Raises DeadLink, UsedLink, LateLink.
    """
    link = links.look_at(session, token)
    if link.class_list_id is None:
        raise DeadLink
    head = session.get_one(ClassList, link.class_list_id)
    names: dict[str, list[str]] = {}
    query = (
        select(ClassList.class_name, func.max(ClassMember.typed_name))
        .join(ClassMember, ClassMember.class_list_id == ClassList.id)
        .where(_together(head.id))
        .group_by(ClassList.id, ClassList.class_name, ClassMember.position)
        .order_by(ClassList.id, ClassMember.position)
    )
    for class_name, typed_name in session.execute(query):
        names.setdefault(class_name, []).append(typed_name or "…")
    return _status(session, head), names


def _status(session: Session, head: ClassList) -> ClassStatus:
    lines = func.count(ClassMember.position.distinct())
    query = (
        select(ClassList.class_name, lines, ClassList.issued_at)
        .join(ClassMember, ClassMember.class_list_id == ClassList.id)
        .where(_together(head.id))
        .group_by(ClassList.id, ClassList.class_name, ClassList.issued_at)
        .order_by(ClassList.id)
    )
    return ClassStatus(
        school=head.school,
        teacher=head.teacher,
        library_id=head.library_id,
        email=head.email,
        created_at=head.created_at,
        confirmed_at=head.confirmed_at,
        classes=[
            OneClass(name, pupils, issued=at is not None)
            for name, pupils, at in session.execute(query)
        ],
    )


def _together(head_id: int) -> ColumnElement[bool]:
    return (ClassList.id == head_id) | (ClassList.sent_with_id == head_id)
