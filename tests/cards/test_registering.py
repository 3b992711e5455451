"""Registering online: what comes of it, and that nobody learns who has a card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards import statuses
from portal.cards.acting import Clerk
from portal.cards.applications import Application
from portal.cards.approving import refuse
from portal.cards.confirming import confirm
from portal.cards.likeness import Likeness, likely_same
from portal.cards.models import Borrower, CardEvent, CardKind, Consent
from portal.cards.photos import CardPhoto, card_photo
from portal.cards.refusals import BadApplication
from portal.cards.registering import register
from portal.cards.states import Act, State
from portal.cards.words import Consented, Consenter, Document, Gender
from portal.clock import now, today
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests.cards import people
from tests.cards.people import adult, by_phone, child
from tests.cards.test_photos import encoded, picture
from tests.databases import counted_queries

pytestmark = pytest.mark.both_databases


def borrowers(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Borrower)) or 0


def problems(session: Session, application: Application) -> set[tuple[str, str]]:
    with pytest.raises(BadApplication) as refused:
        register(session, application)
    return {(one.field, one.code) for one in refused.value.problems}


def with_person(application: Application, **fields: object) -> Application:
    return replace(application, person=replace(application.person, **fields))  # type: ignore[arg-type]


def test_with_an_address_a_letter_is_waited_for(session: Session, library: Library) -> None:
    row = people.registered(
        session, adult(library, email=" Lan@Example.VN ", address="12  Thụy Khuê")
    )
    assert row.state is State.UNVERIFIED
    assert (row.email, row.address, row.name_key) == (
        "lan@example.vn", "12 Thụy Khuê", "nguyen thi lan"
    )  # fmt: skip
    (letter,) = people.letters(session, "card_confirm")
    assert letter.to == "lan@example.vn"
    assert "căn cước" in str(letter.values["bring"])


def test_without_one_the_desk_has_it_at_once(session: Session, library: Library) -> None:
    row = people.registered(session, by_phone(adult(library), "+84 912 345 678"))
    assert (row.state, row.phone) == (State.PENDING, "0912345678")
    assert people.letters(session) == []


def test_the_number_of_the_document_stands_nowhere_in_clear(
    session: Session, library: Library
) -> None:
    application = child(library, document=Document.PUPIL, number="HS-7788", school="TH Chu Văn An")
    row = people.registered(session, application)
    assert application.guardian is not None
    stored = b"".join(
        value for one in (row.id_sealed, row.guardian_id_sealed, row.id_hash) if (value := one)
    )
    assert b"7788" not in stored
    assert application.guardian.number.encode() not in stored
    assert row.guardian_id_hash is not None


def test_a_child_is_signed_for(session: Session, library: Library) -> None:
    row = people.registered(session, child(library))
    assert (row.guardian_name, row.full_name) == ("Lê Thu Hà", "Trần Minh Khôi")
    consents = {(one.what, one.by) for one in session.scalars(select(Consent))}
    assert consents == people.CHILD
    assert session.scalar(select(CardEvent.child)) is True


def test_a_grown_up_needs_no_guardian_and_none_is_kept(session: Session, library: Library) -> None:
    application = replace(adult(library), guardian=child(library).guardian)
    assert people.registered(session, application).guardian_name is None


def test_a_small_child_agrees_to_nothing_itself(session: Session, library: Library) -> None:
    both = people.CHILD | {
        (Consented.PUBLISH_NAME, Consenter.SELF), (Consented.PUBLISH_NAME, Consenter.GUARDIAN)
    }  # fmt: skip
    six = today().replace(year=today().year - 6, day=1)
    row = people.registered(session, replace(child(library, birthday=six), agreed=both))
    own = select(Consent.by).where(Consent.borrower_id == row.id)
    names = own.where(Consent.what == Consented.PUBLISH_NAME)
    assert list(session.scalars(names)) == [Consenter.GUARDIAN]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"full_name": " "}, ("full_name", "missing")),
        ({"full_name": "Lan 2"}, ("full_name", "shape")),
        ({"full_name": "Lan" * 100}, ("full_name", "too_long")),
        ({"birthday": today() + timedelta(days=1)}, ("birthday", "future")),
        ({"birthday": date(1890, 1, 1)}, ("birthday", "too_long_ago")),
        ({"number": "001190"}, ("number", "shape")),
        ({"number": "001090000001", "gender": Gender.FEMALE}, ("number", "gender")),
        ({"number": "001191000001"}, ("number", "year")),
        ({"number": ""}, ("number", "missing")),
        ({"document": Document.PUPIL, "number": "HS1"}, ("document", "not_accepted")),
        ({"email": "lan@@example.vn"}, ("email", "shape")),
        ({"email": "lan@example.vn\nBcc: x@example.vn"}, ("email", "shape")),
        ({"email": "", "phone": ""}, ("email", "missing")),
        ({"phone": "12"}, ("phone", "shape")),
        ({"commune_code": "99999"}, ("commune_code", "unknown")),
    ],
)
def test_what_is_wrong_is_named(
    session: Session, library: Library, change: dict[str, object], problem: tuple[str, str]
) -> None:
    assert problem in problems(session, with_person(adult(library), **change))
    assert borrowers(session) == 0


def test_everything_wrong_is_named_at_once(session: Session, library: Library) -> None:
    application = replace(child(library), guardian=None, agreed=frozenset(), kind="ban-doc")
    assert problems(session, application) == {
        ("kind", "age"), ("guardian", "missing"), ("agreed_rules", "missing"),
        ("agreed_data", "missing"),
    }  # fmt: skip


def test_what_a_kind_of_card_asks_for_is_data(session: Session, library: Library) -> None:
    own = session.scalars(select(CardKind).where(CardKind.code == "ban-doc")).one()
    own.email_needed = own.phone_needed = True
    assert problems(session, by_phone(adult(library))) == {("email", "missing")}
    assert problems(session, adult(library)) == {("phone", "missing")}


def test_a_library_that_is_closed_takes_nobody(session: Session, library: Library) -> None:
    library.closed_since = today()
    session.flush()
    assert problems(session, adult(library)) == {("library", "unknown")}


Change = Callable[[Application, Library], Application]


@pytest.mark.parametrize(
    "again",
    [
        lambda first, at: with_person(adult(at), number=first.person.number),
        lambda first, at: with_person(adult(at), email=first.person.email.upper()),
        lambda first, at: with_person(adult(at), phone=first.person.phone),
    ],
    ids=["document", "email", "phone and birthday"],
)
def test_a_duplicate_makes_nothing_and_looks_the_same(
    session: Session, library: Library, elsewhere: Library, again: Change
) -> None:
    first = with_person(adult(library), phone="0912000111")
    row = people.registered(session, first)
    row.state, row.email_confirmed_at = State.PENDING, now()
    session.flush()
    second = again(first, elsewhere)
    new = register(session, adult(elsewhere, birthday=date(1980, 1, 1)))
    received = register(session, second)
    assert borrowers(session) == 2
    assert received.by_mail == new.by_mail
    assert len(received.status_token) == len(new.status_token)
    shown = statuses.status(session, received.status_token)
    other = statuses.status(session, new.status_token)
    assert replace(shown, since=other.since) == other
    (letter,) = people.letters(session, "card_again")
    assert letter.to == first.person.email
    events = select(CardEvent.act).where(CardEvent.borrower_id == row.id).order_by(CardEvent.id)
    assert list(session.scalars(events)) == [Act.REGISTER, Act.REGISTER_AGAIN]


def test_the_address_of_an_account_is_taken(session: Session, library: Library) -> None:
    """Also where it was changed and the card has not followed yet."""
    people.registered(session, adult(library))
    done = confirm(session, people.token_of(session, "card_confirm"))
    session.get_one(Account, done.account_id).email = "moi@example.vn"
    register(session, adult(library, email="moi@example.vn", birthday=date(1980, 1, 1)))
    assert borrowers(session) == 1


@pytest.mark.parametrize("photo", [None, card_photo(encoded(picture()))], ids=["", "photo"])
def test_a_duplicate_costs_what_a_registration_costs(
    engine: sa.Engine, session: Session, library: Library, photo: CardPhoto | None
) -> None:
    """Statement for statement, within a few: nobody learns by the clock who has a card."""
    first = adult(library)
    row = people.registered(session, first)
    row.state, row.email_confirmed_at = State.PENDING, now()
    session.flush()
    asked = [adult(library, birthday=date(1980, 1, 1)), with_person(first, email="khac@example.vn")]
    counts = []
    for application in asked:
        with counted_queries(engine) as statements:
            register(session, application, photo=photo)
        counts.append(len(statements))
        assert any("portrait" in one.lower() for one in statements) == bool(photo)
    assert abs(counts[0] - counts[1]) <= 4, counts


def test_a_second_try_is_told_once_a_day(session: Session, library: Library) -> None:
    first = adult(library)
    row = people.registered(session, first)
    row.state, row.email_confirmed_at = State.PENDING, now()
    session.flush()
    for _ in range(3):
        register(session, first)
    assert len(people.letters(session, "card_again")) == 1


def test_whoever_lost_the_letter_gets_it_again_but_not_for_ever(
    session: Session, library: Library
) -> None:
    application = adult(library)
    for _ in range(9):
        register(session, application)
    assert borrowers(session) == 1
    assert len(people.letters(session, "card_confirm")) == 5
    assert session.scalar(select(func.count()).select_from(Letter)) == 5


def test_twins_with_one_mother_are_two(session: Session, library: Library) -> None:
    first = child(library)
    second = with_person(first, full_name="Trần Minh Khang")
    people.registered(session, first)
    people.registered(session, second)
    assert borrowers(session) == 2
    register(session, with_person(first, full_name="tran minh khoi"))
    assert borrowers(session) == 2


def test_a_mother_and_her_child_share_an_address(session: Session, library: Library) -> None:
    mother = adult(library)
    people.registered(session, mother)
    people.registered(session, child(library, email=mother.person.email))
    assert borrowers(session) == 2


def test_likely_duplicates_are_found_for_the_desk(
    session: Session, library: Library, elsewhere: Library
) -> None:
    one = people.registered(session, by_phone(adult(library, full_name="Nguyễn Thị Lan")))
    same = people.registered(session, by_phone(adult(elsewhere, full_name="nguyen thi lan")))
    phone = people.registered(
        session,
        by_phone(adult(library, full_name="Nguyễn Thị Lan", birthday=date(1991, 1, 1)), one.phone),
    )
    assert [(like.borrower_id, like.why) for like in likely_same(session, one)] == [
        (same.id, Likeness.NAME_AND_BIRTHDAY),
        (phone.id, Likeness.NAME_AND_PHONE),
    ]


def test_whoever_was_refused_may_come_again(session: Session, library: Library, ha: Clerk) -> None:
    application = by_phone(adult(library))
    row = people.registered(session, application)
    refuse(session, ha, row.id, seen=row.version, reason="Ảnh không rõ")
    assert people.registered(session, application).id != row.id
