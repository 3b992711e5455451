"""Lan, her browser, and what was posted to her."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import errands, passwords
from portal.accounts.models import Account
from portal.mail.contents import Contents
from portal.mail.models import Letter
from portal.roles import Role
from tests import make
from tests.accounts.lan import ADDRESS, NUMBER, PASSWORD, Post
from tests.conftest import SEALING_KEY
from tests.pages import PageClient


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What argon2 costs is argon2's affair."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def lan(session: Session) -> Account:
    """A reader who signs in by her address or by the number of her card."""
    made = make.account(session, "Lan", email=ADDRESS, password=PASSWORD)
    make.sign_in_name(session, made, NUMBER)
    session.commit()
    return made


@pytest.fixture
def hoa(session: Session) -> Account:
    """A librarian."""
    made = make.account(session, "Hoa", Role.LIBRARIAN, email="hoa@thuvien.vn", password=PASSWORD)
    session.commit()
    return made


@pytest.fixture
def post(session: Session) -> Post:
    """What lies in the outbox, once the errands were run."""

    def posted() -> list[tuple[str, Contents]]:
        session.commit()
        errands.run(session)
        session.commit()
        letters = session.scalars(select(Letter).order_by(Letter.id))
        return [(one.kind, Contents.opened(one.contents or b"", SEALING_KEY)) for one in letters]

    return posted


@pytest.fixture
def another(app: Flask, session: Session) -> PageClient:
    """A second browser."""
    return PageClient.of(app, session)
