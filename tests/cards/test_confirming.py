"""The link in the letter: a button, once, within its hours, on any device."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, SignInName
from portal.cards import confirming, numbering
from portal.cards.acting import Clerk
from portal.cards.approving import approve
from portal.cards.links import confirmation
from portal.cards.models import Borrower, CardEvent, CardPolicy, Confirmation
from portal.cards.numbers import grouped
from portal.cards.policies import NETWORK
from portal.cards.proving import Proof
from portal.cards.refusals import DeadLink, LateLink, NoSuchBorrower, UsedLink
from portal.cards.registering import register
from portal.cards.states import Act, State, Who
from portal.cards.walk_in import register_here
from portal.clock import now, today
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.people import adult, child

pytestmark = pytest.mark.both_databases


def registered(session: Session, library: Library) -> tuple[Borrower, str]:
    row = people.registered(session, adult(library))
    return row, people.token_of(session, "card_confirm")


def test_a_number_at_once(session: Session, library: Library) -> None:
    row, token = registered(session, library)
    done = confirming.confirm(session, token)
    assert done.state is State.PROVISIONAL
    assert done.number == numbering.living_number(session, row.id)
    assert row.provisional_until == today() + timedelta(days=30)
    assert row.email_confirmed_at is not None
    assert done.password_token
    (letter,) = people.letters(session, "card_number")
    assert str(letter.values["number"]).replace(" ", "") == done.number
    acts = session.execute(select(CardEvent.act, CardEvent.who).order_by(CardEvent.id))
    assert [tuple(one) for one in acts] == [
        (Act.REGISTER, Who.READER), (Act.CONFIRM, Who.READER), (Act.APPROVE, Who.PORTAL)
    ]  # fmt: skip


def test_one_signs_in_by_address_and_number(session: Session, library: Library) -> None:
    row, token = registered(session, library)
    done = confirming.confirm(session, token)
    account = session.get_one(Account, done.account_id)
    assert (account.email, account.name) == (row.email, "Nguyễn Thị Lan")
    assert session.scalars(select(SignInName.name)).all() == [done.number]


def test_the_desk_looks_first_where_the_policy_says_so(session: Session, library: Library) -> None:
    session.add(CardPolicy(id=NETWORK, provisional_at_once=False))
    row, token = registered(session, library)
    assert confirming.confirm(session, token).number is None
    assert row.state is State.PENDING


def test_the_desk_looks_first_where_somebody_is_alike(session: Session, library: Library) -> None:
    people.waiting(session, library)
    row, token = registered(session, library)
    assert confirming.confirm(session, token).number is None
    assert row.state is State.PENDING


def test_looking_is_not_confirming(session: Session, library: Library) -> None:
    row, token = registered(session, library)
    for _ in range(3):
        assert confirming.look(session, token).full_name == row.full_name
    assert row.state is State.UNVERIFIED


def test_a_link_works_once(session: Session, library: Library) -> None:
    _, token = registered(session, library)
    confirming.confirm(session, token)
    for verb in (confirming.confirm, confirming.look, confirming.disown):
        with pytest.raises(UsedLink):
            verb(session, token)


def test_a_link_lives_a_day(session: Session, library: Library) -> None:
    _, token = registered(session, library)
    with time_machine.travel(now() + timedelta(hours=24, minutes=1)):
        for verb in (confirming.confirm, confirming.look):
            with pytest.raises(LateLink):
                verb(session, token)


def test_nobody_opens_what_never_was(session: Session, library: Library) -> None:
    for token in ("", "x" * 43, "đường dẫn"):
        with pytest.raises(DeadLink):
            confirming.confirm(session, token)


def test_a_link_for_something_else_confirms_nothing(session: Session, library: Library) -> None:
    row, _ = registered(session, library)
    token, _ = confirmation(session, 1, borrower_id=row.id, email="khac@example.vn")
    with pytest.raises(DeadLink):
        confirming.confirm(session, token)


def test_the_database_knows_no_token(session: Session, library: Library) -> None:
    _, token = registered(session, library)
    hashes = session.scalars(select(Confirmation.token_hash)).all()
    assert all(token.encode() not in one and len(one) == 32 for one in hashes)


def test_a_second_letter_confirms_too(session: Session, library: Library) -> None:
    application = adult(library)
    row = people.registered(session, application)
    first = people.token_of(session, "card_confirm")
    register(session, application)
    second = people.token_of(session, "card_confirm")
    assert first != second
    confirming.confirm(session, second)
    assert row.state is State.PROVISIONAL


def test_not_me(session: Session, library: Library) -> None:
    row, token = registered(session, library)
    confirming.disown(session, token)
    assert (row.state, row.full_name, row.email, row.id_hash) == (State.PURGED, None, None, None)
    with pytest.raises((DeadLink, NoSuchBorrower)):
        confirming.look(session, token)


def test_who_is_not_me_may_register(session: Session, library: Library) -> None:
    application = adult(library)
    people.registered(session, application)
    confirming.disown(session, people.token_of(session, "card_confirm"))
    people.registered(session, application)


def test_a_parent_has_one_account_for_all(session: Session, library: Library) -> None:
    mail = "me@example.vn"
    for name in ("Trần Minh Khôi", "Trần Thu An"):
        people.registered(session, child(library, full_name=name, email=mail))
        confirming.confirm(session, people.token_of(session, "card_confirm"))
    rows = session.scalars(select(Borrower)).all()
    assert len({row.account_id for row in rows}) == 1
    assert session.scalar(select(func.count()).select_from(SignInName)) == 2
    account = session.scalars(select(Account).where(Account.email == mail)).one()
    assert account.name == "Lê Thu Hà"


def test_who_came_to_the_desk_first_confirms_later(
    session: Session, library: Library, ha: Clerk
) -> None:
    row, token = registered(session, library)
    number = approve(session, ha, row.id, seen=row.version)
    account = row.account_id
    assert session.get_one(Account, account).email is None
    done = confirming.confirm(session, token, proof=people.proof_of(session, row))
    assert (done.state, done.number, done.account_id) == (State.PROVISIONAL, number, account)
    assert session.get_one(Account, account).email == row.email


def test_a_walk_in_gets_the_letter(session: Session, library: Library, ha: Clerk) -> None:
    card = register_here(session, ha, adult(library))
    token = people.token_of(session, "card_address")
    done = confirming.confirm(session, token, proof=Proof(grouped(card.number), date(1990, 3, 14)))
    assert (done.borrower_id, done.number, done.state) == (
        card.borrower_id, card.number, State.ACTIVE
    )  # fmt: skip


def test_a_walk_ins_address_leads_to_the_account_that_has_it(
    session: Session, library: Library, ha: Clerk
) -> None:
    people.registered(session, child(library, email="me@example.vn"))
    parent = confirming.confirm(session, people.token_of(session, "card_confirm")).account_id
    card = register_here(session, ha, child(library, full_name="Trần An", email="me@example.vn"))
    own = session.get_one(Borrower, card.borrower_id).account_id
    token = people.token_of(session, "card_address")
    done = confirming.confirm(session, token, proof=Proof(card.number, date(2017, 9, 1)))
    assert done.account_id == parent != own
    assert session.get_one(Account, own).closed_at is not None
    names = session.scalars(select(SignInName.name).where(SignInName.account_id == parent))
    assert card.number in set(names)


def test_not_mine_takes_only_the_address_of_who_was_at_the_desk(
    session: Session, library: Library, ha: Clerk
) -> None:
    card = register_here(session, ha, adult(library))
    confirming.disown(session, people.token_of(session, "card_address"))
    row = session.get_one(Borrower, card.borrower_id)
    assert (row.state, row.email, row.full_name) == (State.ACTIVE, None, "Nguyễn Thị Lan")
