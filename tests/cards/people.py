"""People who ask for a card, as they fill in the form, and librarians who give it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards import approving, issuing
from portal.cards.acting import Clerk
from portal.cards.applications import Application, Guardian, Person
from portal.cards.links import status_of
from portal.cards.models import Borrower, CardNumber
from portal.cards.proving import Proof
from portal.cards.registering import register
from portal.cards.words import Consented, Consenter, Document, Gender, Relation
from portal.libraries.models import Library
from portal.mail.contents import Contents
from portal.mail.models import Letter
from portal.roles import Role
from tests import make
from tests.conftest import SEALING_KEY

_next = count(1)

ADULT = frozenset({(Consented.RULES, Consenter.SELF)})
CHILD = frozenset({(Consented.RULES, Consenter.GUARDIAN), (Consented.DATA, Consenter.GUARDIAN)})


def cccd(birthday: date, gender: Gender = Gender.FEMALE, serial: int | None = None) -> str:
    """A number that could be somebody's: registered in Hà Nội, of this century, sex and year."""
    century = (birthday.year // 100 - 19) * 2 + (gender is Gender.FEMALE)
    serial = next(_next) if serial is None else serial
    return f"001{century}{birthday.year % 100:02d}{serial:06d}"


def adult(at: Library, **fields: Any) -> Application:
    """Nguyễn Thị Lan, 36, with an address of her own."""
    birthday = fields.setdefault("birthday", date(1990, 3, 14))
    gender = fields.setdefault("gender", Gender.FEMALE)
    fields.setdefault("full_name", "Nguyễn Thị Lan")
    fields.setdefault("document", Document.CCCD)
    fields.setdefault("number", cccd(birthday, gender))
    fields.setdefault("email", f"lan-{next(_next)}@example.vn")
    person = Person(**fields)
    return Application(person=person, library_id=at.id, kind="ban-doc", agreed=ADULT)


def child(at: Library, **fields: Any) -> Application:
    """Trần Minh Khôi, born in 2017, registered by his mother."""
    fields.setdefault("birthday", date(2017, 9, 1))
    fields.setdefault("gender", Gender.MALE)
    fields.setdefault("full_name", "Trần Minh Khôi")
    fields.setdefault("email", f"me-{next(_next)}@example.vn")
    return Application(
        person=Person(**fields),
        guardian=Guardian(
            full_name="Lê Thu Hà",
            relation=Relation.MOTHER,
            number=cccd(date(1988, 1, 5)),
            phone=f"09{next(_next):08d}",
        ),
        library_id=at.id,
        kind="thieu-nhi",
        agreed=CHILD,
    )


def by_phone(application: Application, phone: str | None = None) -> Application:
    """The same without e-mail."""
    phone = phone or f"09{next(_next):08d}"
    return replace(application, person=replace(application.person, email="", phone=phone))


def clerk(
    session: Session, at: Library | None, name: str = "Thủ thư Hà", role: Role = Role.LIBRARIAN
) -> Clerk:
    account = make.account(session, name, role, at=at)
    session.flush()
    return Clerk(account.id, name, role, at.id if at else None)


def registered(session: Session, application: Application) -> Borrower:
    """The row that a registration made."""
    received = register(session, application)
    link = status_of(session, received.status_token)
    assert link.borrower_id is not None, "it was a duplicate"
    return session.get_one(Borrower, link.borrower_id)


def waiting(session: Session, at: Library, **fields: Any) -> Borrower:
    """A grown-up whose registration waits at the desk."""
    return registered(session, by_phone(adult(at, **fields)))


def provisional(session: Session, by: Clerk, at: Library, **fields: Any) -> Borrower:
    row = waiting(session, at, **fields)
    approving.approve(session, by, row.id, seen=row.version)
    return row


def active(session: Session, by: Clerk, at: Library, **fields: Any) -> Borrower:
    row = provisional(session, by, at, **fields)
    issuing.see_document(session, by, row.id, seen=row.version)
    return row


def proof_of(session: Session, row: Borrower) -> Proof:
    """What whoever has the card in their hand shows."""
    mine = select(CardNumber.number).where(CardNumber.borrower_id == row.id)
    return Proof(session.scalar(mine) or "", row.birthday)


def letters(session: Session, kind: str | None = None) -> list[Contents]:
    """What was posted, the oldest first."""
    rows = session.query(Letter).order_by(Letter.id)
    found = [row for row in rows if row.contents and kind in (None, row.kind)]
    return [Contents.opened(row.contents, SEALING_KEY) for row in found if row.contents]


def token_of(session: Session, kind: str) -> str:
    """The token in the newest letter of a kind."""
    return str(letters(session, kind)[-1].values["token"])
