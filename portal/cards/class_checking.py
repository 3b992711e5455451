"""Which lines of a class list can be taken, and what is wrong with the others. Nothing is stored.

The library, its kinds and its policy are asked for once, however long the list is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal.cards.ages import is_child
from portal.cards.applications import Application, Person, problems, tidied
from portal.cards.class_applications import (
    AGREED,
    BadLine,
    ClassApplication,
    Pupil,
    class_of,
    wrong,
)
from portal.cards.kinds import Kind, kinds_of
from portal.cards.policies import Policy, policy_of
from portal.cards.refusals import BadApplication, Problem
from portal.clock import today
from portal.libraries.models import Library


@dataclass(frozen=True, slots=True)
class Checked:
    """The lines that are good, as applications in the order of the list; and the others."""

    good: tuple[tuple[Pupil, Application], ...]
    bad: tuple[BadLine, ...]
    policy: Policy


def check_class(session: Session, application: ClassApplication) -> Checked:
    """Judge every line. Raises BadApplication for what is wrong with the list itself."""
    found = wrong(application)
    library = session.get(Library, application.library_id)
    if library is None or library.closed_since is not None:
        found.append(Problem("library", "unknown"))
    if found:
        raise BadApplication(tuple(found))
    policy = policy_of(session, application.library_id)
    kinds = kinds_of(session, application.library_id, offered=False)
    good, bad = [], []
    for pupil in application.pupils:
        one, kind = _application(application, pupil, kinds, policy)
        found = list(problems(one, kind, policy, today(), by_school=True))
        if not one.person.class_name:
            found.append(Problem("class_name", "missing"))
        if found:
            bad.append(BadLine(pupil.line, tuple(found)))
        else:
            good.append((pupil, one))
    return Checked(tuple(good), tuple(bad), policy)


def _application(
    application: ClassApplication, pupil: Pupil, kinds: Sequence[Kind], policy: Policy
) -> tuple[Application, Kind | None]:
    person = replace(
        pupil.person, school=application.school, class_name=class_of(pupil, application)
    )
    kind = _kind(application.kind, person, kinds, policy)
    one = Application(
        person=person,
        guardian=pupil.guardian,
        library_id=application.library_id,
        kind=kind.code if kind else application.kind,
        agreed=AGREED,
        locale=application.locale,
    )
    return tidied(one), kind


def _kind(code: str, person: Person, kinds: Sequence[Kind], policy: Policy) -> Kind | None:
    """The kind of this code; without one the first that fits, or any, to be refused by its age."""
    if code:
        return next((kind for kind in kinds if kind.code == code), None)
    offered = [kind for kind in kinds if kind.offered]
    child = is_child(person.birthday, today(), policy.adult_age)
    fitting = (kind for kind in offered if kind.suits(person.birthday, today(), child=child))
    return next(fitting, offered[0] if offered else None)
