"""A class: listed by its teacher, confirmed by the school. What the desk does: `class_desk`.

Several classes may come in one file. Each becomes a list of its own, for the desk; the first of
them stands for all where the school confirms and where the teacher sees how it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.accounts.tokens import new_token, token_hash
from portal.cards import links
from portal.cards.acting import Actor
from portal.cards.applications import Application, plain_phone
from portal.cards.batching import batches
from portal.cards.class_applications import BadLine, ClassApplication, Pupil
from portal.cards.class_checking import check_class
from portal.cards.entering import Entered, enter_all, note_again
from portal.cards.letters import ask_school
from portal.cards.models import Borrower, ClassList, ClassMember, Confirmation
from portal.cards.policies import Policy
from portal.cards.refusals import BadApplication, DeadLink, Problem, UsedLink
from portal.cards.states import LIVING, State, Who
from portal.clock import now
from portal.vietnamese import normalise

HOURS_TO_CONFIRM = 14 * 24


@dataclass(frozen=True, slots=True)
class ClassReceived:
    """How many lines were taken, and what is wrong with the others. Whoever of them has a card
    already counts as taken: the desk sees it, the teacher does not. status_token: of the page that
    shows how the list stands.
    """

    class_list_id: int
    taken: int
    bad: tuple[BadLine, ...]
    status_token: str


def register_class(
    session: Session, application: ClassApplication, token: str | None = None
) -> ClassReceived:
    """Take a class list; good lines are kept, bad ones named.

    token: of the page that shows how it stands, where the form made one; a second list with the
    same is no list (IntegrityError).

    Raises BadApplication for what is wrong with the class itself, or when no line is good.
    """
    checked = check_class(session, application)
    if not checked.good:
        raise BadApplication((Problem("pupils", "none_good"),))
    token = token or new_token()
    names = list(dict.fromkeys(one.person.class_name for _, one in checked.good))
    lists = _lists(session, application, names, token)
    actor = Actor(Who.SCHOOL, application.library_id)
    entered = enter_all(
        session, [one for _, one in checked.good], checked.policy, State.PENDING, actor
    )
    _join(session, lists, checked.good, entered)
    _note_again(session, entered, checked.policy, actor)
    head, taken = lists[names[0]], len(checked.good)
    ask_school(session, head, names, taken, HOURS_TO_CONFIRM)
    return ClassReceived(head.id, taken, checked.bad, token)


def confirm_class(session: Session, token: str) -> int:
    """Whoever reads the mail of the school's address says its list is right. The list.

    Saying so again, by a double click, is no error. Raises DeadLink, LateLink.
    """
    try:
        link = links.use(session, token)
    except UsedLink:
        link = session.get_one(Confirmation, token_hash(token))
    if link.class_list_id is None:
        raise DeadLink
    row = session.get_one(ClassList, link.class_list_id)
    mark_confirmed(session, row, _by_mail(row))
    return row.id


def confirmed_by_mail(row: ClassList) -> bool:
    """The address was typed by whoever sent the list: nobody knows that it is the school's."""
    return row.email is not None and row.confirmed_by == _by_mail(row)


def _by_mail(row: ClassList) -> str:
    return f"email {row.email}"[:200]


def mark_confirmed(session: Session, row: ClassList, by: str) -> None:
    """By whom: an address, or the librarian who saw the school's stamp. The first one stays.

    One word for all that was sent together.
    """
    head = row.sent_with_id or row.id
    session.execute(
        update(ClassList)
        .where((ClassList.id == head) | (ClassList.sent_with_id == head))
        .where(ClassList.confirmed_at.is_(None))
        .values(confirmed_at=now(), confirmed_by=by)
    )


def _lists(
    session: Session, application: ClassApplication, names: Sequence[str], token: str
) -> dict[str, ClassList]:
    """A list for each class; the first one is looked up by the token and leads the others."""
    made = {
        name: ClassList(
            library_id=application.library_id,
            school=normalise(application.school),
            class_name=name,
            teacher=normalise(application.teacher),
            email=normalise(application.email).lower() or None,
            phone=plain_phone(application.phone) or None,
            locale=application.locale,
            created_at=now(),
        )
        for name in names
    }
    head, *others = made.values()
    head.status_hash = token_hash(token)
    session.add(head)
    session.flush()
    for other in others:
        other.sent_with_id = head.id
    session.add_all(others)
    session.flush()
    return made


def _join(
    session: Session,
    lists: dict[str, ClassList],
    good: Sequence[tuple[Pupil, Application]],
    entered: Sequence[Entered],
) -> None:
    """Put every line on the list of its class."""
    made = _made(entered)
    rows: list[dict[str, Any]] = [
        {
            "class_list_id": lists[one.person.class_name].id,
            "position": pupil.line,
            "borrower_id": borrower_id,
            "typed_name": one.person.full_name,
            "was_there": borrower_id not in made,
        }
        for (pupil, one), found in zip(good, entered, strict=True)
        for borrower_id in found.borrower_ids
    ]
    session.execute(insert(ClassMember), rows)


def _note_again(session: Session, entered: Sequence[Entered], policy: Policy, actor: Actor) -> None:
    there = {id_ for one in entered for id_ in one.borrower_ids} - _made(entered)
    for some in batches(sorted(there)):
        living = select(Borrower).where(Borrower.id.in_(some), Borrower.state.in_(LIVING))
        note_again(session, session.scalars(living).all(), policy, actor)


def _made(entered: Sequence[Entered]) -> set[int]:
    return {one.borrower_ids[0] for one in entered if one.is_new}
