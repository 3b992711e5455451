"""All that is kept of somebody, for themselves: plain values that become JSON."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.accounts.following import keeps
from portal.accounts.models import Account
from portal.cards.documents import guardian_number, own_number
from portal.cards.merging import came_from_each
from portal.cards.models import Borrower, CardEvent, CardNumber, Consent, Look
from portal.cards.moving import state_of
from portal.cards.own import changing, rows_to_read
from portal.cards.portraits import portraits
from portal.libraries.models import Library

Row = TypeVar("Row", CardNumber, Consent, CardEvent, Look)

_PLAIN = (
    "full_name", "birthday", "gender", "occupation", "school", "class_name", "address",
    "commune_code", "phone", "email", "email_confirmed_at", "id_kind", "guardian_name",
    "guardian_relation", "guardian_id_kind", "guardian_phone", "locale", "kind", "reason", "answer",
    "provisional_until", "valid_until", "reminded_of", "created_at",
)  # fmt: skip


def export(session: Session, account_id: int, borrower_id: int) -> dict[str, Any]:
    """Everything about one reader; days and moments as ISO 8601. Raises NoSuchBorrower, OfAge.

    Who of the staff did or looked at something is the library's to answer for: it is named, the
    librarian is not.
    """
    row, _reader = changing(session, account_id, borrower_id)
    return _told(session, [row], _libraries(session))[0]


@keeps("cards")
def export_all(session: Session, account: Account) -> dict[str, Any]:
    """Everything about everybody whose card an account keeps, in as many queries as about one.

    of_age: of children who came of age by now nothing but whose card it is.
    """
    rows, grown = rows_to_read(session, account.id)
    libraries = _libraries(session)
    return {
        "kept": _told(session, rows, libraries),
        "of_age": [
            {"full_name": row.full_name, "library": libraries[row.library_id]} for row in grown
        ],
    }


def _told(
    session: Session, rows: Sequence[Borrower], libraries: Mapping[int, str]
) -> list[dict[str, Any]]:
    """With what was known of those who were merged into them."""
    leads = {
        one: into
        for into, all_of_it in came_from_each(session, [row.id for row in rows]).items()
        for one in all_of_it
    }
    photos = portraits(session, [row.id for row in rows])
    numbers = _each(session, CardNumber, leads, CardNumber.issued_at, CardNumber.number)
    consents = _each(session, Consent, leads, Consent.at, Consent.id)
    events = _each(session, CardEvent, leads, CardEvent.at.desc(), CardEvent.id.desc())
    looks = _each(session, Look, leads, Look.id)
    return [
        {
            **{name: _plain(getattr(row, name)) for name in _PLAIN},
            "state": state_of(row).value,
            "library": libraries[row.library_id],
            "id_number": own_number(session, row),
            "guardian_id_number": guardian_number(session, row),
            "photo": _picture(photos.get(row.id)),
            "numbers": [_number(one) for one in numbers[row.id]],
            "consents": [_consent(one) for one in consents[row.id]],
            "events": [_event(one, libraries) for one in events[row.id]],
            "looks": [
                {"at": _plain(one.at), "library": libraries.get(one.library_id or 0)}
                for one in looks[row.id]
            ],
        }
        for row in rows
    ]


def _each(
    session: Session, table: type[Row], leads: Mapping[int, int], *order: ColumnElement[Any] | Any
) -> Mapping[int, list[Row]]:
    """Borrower → its rows of a table. leads: from whom they hang on to whose they are now."""
    found: dict[int, list[Row]] = {into: [] for into in leads.values()}
    for one in session.scalars(select(table).where(table.borrower_id.in_(leads)).order_by(*order)):
        found[leads[one.borrower_id]].append(one)
    return found


def _libraries(session: Session) -> dict[int, str]:
    return {one.id: one.name for one in session.execute(select(Library.id, Library.name))}


def _number(one: CardNumber) -> dict[str, Any]:
    return {
        "number": one.number,
        "issued_at": _plain(one.issued_at),
        "dead_at": _plain(one.dead_at),
        "why": _plain(one.why),
    }


def _consent(one: Consent) -> dict[str, Any]:
    return {
        "what": one.what.value,
        "by": one.by.value,
        "text_version": one.text_version,
        "at": _plain(one.at),
        "withdrawn_at": _plain(one.withdrawn_at),
    }


def _event(one: CardEvent, libraries: Mapping[int, str]) -> dict[str, Any]:
    return {
        "at": _plain(one.at),
        "act": one.act.value,
        "by": one.who.value,
        "library": libraries[one.library_id],
        "why": one.why,
    }


def _picture(jpeg: bytes | None) -> str | None:
    """As an address that any browser shows."""
    return "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii") if jpeg else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
