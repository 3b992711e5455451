"""What somebody fills in to get a card, and what can be wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from portal.cards.ages import bad_birthday, is_child
from portal.cards.agreeing import Agreed
from portal.cards.identity import bad_number, is_cccd, plain_number
from portal.cards.kinds import Kind
from portal.cards.policies import Policy
from portal.cards.refusals import Problem
from portal.cards.words import Consented, Consenter, Document, Gender, Relation
from portal.libraries.places import communes
from portal.mail.addresses import BadAddress, address_of
from portal.vietnamese import normalise

LENGTHS: Final = {
    "full_name": 200, "occupation": 200, "school": 200, "class_name": 50, "address": 300,
    "email": 254,
}  # fmt: skip
LONGEST_NUMBER: Final = 30  # of any document
_PHONE: Final = re.compile(r"0\d{9,10}|\+\d{8,14}")
_PHONE_GAPS: Final = re.compile(r"[\s.()\-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Whom the card is for. Without a document: it is shown, and noted, at the desk."""

    full_name: str
    birthday: date
    gender: Gender = Gender.UNSAID
    document: Document | None = None
    number: str = ""
    occupation: str = ""
    school: str = ""
    class_name: str = ""
    address: str = ""
    commune_code: str = ""
    phone: str = ""
    email: str = ""  # for a child, the guardian's


@dataclass(frozen=True, kw_only=True, slots=True)
class Guardian:
    full_name: str
    relation: Relation
    number: str
    document: Document = Document.CCCD
    phone: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Application:
    """One registration. `kind` is the code of a card kind; `agreed` what was ticked, by whom."""

    person: Person
    library_id: int
    kind: str
    guardian: Guardian | None = None
    agreed: frozenset[Agreed] = frozenset()
    locale: str = "vi"


def tidied(application: Application) -> Application:
    """The same with every text as it is kept: no stray spaces, numbers without gaps."""
    person, guardian = application.person, application.guardian
    return replace(
        application,
        person=replace(
            person,
            full_name=normalise(person.full_name),
            number=plain_number(person.number),
            occupation=normalise(person.occupation),
            school=normalise(person.school),
            class_name=normalise(person.class_name),
            address=normalise(person.address),
            phone=plain_phone(person.phone),
            email=normalise(person.email).lower(),
        ),
        guardian=guardian
        and replace(
            guardian,
            full_name=normalise(guardian.full_name),
            phone=plain_phone(guardian.phone),
            number=plain_number(guardian.number),
        ),
    )


def plain_phone(text: str) -> str:
    """A telephone number as it is compared: `0912345678`, abroad `+33…`."""
    digits = _PHONE_GAPS.sub("", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    return "0" + digits[3:] if digits.startswith("+84") else digits


def problems(
    application: Application,
    kind: Kind | None,
    policy: Policy,
    today: date,
    *,
    by_school: bool = False,
) -> tuple[Problem, ...]:
    """Everything wrong with a tidied application, in the order of the form.

    by_school: a pupil of a class list, whose guardian and address the school knows.
    """
    person = application.person
    if problem := bad_birthday(person.birthday, today):
        return (*_texts(person), Problem("birthday", problem))
    child = is_child(person.birthday, today, policy.adult_age)
    return (
        *_texts(person),
        *_kind(kind, person.birthday, today, child),
        *_document(person, kind, optional=child or by_school),
        *(() if by_school else _contact(application, kind, child)),
        *(_guardian(application.guardian) if child and not by_school else ()),
        *_agreed(application.agreed, child),
    )


def _texts(person: Person) -> Iterator[Problem]:
    if not is_name(person.full_name):
        yield Problem("full_name", "missing" if not person.full_name else "shape")
    for field, longest in LENGTHS.items():
        if len(getattr(person, field)) > longest:
            yield Problem(field, "too_long")
    if person.commune_code and person.commune_code not in communes():
        yield Problem("commune_code", "unknown")


def is_name(text: str) -> bool:
    """Whether a text can be somebody's name: letters, and no digits."""
    return sum(map(str.isalpha, text)) >= 2 and not any(map(str.isdigit, text))


def is_phone(text: str) -> bool:
    """Whether a number, as `plain_phone` writes it, can be called."""
    return _PHONE.fullmatch(text) is not None


def is_email(text: str) -> bool:
    try:
        address_of(text)
    except BadAddress:
        return False
    return True


def _kind(kind: Kind | None, birthday: date, today: date, child: bool) -> Iterator[Problem]:
    if kind is None or not kind.offered:
        yield Problem("kind", "unknown")
    elif not kind.suits(birthday, today, child=child):
        yield Problem("kind", "age")


def _document(person: Person, kind: Kind | None, *, optional: bool) -> Iterator[Problem]:
    if person.document is None:
        return
    if not person.number:
        if not optional:
            yield Problem("number", "missing")
    elif kind is not None and person.document not in kind.documents:
        yield Problem("document", "not_accepted")
    elif problem := bad_number(person.document, person.number, person.birthday, person.gender):
        yield Problem("number", problem)


def _contact(application: Application, kind: Kind | None, child: bool) -> Iterator[Problem]:
    person, guardian = application.person, application.guardian
    phone = (guardian.phone if child and guardian else "") or person.phone
    if person.email and not is_email(person.email):
        yield Problem("email", "shape")
    if person.phone and not is_phone(person.phone):
        yield Problem("phone", "shape")
    if not person.email and (not phone or (kind is not None and kind.email_needed)):
        yield Problem("email", "missing")
    if not phone and kind is not None and kind.phone_needed:
        yield Problem("phone", "missing")


def _guardian(guardian: Guardian | None) -> Iterator[Problem]:
    if guardian is None:
        yield Problem("guardian", "missing")
        return
    if not is_name(guardian.full_name) or len(guardian.full_name) > LENGTHS["full_name"]:
        yield Problem("guardian_name", "shape" if guardian.full_name else "missing")
    if guardian.document is Document.PUPIL:
        yield Problem("guardian_document", "not_accepted")
    elif not guardian.number:
        yield Problem("guardian_number", "missing")
    elif guardian.document is Document.CCCD and not is_cccd(guardian.number):
        yield Problem("guardian_number", "shape")
    elif len(guardian.number) > LONGEST_NUMBER:
        yield Problem("guardian_number", "too_long")
    if not is_phone(guardian.phone):
        yield Problem("guardian_phone", "shape" if guardian.phone else "missing")


def _agreed(agreed: frozenset[Agreed], child: bool) -> Iterator[Problem]:
    by = {Consenter.SCHOOL, Consenter.GUARDIAN if child else Consenter.SELF}
    needed = (Consented.RULES, Consented.DATA) if child else (Consented.RULES,)
    for what in needed:
        if not any((what, one) in agreed for one in by):
            yield Problem(f"agreed_{what}", "missing")
