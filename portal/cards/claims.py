"""What may exist only once, and who has it: a document, an e-mail, a phone with a birthday.

A grown-up is claimed by the e-mail alone; children share their parent's, and twins a birthday, so a
child is claimed by address, birthday and name together. The primary key of the table decides
between two who come at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, insert, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards.applications import Application
from portal.cards.batching import batches
from portal.cards.documents import OWN, own_number
from portal.cards.identity import identity_key, name_key
from portal.cards.models import Borrower, Claim
from portal.cards.states import LIVING
from portal.cards.words import Document
from portal.db import sealing_key
from portal.sealing import keyed_hash

Key = tuple[str, bytes]  # (kind, keyed hash)

DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Said:
    """What is claimed, in clear: it is stored as a keyed hash only."""

    kind: str
    text: str

    def key(self, secret: str) -> Key:
        # A document's is the hash that stands with the borrower.
        purpose = OWN if self.kind == DOCUMENT else f"claim.{self.kind}"
        return self.kind, keyed_hash(self.text, secret, purpose=purpose)


def said(
    *,
    full_name: str,
    birthday: date,
    child: bool,
    document: Document | None,
    number: str,
    school: str,
    email: str,
    phones: Iterable[str],
) -> set[Said]:
    """The claims of somebody."""
    whose = f"{birthday}|{name_key(full_name)}"
    found = set()
    if document is not None and number:
        found.add(Said(DOCUMENT, identity_key(document, number, school)))
    if email:
        found.add(Said("email", f"{email}|{whose}" if child else email))
    for phone in filter(None, phones):
        found.add(Said("phone", f"{phone}|{whose if child else birthday}"))
    if child and school:
        found.add(Said("pupil", f"{name_key(school)}|{whose}"))
    return found


def said_of(row: Borrower, number: str, *, child: bool) -> set[Said]:
    """The claims of a borrower as it is stored. number: of the document, opened."""
    if row.full_name is None or row.birthday is None:
        return set()
    return said(
        full_name=row.full_name,
        birthday=row.birthday,
        child=child or row.guardian_name is not None,
        document=row.id_kind,
        number=number,
        school=row.school or "",
        email=row.email or "",
        phones=(row.phone or "", row.guardian_phone or ""),
    )


def keys_applied(session: Session, application: Application, *, child: bool) -> list[Key]:
    """The claims of somebody who asks for a card."""
    person, guardian = application.person, application.guardian
    return _keys(
        session,
        said(
            full_name=person.full_name,
            birthday=person.birthday,
            child=child,
            document=person.document,
            number=person.number,
            school=person.school,
            email=person.email,
            phones=(person.phone, guardian.phone if child and guardian else ""),
        ),
    )


def keys_of(session: Session, row: Borrower, *, child: bool) -> list[Key]:
    """The claims of a borrower."""
    return _keys(session, said_of(row, own_number(session, row) or "", child=child))


def _keys(session: Session, claimed: Iterable[Said]) -> list[Key]:
    """In the order in which everybody takes them (no deadlock)."""
    secret = sealing_key(session)
    return sorted(one.key(secret) for one in claimed)


def take(session: Session, borrower_id: int, wanted: Iterable[Key]) -> None:
    """Raises IntegrityError where another has one of them."""
    rows = [{"kind": kind, "key": key, "borrower_id": borrower_id} for kind, key in wanted]
    if rows:
        session.execute(insert(Claim).values(rows))  # in one statement, in their order


def release(session: Session, borrower_id: int) -> None:
    """Somebody who is gone may come again."""
    session.execute(delete(Claim).where(Claim.borrower_id == borrower_id))


def retake(session: Session, row: Borrower, *, child: bool) -> list[int]:
    """Claim anew after a change; who stands in the way, and then nothing is claimed."""
    wanted = keys_of(session, row, child=child)
    try:
        with session.begin_nested():
            release(session, row.id)
            take(session, row.id, wanted)
    except IntegrityError:
        return [one for one in holders(session, wanted) if one != row.id]
    return []


def holders_by_key(session: Session, wanted: Collection[Key]) -> Mapping[Key, int]:
    """Who has which of many claims."""
    found: dict[Key, int] = {}
    for some in batches(sorted(wanted)):
        query = select(Claim).where(tuple_(Claim.kind, Claim.key).in_(some))
        found |= {(one.kind, one.key): one.borrower_id for one in session.scalars(query)}
    return found


def holders_by_email(session: Session, emails: Collection[str]) -> Mapping[str, set[int]]:
    """Grown-ups whose account has one of some addresses."""
    found: dict[str, set[int]] = {}
    for some in batches(sorted(emails)):
        query = _with_account().where(Account.email.in_(some)).add_columns(Account.email)
        for borrower_id, email in session.execute(query):
            found.setdefault(email, set()).add(borrower_id)
    return found


def holders(session: Session, wanted: list[Key]) -> list[int]:
    """Borrowers who have any of some claims."""
    query = select(Claim.borrower_id).where(tuple_(Claim.kind, Claim.key).in_(wanted))
    return sorted(set(session.scalars(query)))


def contacts_taken(session: Session, application: Application) -> frozenset[str]:
    """ "email", "phone": which of a grown-up's another has, where their document is nobody's."""
    wanted = keys_applied(session, application, child=False)
    kinds = {kind for kind, _key in holders_by_key(session, wanted)}
    if by_account(session, application.person.email):
        kinds.add("email")
    return frozenset() if DOCUMENT in kinds else frozenset(kinds)


def by_account(session: Session, email: str) -> list[int]:
    """Grown-ups whose account has this e-mail by now, whatever they registered with."""
    return sorted(session.scalars(_with_account().where(Account.email == email)))


def _with_account() -> Select[Any]:
    return (
        select(Borrower.id)
        .join(Account, Account.id == Borrower.account_id)
        .where(Borrower.guardian_name.is_(None), Borrower.state.in_(LIVING))
    )
