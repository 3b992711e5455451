"""A database with something of all that is sealed or keyed, and what of it is under a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyotp
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import guesses, second_factor
from portal.accounts.models import Account
from portal.cards import issuing
from portal.cards.acting import Clerk
from portal.cards.applications import Application
from portal.cards.documents import guardian_number, own_number
from portal.cards.words import Document
from portal.clock import now
from portal.db import Base
from portal.libraries.models import Library
from portal.mail import post
from portal.mail.models import Letter
from tests import make
from tests.cards import people

NEXT = "the key that follows, at random and long enough"

SEALED = {
    "borrower.id_sealed": "borrower.id",
    "borrower.guardian_id_sealed": "borrower.guardian_id",
    "letter.contents": "letter.contents",
    "second_factor.secret": "second_factor.secret.{account_id}",
}
KEYED = {
    "borrower.id_hash", "borrower.guardian_id_hash", "card_claim.key", "recovery_code.code_hash",
    "guesses.key",
}  # fmt: skip
PLAIN = {
    "account_link.token_hash", "card_confirmation.token_hash", "card_status_link.token_hash",
    "class_list.status_hash", "device.token_hash",  # of tokens at random
    "agent.sort_order", "record.title_order", "subject.sort_order", "source_record.digest",
    "source_record.raw", "card_portrait.jpeg",
}  # fmt: skip
"""Made without the key."""


@dataclass
class There:
    """Who is there before the key changes. `lan` and `khoi` as they registered."""

    lan: Application
    khoi: Application
    binh: Application
    numbers: Mapping[int, tuple[str | None, str | None]]
    staff: int
    secret: str


def everything(session: Session, library: Library, ha: Clerk) -> There:
    """A grown-up, a pupil with a guardian, somebody without e-mail; staff with a second factor,
    and somebody who only began one; letters of every sort; a count of guesses.
    """
    lan, binh = people.adult(library), people.by_phone(people.adult(library, full_name="Lê Bình"))
    khoi = people.child(library, document=Document.PUPIL, number="HS-0117", school="Tiểu học Mẫu")
    rows = [people.registered(session, one) for one in (lan, khoi, binh)]
    issuing_row = people.provisional(session, ha, library, full_name="Phạm Thu")
    issuing.see_document(session, ha, issuing_row.id, seen=issuing_row.version)
    rows.append(issuing_row)
    secret = _second_factor(session, ha.account_id)
    second_factor.begin(session, make.account(session, "Hoa").id)
    guesses.take(session, guesses.key_of(session, "account", "lan"), guesses.Pace(8, 900))
    for _ in range(2):
        post(session, "trial", to="lan@example.vn", locale="vi", values={"day": date(2026, 4, 21)})
    session.flush()
    given_up = session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    given_up.due_at, given_up.failed_at, given_up.trouble = None, now(), "550"
    session.commit()
    return There(
        lan,
        khoi,
        binh,
        {row.id: (own_number(session, row), guardian_number(session, row)) for row in rows},
        ha.account_id,
        secret,
    )


def _second_factor(session: Session, account_id: int) -> str:
    second_factor.begin(session, account_id)
    secret = second_factor.secret_begun(session, account_id)
    assert secret
    account = session.get_one(Account, account_id)
    second_factor.confirm(session, account, pyotp.TOTP(secret).at(now()))
    return secret


def hashes(session: Session) -> set[bytes]:
    found: set[bytes] = set()
    for name in KEYED:
        table, column = name.split(".")
        asked = sa.select(Base.metadata.tables[table].c[column])
        found |= {bytes(one) for one in session.scalars(asked) if one is not None}
    return found


def sealed(session: Session) -> list[tuple[bytes, str]]:
    found = []
    for name, purpose in SEALED.items():
        table, column = name.split(".")
        for row in session.execute(sa.select(Base.metadata.tables[table])).mappings():
            if row[column] is not None:
                found.append((bytes(row[column]), purpose.format(**row)))
    return found
