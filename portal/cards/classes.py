"""A class: listed by its teacher, confirmed by the school, issued at the desk all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.cards import links
from portal.cards.acting import Actor, Clerk
from portal.cards.applications import Application, Guardian, Person, is_email, plain_phone
from portal.cards.approving import admit
from portal.cards.issuing import activate
from portal.cards.letters import ask_school
from portal.cards.models import Borrower, ClassList, ClassMember
from portal.cards.moving import note
from portal.cards.refusals import BadApplication, DeadLink, NotYours, Problem
from portal.cards.registering import checked, enter
from portal.cards.states import LIVING, Act, State, Who
from portal.cards.words import Consented, Consenter
from portal.clock import now
from portal.refusals import Refusal
from portal.vietnamese import normalise

HOURS_TO_CONFIRM = 14 * 24
MOST_PUPILS = 200

_AGREED = frozenset({(Consented.RULES, Consenter.SCHOOL), (Consented.DATA, Consenter.SCHOOL)})
"""What a school answers for: it has the guardians' consent. Publishing is asked of nobody here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pupil:
    """A line of the list, with its number in the file. Anything but name and birthday may lack."""

    line: int
    person: Person
    guardian: Guardian | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassApplication:
    """A class. email, phone: of the school, one of them."""

    school: str
    class_name: str
    teacher: str
    library_id: int
    kind: str
    pupils: tuple[Pupil, ...]
    email: str = ""
    phone: str = ""
    locale: str = "vi"


@dataclass(frozen=True, slots=True)
class BadLine:
    line: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ClassReceived:
    """How many lines were taken, and what is wrong with the others. Whoever of them has a card
    already counts as taken: the desk sees it, the teacher does not.
    """

    class_list_id: int
    taken: int
    bad: tuple[BadLine, ...]


@dataclass(eq=False)
class NotConfirmed(Refusal):
    """The school has not said yet that the list is right."""


def register_class(session: Session, application: ClassApplication) -> ClassReceived:
    """Take a class list; good lines are kept, bad ones named.

    Raises BadApplication for what is wrong with the class itself, or when no line is good.
    """
    if wrong := tuple(_wrong(application)):
        raise BadApplication(wrong)
    made = ClassList(
        library_id=application.library_id,
        school=normalise(application.school),
        class_name=normalise(application.class_name),
        teacher=normalise(application.teacher),
        email=normalise(application.email).lower() or None,
        phone=plain_phone(application.phone) or None,
        locale=application.locale,
        created_at=now(),
    )
    session.add(made)
    session.flush()
    bad, taken = [], 0
    for pupil in application.pupils:
        try:
            _take(session, made, application, pupil)
            taken += 1
        except BadApplication as refused:
            bad.append(BadLine(pupil.line, refused.problems))
    if not taken:
        raise BadApplication((Problem("pupils", "none_good"),))
    ask_school(session, made, taken, HOURS_TO_CONFIRM)
    return ClassReceived(made.id, taken, tuple(bad))


def confirm_class(session: Session, token: str) -> int:
    """The school says its list is right. The list. Raises DeadLink, UsedLink, LateLink."""
    link = links.use(session, token)
    if link.class_list_id is None:
        raise DeadLink
    row = session.get_one(ClassList, link.class_list_id)
    _confirmed(session, row, row.school)
    return row.id


def vouch_for_class(session: Session, clerk: Clerk, class_list_id: int) -> None:
    """The librarian saw the school's stamp on paper. Raises NotYours."""
    row = _list(session, clerk, class_list_id)
    _confirmed(session, row, clerk.name)


def class_lists(session: Session, clerk: Clerk, *, limit: int = 50) -> Sequence[ClassList]:
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
        select(ClassMember.class_list_id, func.count())
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


def members(session: Session, clerk: Clerk, class_list_id: int) -> Sequence[tuple[Borrower, bool]]:
    """The pupils in the order of the list, and whether each was there before. Raises NotYours."""
    _list(session, clerk, class_list_id)
    query = (
        select(Borrower, ClassMember.was_there)
        .join(ClassMember, ClassMember.borrower_id == Borrower.id)
        .where(ClassMember.class_list_id == class_list_id)
        .order_by(ClassMember.position)
    )
    return [(row, there) for row, there in session.execute(query)]


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
    for pupil, _ in members(session, clerk, class_list_id):
        if pupil.state is State.PENDING and clerk.has(pupil.library_id):
            number = admit(session, pupil, actor, seen=pupil.version)
            activate(session, pupil, actor, seen=pupil.version)
            made.append((pupil.id, number))
    return made


def _take(session: Session, made: ClassList, application: ClassApplication, pupil: Pupil) -> None:
    person = replace(pupil.person, school=made.school, class_name=made.class_name)
    guardian = pupil.guardian
    one = Application(
        person=person,
        guardian=guardian,
        library_id=application.library_id,
        kind=application.kind,
        agreed=_AGREED,
        locale=application.locale,
    )
    tidy, policy = checked(session, one, by_school=True)
    actor = Actor(Who.SCHOOL, application.library_id)
    entered = enter(session, tidy, policy, State.PENDING, actor)
    ids = [entered.id] if isinstance(entered, Borrower) else entered
    for borrower_id in ids:
        if session.get(ClassMember, (made.id, borrower_id)) is None:
            session.add(
                ClassMember(
                    class_list_id=made.id,
                    borrower_id=borrower_id,
                    position=pupil.line,
                    was_there=not isinstance(entered, Borrower),
                )
            )
            session.flush()
            if not isinstance(entered, Borrower):
                _note_again(session, borrower_id, actor)


def _note_again(session: Session, borrower_id: int, actor: Actor) -> None:
    row = session.get_one(Borrower, borrower_id)
    if row.state in LIVING:
        note(session, row, Act.REGISTER_AGAIN, actor, row.state, row.state)


def _confirmed(session: Session, row: ClassList, by: str) -> None:
    session.execute(
        update(ClassList)
        .where(ClassList.id == row.id, ClassList.confirmed_at.is_(None))
        .values(confirmed_at=now(), confirmed_by=by)
    )


def _list(session: Session, clerk: Clerk, class_list_id: int, *, locked: bool = False) -> ClassList:
    row = session.get(
        ClassList, class_list_id, populate_existing=True, with_for_update=locked or None
    )
    if row is None or not clerk.has(row.library_id):
        raise NotYours(row.library_id if row else None)
    return row


def _wrong(application: ClassApplication) -> list[Problem]:
    found = [
        Problem(name, "missing")
        for name in ("school", "class_name", "teacher")
        if not normalise(getattr(application, name))
    ]
    if application.email and not is_email(normalise(application.email)):
        found.append(Problem("email", "shape"))
    if not application.email and not application.phone:
        found.append(Problem("email", "missing"))
    if not 0 < len(application.pupils) <= MOST_PUPILS:
        found.append(Problem("pupils", "how_many"))
    return found
