"""A library with the kinds of card that every network starts with, and somebody at its desk."""

import pytest
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.defaults import load_kinds
from portal.libraries.models import Library
from portal.roles import Role
from tests import make
from tests.cards import people


@pytest.fixture
def library(session: Session) -> Library:
    load_kinds(session)
    return make.library(session, "KV-TAYHO")


@pytest.fixture
def elsewhere(session: Session, library: Library) -> Library:
    """Another library of the network."""
    return make.library(session, "KV-BADINH")


@pytest.fixture
def ha(session: Session, library: Library) -> Clerk:
    """The librarian of the library."""
    return people.clerk(session, library)


@pytest.fixture
def city(session: Session, library: Library) -> Clerk:
    """Somebody who works for the whole city."""
    return people.clerk(session, None, "Quản lý thành phố", Role.CITY_STAFF)
