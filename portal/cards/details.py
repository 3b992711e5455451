"""Changing what is known of somebody: contacts by themselves, identity only at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.changes import choose_locale
from portal.cards import claims, keepers
from portal.cards.acting import Actor, Clerk
from portal.cards.ages import bad_birthday
from portal.cards.applications import LENGTHS, is_name, is_phone, plain_phone
from portal.cards.documents import guardian_columns, own_columns, own_number
from portal.cards.identity import bad_number, name_key, plain_number
from portal.cards.models import Borrower
from portal.cards.moving import grown_up, move
from portal.cards.reach import for_act
from portal.cards.refusals import BadApplication, Duplicate, NothingNew, Problem
from portal.cards.states import Act
from portal.cards.words import Document, Gender, Relation
from portal.clock import today
from portal.libraries.places import communes
from portal.vietnamese import normalise

EDITABLE = (
    "occupation", "school", "class_name", "address", "commune_code", "phone", "guardian_phone",
    "locale",
)  # fmt: skip
"""What readers change by themselves. The address of mails is changed with the account."""

_PHONES = frozenset({"phone", "guardian_phone"})


def edit(
    session: Session, row: Borrower, actor: Actor, changes: Mapping[str, str], *, seen: int
) -> None:
    """Change some of `EDITABLE`. Raises BadApplication, NothingNew, Duplicate, what `move` refuses.

    A telephone number that another has with the same birthday is refused here as it is at
    registration; the reader is told only that it cannot be taken. The language is that of all
    letters to who signs for themselves: of a child's card, of those about it.
    """
    values = {name: _plain(name, text) or None for name, text in changes.items()}
    if bad := tuple(Problem(name, why) for name in values if (why := _bad(name, values[name]))):
        raise BadApplication(bad)
    values = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not values:
        raise NothingNew
    if not any(values.get(name, getattr(row, name)) for name in ("email", *_PHONES)):
        raise BadApplication((Problem("phone", "missing"),))  # nobody could reach them any more
    changed = ", ".join(sorted(values))
    if "school" in values and row.id_kind is Document.PUPIL:  # whose number it is one of
        number = own_number(session, row) or ""
        values |= own_columns(session, row.id_kind, number, values["school"])
    if "locale" in values:
        keepers.hold(session, row.id)
    move(session, row, Act.EDIT, actor, seen=seen, why=changed, values=values)
    if values.keys() & {*_PHONES, "school"}:
        _claim(session, row)
    account = keepers.account_of(session, row)
    if "locale" in values and account is not None and row.guardian_name is None:
        choose_locale(session, account, row.locale)


def edit_here(
    session: Session, clerk: Clerk, borrower_id: int, changes: Mapping[str, str], *, seen: int
) -> None:
    """The same at the desk, for a reader who stands before it. Raises NoSuchBorrower, NotYours."""
    row = for_act(session, clerk, borrower_id, Act.EDIT)
    edit(session, row, clerk.at(row.library_id), changes, seen=seen)


def correct(
    session: Session,
    clerk: Clerk,
    borrower_id: int,
    *,
    seen: int,
    full_name: str | None = None,
    birthday: date | None = None,
    gender: Gender | None = None,
    document: Document | None = None,
    number: str | None = None,
) -> None:
    """Put right who somebody is, with the document on the desk; None leaves as it is.

    Raises NoSuchBorrower, NotYours, BadApplication, NothingNew, Duplicate, what `move` refuses.
    """
    row = for_act(session, clerk, borrower_id, Act.CORRECT)
    name = normalise(full_name or row.full_name or "")
    born = birthday or row.birthday or today()
    sex = gender or row.gender or Gender.UNSAID
    kind = document or row.id_kind
    digits = plain_number(number if number is not None else own_number(session, row) or "")
    _check(name, born, sex, kind, digits)
    values: dict[str, Any] = {
        "full_name": name, "name_key": name_key(name), "birthday": born, "gender": sex,
    }  # fmt: skip
    values = {key: value for key, value in values.items() if getattr(row, key) != value}
    if number is not None or document is not None:
        values |= own_columns(session, kind, digits, row.school)
    _corrected(session, row, clerk, values, seen)


def correct_guardian(
    session: Session,
    clerk: Clerk,
    borrower_id: int,
    *,
    seen: int,
    full_name: str,
    relation: Relation,
    document: Document,
    number: str,
) -> None:
    """Put right who signs for a child. Raises as `correct`."""
    row = for_act(session, clerk, borrower_id, Act.CORRECT)
    name = normalise(full_name)
    if not is_name(name):
        raise BadApplication((Problem("guardian_name", "shape"),))
    values = {
        "guardian_name": name,
        "guardian_relation": relation,
        **guardian_columns(session, document, plain_number(number)),
    }
    _corrected(session, row, clerk, values, seen)


def _corrected(
    session: Session, row: Borrower, clerk: Clerk, values: dict[str, Any], seen: int
) -> None:
    if not values:
        raise NothingNew
    fields = sorted(name for name in values if not name.endswith(("_sealed", "_hash", "_key")))
    actor = clerk.at(row.library_id)
    move(session, row, Act.CORRECT, actor, seen=seen, why=", ".join(fields), values=values)
    _claim(session, row)


def _claim(session: Session, row: Borrower) -> None:
    if others := claims.retake(session, row, child=not grown_up(session, row)):
        raise Duplicate(tuple(others))


def _check(name: str, born: date, gender: Gender, document: Document | None, number: str) -> None:
    if not is_name(name):
        raise BadApplication((Problem("full_name", "shape"),))
    if problem := bad_birthday(born, today()):
        raise BadApplication((Problem("birthday", problem),))
    if document is not None and number and (wrong := bad_number(document, number, born, gender)):
        raise BadApplication((Problem("number", wrong),))


def _plain(name: str, text: str) -> str:
    return plain_phone(text) if name in _PHONES else normalise(text)


def _bad(name: str, value: str | None) -> str | None:
    """What is wrong with the new value of a field, if anything."""
    if name not in EDITABLE:
        return "not_yours"
    if value is None:
        return "missing" if name == "locale" else None
    if name in _PHONES:
        return None if is_phone(value) else "shape"
    if name == "commune_code":
        return None if value in communes() else "unknown"
    return "too_long" if len(value) > LENGTHS.get(name, 5) else None
