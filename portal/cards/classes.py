"""A class: listed by its teacher, confirmed by the school. What the desk does: `class_desk`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.cards import links
from portal.cards.acting import Actor
from portal.cards.applications import Application, Guardian, Person, is_email, plain_phone
from portal.cards.letters import ask_school
from portal.cards.models import Borrower, ClassList, ClassMember
from portal.cards.moving import note, state_of
from portal.cards.refusals import BadApplication, DeadLink, Problem
from portal.cards.registering import checked, enter
from portal.cards.states import LIVING, Act, State, Who
from portal.cards.words import Consented, Consenter
from portal.clock import now
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
    mark_confirmed(session, row, row.school)
    return row.id


def mark_confirmed(session: Session, row: ClassList, by: str) -> None:
    """By whom: the school, or the librarian who saw its stamp. The first one stays."""
    session.execute(
        update(ClassList)
        .where(ClassList.id == row.id, ClassList.confirmed_at.is_(None))
        .values(confirmed_at=now(), confirmed_by=by)
    )


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
        state = state_of(row)
        note(session, row, Act.REGISTER_AGAIN, actor, state, state)


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
