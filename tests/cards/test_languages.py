"""Every letter in the language its reader chose, wherever they chose it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards import blocking, details, own
from portal.cards.acting import Clerk
from portal.cards.models import Borrower
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests.cards import people
from tests.cards.readers import account_of, browser_of, confirmed, fresh, hidden, lent

pytestmark = pytest.mark.both_databases


def family(session: Session, library: Library) -> tuple[Borrower, Borrower]:
    """A parent and a child with one account."""
    parent = confirmed(
        session, people.adult(library, full_name="Lê Thu Hà", email="nha@example.vn")
    )
    child = confirmed(session, people.child(library, email="nha@example.vn"))
    assert child.account_id == parent.account_id
    return parent, child


def test_chosen_in_the_account_it_is_that_of_every_card(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    stranger = lent(session, ha, library)
    parent, child = family(session, library)
    client = browser_of(app, session, parent)
    client.send("/tai-khoan/ngon-ngu-thu", "/tai-khoan", locale="en")
    session.expire_all()
    for row in (parent, child, stranger):
        blocking.block(session, ha, row.id, seen=row.version, reason="Nợ sách")
    told = select(Letter.locale).where(Letter.kind == "card_blocked").order_by(Letter.id)
    assert session.scalars(told).all() == ["en", "en", "vi"]


def test_chosen_with_ones_own_card_it_is_that_of_the_account(
    app: Flask, session: Session, library: Library
) -> None:
    parent, child = family(session, library)
    client, at = browser_of(app, session, parent), f"/the/{parent.id}/thong-tin"
    fields = {"locale": "en", "commune_code": "", "phone": "0912345678"}
    client.post(at, data={**hidden(client.get(at).text), **fields})
    assert fresh(session, parent).locale == "en"
    assert account_of(session, parent).locale == "en"
    assert fresh(session, child).locale == "en"


def test_so_it_is_at_the_desk(session: Session, library: Library, ha: Clerk) -> None:
    row = lent(session, ha, library)
    details.edit_here(session, ha, row.id, {"locale": "en"}, seen=row.version)
    assert account_of(session, row).locale == "en"


def test_of_a_childs_card_it_is_that_of_letters_about_it(
    session: Session, library: Library
) -> None:
    parent, child = family(session, library)
    account = account_of(session, child)
    own.edit_own(session, account.id, child.id, {"locale": "en"}, seen=child.version)
    assert (child.locale, parent.locale, account.locale) == ("en", "vi", "vi")
