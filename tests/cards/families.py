"""A mother who keeps her children's cards, one of whom comes of age with the new year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.passwords import hashed
from portal.cards.models import Borrower
from portal.clock import today
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.readers import PASSWORD, account_of, confirmed

KHOI, AN, DANG = "Trần Minh Khôi", "Trần Thu An", "Trần Hải Đăng"
MOTHER = "me@example.vn"

SIXTEEN_SOON = date(today().year - 16, 12, 31)
NEXT_YEAR = datetime.combine(date(today().year + 1, 1, 2), time(3), UTC)


def child(session: Session, at: Library, name: str = KHOI, **fields: Any) -> Borrower:
    """With a provisional card, on the account of the mother, who signs in with `PASSWORD`."""
    row = confirmed(session, people.child(at, full_name=name, email=MOTHER, **fields))
    account_of(session, row).password_hash = hashed(PASSWORD)
    return row


def grown(session: Session, at: Library, **fields: Any) -> Borrower:
    """A child still, and of age in `NEXT_YEAR`."""
    return child(session, at, DANG, birthday=SIXTEEN_SOON, **fields)
