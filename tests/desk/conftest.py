"""Two libraries with one doubtful book between them, and people at their desks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.defaults import load_kinds
from portal.catalogue.models import Doubt
from portal.libraries.models import Library
from portal.roles import Role
from tests import make
from tests.cards import people
from tests.catalogue.union.imports import ISBN, bring, dese, item, record_of
from tests.pages import PageClient
from tests.people import signed_in

SignIn = Callable[..., PageClient]


@pytest.fixture
def sign_in(app: Flask, session: Session) -> SignIn:
    """`sign_in("Lan", at=library)`: a browser in which Lan is signed in."""

    def sign(name: str, role: Role = Role.LIBRARIAN, at: Library | None = None) -> PageClient:
        account = make.account(session, name, role, at=at)
        return signed_in(app, session, account)

    return sign


@pytest.fixture
def library(session: Session) -> Library:
    """One that gives cards."""
    load_kinds(session)
    return make.library(session, "KV-TAYHO", name="Thư viện Tây Hồ", short_name="Tây Hồ")


@pytest.fixture
def elsewhere(session: Session, library: Library) -> Library:
    """Another library of the network."""
    return make.library(session, "KV-BADINH", name="Thư viện Ba Đình", short_name="Ba Đình")


@pytest.fixture
def ha(session: Session, library: Library) -> Clerk:
    """Somebody else at the desk of the library."""
    return people.clerk(session, library, "Hà")


@pytest.fixture
def lan(library: Library, sign_in: SignIn) -> PageClient:
    """The librarian of the library, signed in."""
    return sign_in("Lan", at=library)


@dataclass
class Two:
    """Two libraries that give cards."""

    tay_ho: Library
    ba_dinh: Library


@pytest.fixture
def two(session: Session) -> Two:
    load_kinds(session)
    return Two(
        make.library(session, "KV-TH", short_name="Tây Hồ"),
        make.library(session, "KV-BD", short_name="Ba Đình"),
    )


@dataclass
class Doubtful:
    """What Tây Hồ sent (`gone`) may be what Ba Đình sent (`keep`)."""

    ba_dinh: Library
    tay_ho: Library
    keep: int
    gone: int
    doubt: int


@pytest.fixture
def doubtful(session: Session, tmp_path: Path) -> Doubtful:
    """One ISBN, two years."""
    ba_dinh = make.library(session, "KV-BD", name="Thư viện Ba Đình", short_name="Ba Đình")
    tay_ho = make.library(session, "KV-TH", name="Thư viện Tây Hồ", short_name="Tây Hồ")
    bring(session, tmp_path, ba_dinh, dese("1", item("A1"), isbn=ISBN))
    bring(
        session, tmp_path, tay_ho,
        dese("7", item("B1"), item("B2"), isbn=ISBN, year="2021", publisher="Văn học"),
    )  # fmt: skip
    session.commit()
    doubt = session.scalars(select(Doubt.id).where(Doubt.kind == "match")).one()
    return Doubtful(
        ba_dinh, tay_ho, record_of(session, ba_dinh, "1"), record_of(session, tay_ho, "7"), doubt
    )


@pytest.fixture
def text_doubt(session: Session, doubtful: Doubtful) -> int:
    """Letters of an old font that nobody could be certain of, in what Tây Hồ sent."""
    source_id = session.scalars(select(Doubt.source_record_id)).one()
    doubt = Doubt(
        kind="text", source_record_id=source_id, field="245$a", detail="Hµ Néi",
        created_at=session.scalars(select(Doubt.created_at)).one(),
    )  # fmt: skip
    session.add(doubt)
    session.commit()
    return doubt.id
