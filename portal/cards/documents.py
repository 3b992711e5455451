"""The numbers of documents as the database has them: sealed, with a hash to find them by."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from portal.cards.identity import identity_key
from portal.cards.models import Borrower
from portal.cards.words import Document
from portal.db import sealing_key
from portal.sealing import keyed_hash, open_sealed, seal

OWN, GUARDIAN = "borrower.id", "borrower.guardian_id"


def own_columns(
    session: Session, kind: Document | None, number: str, school: str | None
) -> dict[str, Any]:
    """The columns of the reader's own document; without a number all are None."""
    return _columns(session, "id", OWN, kind, number, school)


def guardian_columns(session: Session, kind: Document | None, number: str) -> dict[str, Any]:
    return _columns(session, "guardian_id", GUARDIAN, kind, number, None)


def document_hash(
    session: Session, kind: Document, number: str, school: str | None = None
) -> bytes:
    """What `id_hash` holds for a reader's own document."""
    return keyed_hash(identity_key(kind, number, school), sealing_key(session), purpose=OWN)


def own_number(session: Session, row: Borrower) -> str | None:
    return _opened(session, row.id_sealed, OWN)


def guardian_number(session: Session, row: Borrower) -> str | None:
    return _opened(session, row.guardian_id_sealed, GUARDIAN)


def masked(number: str) -> str:
    """For showing which document it is without telling it: the last three characters."""
    return "•" * max(len(number) - 3, 0) + number[-3:]


def _columns(
    session: Session,
    name: str,
    purpose: str,
    kind: Document | None,
    number: str,
    school: str | None,
) -> dict[str, Any]:
    if kind is None or not number:
        return {f"{name}_kind": None, f"{name}_sealed": None, f"{name}_hash": None}
    key = sealing_key(session)
    return {
        f"{name}_kind": kind,
        f"{name}_sealed": seal(number, key, purpose=purpose),
        f"{name}_hash": keyed_hash(identity_key(kind, number, school), key, purpose=purpose),
    }


def _opened(session: Session, sealed: bytes | None, purpose: str) -> str | None:
    return None if sealed is None else open_sealed(sealed, sealing_key(session), purpose=purpose)
