"""A class as a teacher hands it in, and what can be wrong with it as a whole. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.cards.applications import Guardian, Person, is_email
from portal.cards.class_file import ClassRow
from portal.cards.refusals import Problem
from portal.cards.words import Consented, Consenter, Document, Gender, Relation
from portal.vietnamese import normalise

MOST_PUPILS = 10_000
"""Of one list. A whole school comes in one file; how long a class is, no rule says."""

AGREED = frozenset({(Consented.RULES, Consenter.SCHOOL), (Consented.DATA, Consenter.SCHOOL)})
"""What a school answers for: it has the guardians' consent. Publishing is asked of nobody here."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pupil:
    """A line of the list, with its number in the file. Anything but name and birthday may lack."""

    line: int
    person: Person
    guardian: Guardian | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassApplication:
    """One class, or several where the pupils name their own. email, phone: of the school, one of
    them. kind: of card; empty, and each pupil gets the library's first that fits their age.
    """

    school: str
    teacher: str
    library_id: int
    pupils: tuple[Pupil, ...]
    class_name: str = ""
    kind: str = ""
    email: str = ""
    phone: str = ""
    locale: str = "vi"


@dataclass(frozen=True, slots=True)
class BadLine:
    line: int
    problems: tuple[Problem, ...]


def class_of(pupil: Pupil, application: ClassApplication) -> str:
    """The class a pupil is in: the one beside the name goes before the one of the list."""
    return normalise(pupil.person.class_name) or normalise(application.class_name)


def wrong(application: ClassApplication) -> list[Problem]:
    """What is wrong with the list, whoever is on it."""
    found = [
        Problem(name, "missing")
        for name in ("school", "teacher")
        if not normalise(getattr(application, name))
    ]
    if application.pupils and not any(class_of(one, application) for one in application.pupils):
        found.append(Problem("class_name", "missing"))
    if application.email and not is_email(normalise(application.email)):
        found.append(Problem("email", "shape"))
    if not application.email and not application.phone:
        found.append(Problem("email", "missing"))
    if not 0 < len(application.pupils) <= MOST_PUPILS:
        found.append(Problem("pupils", "how_many"))
    return found


def pupils_of(rows: Sequence[ClassRow]) -> tuple[Pupil, ...]:
    """The good rows of a file as pupils."""
    return tuple(map(_pupil, rows))


def _pupil(row: ClassRow) -> Pupil:
    person = Person(
        full_name=row.full_name,
        birthday=row.birthday,
        gender=Gender(row.gender),
        document=Document.CCCD if row.number else None,
        number=row.number,
        class_name=row.class_name,
        address=row.address,
        phone=row.phone,
        email=row.email,
    )
    guardian = row.guardian_name and Guardian(
        full_name=row.guardian_name,
        relation=Relation(row.guardian_relation or Relation.OTHER),
        number=row.guardian_number,
        phone=row.guardian_phone,
    )
    return Pupil(line=row.row, person=person, guardian=guardian or None)
