"""All that is kept of somebody, for themselves: plain values that become JSON."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards.documents import guardian_number, own_number
from portal.cards.merging import came_from, history
from portal.cards.models import Borrower, CardNumber, Consent, Look
from portal.cards.moving import state_of
from portal.cards.own import changing
from portal.cards.portraits import portrait
from portal.libraries.models import Library

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
    ids = came_from(session, borrower_id)
    libraries = {one.id: one.name for one in session.scalars(select(Library))}
    return {
        **{name: _plain(getattr(row, name)) for name in _PLAIN},
        "state": state_of(row).value,
        "library": libraries[row.library_id],
        "id_number": own_number(session, row),
        "guardian_id_number": guardian_number(session, row),
        "photo": _picture(portrait(session, borrower_id)),
        "numbers": _numbers(session, ids),
        "consents": _consents(session, row),
        "events": [
            {
                "at": _plain(event.at),
                "act": event.act.value,
                "by": event.who.value,
                "library": libraries[event.library_id],
                "why": event.why,
            }
            for event in history(session, borrower_id)
        ],
        "looks": [
            {"at": _plain(look.at), "library": libraries.get(look.library_id or 0)}
            for look in session.scalars(
                select(Look).where(Look.borrower_id.in_(ids)).order_by(Look.id)
            )
        ],
    }


def _numbers(session: Session, borrower_ids: list[int]) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(CardNumber)
        .where(CardNumber.borrower_id.in_(borrower_ids))
        .order_by(CardNumber.issued_at)
    )
    return [
        {
            "number": one.number,
            "issued_at": _plain(one.issued_at),
            "dead_at": _plain(one.dead_at),
            "why": _plain(one.why),
        }
        for one in rows
    ]


def _consents(session: Session, row: Borrower) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Consent).where(Consent.borrower_id == row.id).order_by(Consent.id)
    )
    return [
        {
            "what": one.what.value,
            "by": one.by.value,
            "text_version": one.text_version,
            "at": _plain(one.at),
            "withdrawn_at": _plain(one.withdrawn_at),
        }
        for one in rows
    ]


def _picture(jpeg: bytes | None) -> str | None:
    """As an address that any browser shows."""
    return "data:image/jpeg;base64," + b64encode(jpeg).decode("ascii") if jpeg else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
