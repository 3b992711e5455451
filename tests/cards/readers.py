"""Readers with cards of their own, in front of their browsers."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.passwords import hashed
from portal.cards import confirming, issuing
from portal.cards.acting import Clerk
from portal.cards.applications import Application
from portal.cards.models import Borrower
from portal.cards.registering import register
from portal.db import db
from portal.libraries.models import Library
from tests.cards import people
from tests.databases import counted_queries
from tests.pages import PageClient
from tests.people import signed_in

PASSWORD = "một câu dễ nhớ"


def confirmed(session: Session, application: Application) -> Borrower:
    """Registered, and the link of the letter used: a provisional card."""
    register(session, application)
    done = confirming.confirm(session, people.token_of(session, "card_confirm"))
    return session.get_one(Borrower, done.borrower_id)


def lent(session: Session, ha: Clerk, library: Library) -> Borrower:
    """Nguyễn Thị Lan with a card that is active."""
    row = confirmed(session, people.adult(library))
    issuing.see_document(session, ha, row.id, seen=row.version)
    account_of(session, row).password_hash = hashed(PASSWORD)
    return row


def account_of(session: Session, row: Borrower) -> Account:
    return session.get_one(Account, row.account_id)


def browser_of(app: Flask, session: Session, row: Borrower) -> PageClient:
    """In which whoever manages a card has signed in."""
    return signed_in(app, session, account_of(session, row))


def sent(client: PageClient, path: str, at: str, **fields: str) -> str:
    """Press a button of the page `at` and read where it led."""
    return client.get(pressed(client, path, at, **fields)).text


def pressed(client: PageClient, path: str, at: str, **fields: str) -> str:
    """The address that pressing it redirects to."""
    page = client.get(at).text
    answer = client.post(path, data={**hidden(page), **fields})
    assert answer.status_code == 303, answer.text
    return answer.location


def hidden(page: str) -> dict[str, str]:
    """The token and the version that every form of a page carries."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', page)
    assert token, "no form"
    return {"csrf_token": token[1], **({"seen": seen[1]} if seen else {})}


def fresh(session: Session, row: Borrower) -> Borrower:
    """As the database has it now."""
    session.expire_all()
    return session.get_one(Borrower, row.id)


def queries_of(app: Flask, client: PageClient, path: str) -> int:
    """How many a page takes that was opened before."""
    client.get(path)
    with app.app_context():
        engine = db.engine
    with counted_queries(engine) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
