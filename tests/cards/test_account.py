"""The account a card is managed from: closed, given a new address, taken by nobody else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.changes import close_own
from portal.accounts.service import close_account
from portal.cards import blocking, keepers, own
from portal.cards.acting import Clerk
from portal.cards.own import CardsKept
from portal.libraries.models import Library
from tests.cards.readers import PASSWORD, account_of, browser_of, fresh, lent


def test_an_account_with_a_card_is_not_closed(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    """The page says what to do first, and nothing is lost."""
    row = lent(session, ha, library)
    client = browser_of(app, session, row)
    assert 'href="/the"' in client.get("/tai-khoan/dong").text
    refused = client.send("/tai-khoan/dong", current=PASSWORD)
    assert refused.status_code == 422
    assert "còn giữ thẻ" in refused.text
    assert account_of(session, fresh(session, row)).closed_at is None


def test_it_is_once_the_cards_have_ended(session: Session, library: Library, ha: Clerk) -> None:
    row = lent(session, ha, library)
    account = account_of(session, row)
    with pytest.raises(CardsKept):
        close_own(session, account)
    blocking.close(session, ha, row.id, seen=row.version)
    close_own(session, account)
    assert account.closed_at is not None


def test_a_closed_account_gets_no_address_back(
    session: Session, library: Library, ha: Clerk
) -> None:
    """One that a command closed: the next act at the desk finds its reader another."""
    row = lent(session, ha, library)
    closed, email = account_of(session, row), row.email
    close_account(session, closed)
    account = keepers.keep(session, row)
    assert (account.id != closed.id, account.email, closed.email) == (True, email, None)
    assert own.mine(session, account.id)[0].borrower_id == row.id
