"""What readers do with their own cards, and parents with their children's."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.changes import confirm_email
from portal.accounts.links import make_link
from portal.accounts.models import Account, SignInName
from portal.accounts.secrets_models import LinkKind
from portal.cards import confirming, consents, exporting, handing_over, issuing, own, walk_in
from portal.cards.acting import Clerk
from portal.cards.applications import Application
from portal.cards.blocking import block
from portal.cards.handing_over import HasCard, NotOfAge
from portal.cards.issuing import Outgrown
from portal.cards.models import Borrower, CardNumber
from portal.cards.numbering import living_number
from portal.cards.own import OfAge
from portal.cards.refusals import (
    AlreadyDone,
    BadApplication,
    NoSuchBorrower,
    NotPossible,
    TooEarly,
    UsedLink,
)
from portal.cards.registering import register
from portal.cards.states import Act, State
from portal.cards.words import Consented, Consenter
from portal.clock import now, today
from portal.libraries.models import Library
from tests.cards import people

pytestmark = pytest.mark.both_databases

SIXTEEN_SOON = date(today().year - 16, 12, 31)


def confirmed(session: Session, application: Application) -> Borrower:
    register(session, application)
    done = confirming.confirm(session, people.token_of(session, "card_confirm"))
    return session.get_one(Borrower, done.borrower_id)


def lent(session: Session, ha: Clerk, library: Library) -> tuple[Borrower, int]:
    """An active card and its account."""
    row = confirmed(session, people.adult(library))
    issuing.see_document(session, ha, row.id, seen=row.version)
    return row, row.account_id or 0


def test_my_cards(session: Session, library: Library, ha: Clerk) -> None:
    row, account = lent(session, ha, library)
    (card,) = own.mine(session, account)
    assert (card.number, card.state) == (living_number(session, row.id), State.ACTIVE)
    assert card.renew_from == (row.valid_until or today()) - timedelta(days=60)
    assert Act.RENEW in card.acts
    assert Act.CORRECT not in card.acts


def test_somebody_elses_card_is_none(session: Session, library: Library, ha: Clerk) -> None:
    row, account = lent(session, ha, library)
    stranger = confirmed(session, people.adult(library, full_name="Lê Bình")).account_id or 0
    for verb in (
        lambda: own.my_card(session, stranger, row.id),
        lambda: own.edit_own(session, stranger, row.id, {"address": "x"}, seen=row.version),
        lambda: own.lose_own(session, stranger, row.id, seen=row.version),
        lambda: own.close_own(session, stranger, row.id, seen=row.version),
        lambda: exporting.export(session, stranger, row.id),
        lambda: consents.withdraw(
            session, stranger, row.id, Consented.PUBLISH_NAME, Consenter.SELF
        ),
    ):
        with pytest.raises(NoSuchBorrower):
            verb()
    assert own.my_card(session, account, row.id).borrower_id == row.id


def test_contacts_are_ones_own_to_change_and_identity_is_not(
    session: Session, library: Library, ha: Clerk
) -> None:
    row, account = lent(session, ha, library)
    own.edit_own(
        session, account, row.id, {"phone": "0912 000 222", "address": "8 Lê Lợi"}, seen=row.version
    )
    assert (row.phone, row.address) == ("0912000222", "8 Lê Lợi")
    for field in (
        "full_name",
        "birthday",
        "id_hash",
        "state",
        "valid_until",
        "email",
        "account_id",
    ):
        with pytest.raises(BadApplication):
            own.edit_own(session, account, row.id, {field: "x"}, seen=row.version)


def test_somebody_stays_within_reach(session: Session, library: Library, ha: Clerk) -> None:
    row = people.active(session, ha, library)
    with pytest.raises(BadApplication):
        own.edit_own(session, row.account_id or 0, row.id, {"phone": ""}, seen=row.version)


def test_a_phone_that_is_anothers_is_only_not_taken(
    session: Session, library: Library, ha: Clerk
) -> None:
    row, account = lent(session, ha, library)
    other = people.waiting(session, library)
    with pytest.raises(BadApplication) as refused:
        own.edit_own(session, account, row.id, {"phone": other.phone or ""}, seen=row.version)
    assert refused.value.problems[0].code == "not_accepted"


def test_renewed_online_when_it_is_time(session: Session, library: Library, ha: Clerk) -> None:
    row, account = lent(session, ha, library)
    with pytest.raises(TooEarly) as early:
        own.renew_own(session, account, row.id, seen=row.version)
    last = row.valid_until or today()
    with time_machine.travel(now() + timedelta(days=330)):
        assert early.value.from_day <= today()
        seen = row.version
        assert own.renew_own(session, account, row.id, seen=seen) > last
        with pytest.raises((AlreadyDone, TooEarly)):
            own.renew_own(session, account, row.id, seen=seen)


def test_reported_lost(session: Session, library: Library, ha: Clerk) -> None:
    row, account = lent(session, ha, library)
    number = living_number(session, row.id) or ""
    own.lose_own(session, account, row.id, seen=row.version)
    assert session.get_one(CardNumber, number).dead_at is not None
    assert session.scalars(select(SignInName)).all() == []
    with pytest.raises(AlreadyDone):
        own.lose_own(session, account, row.id, seen=row.version - 1)


def test_all_that_is_kept_is_told(session: Session, library: Library, ha: Clerk) -> None:
    application = people.child(library)
    row = confirmed(session, application)
    told = exporting.export(session, row.account_id or 0, row.id)
    assert json.loads(json.dumps(told)) == told
    assert application.guardian is not None
    assert told["guardian_id_number"] == application.guardian.number
    assert told["library"] == library.name
    assert [one["act"] for one in told["events"]] == ["approve", "confirm", "register"]
    assert {one["what"] for one in told["consents"]} == {"rules", "data"}


def test_ended_by_its_reader(session: Session, library: Library, ha: Clerk) -> None:
    row, account = lent(session, ha, library)
    stays = own.close_own(session, account, row.id, seen=row.version)
    assert (stays.numbers, stays.looks) == (1, 0)
    assert stays.events >= 4
    assert (row.state, row.account_id) == (State.CLOSED, None)
    assert session.get_one(Account, account).closed_at is not None
    assert own.mine(session, account) == []


def test_whoever_is_blocked_ends_nothing(session: Session, library: Library, ha: Clerk) -> None:
    row, account = lent(session, ha, library)
    block(session, ha, row.id, seen=row.version, reason="Nợ sách")
    with pytest.raises(NotPossible):
        own.close_own(session, account, row.id, seen=row.version)


def test_a_parent_keeps_the_account_for_the_other_child(
    session: Session, library: Library, ha: Clerk
) -> None:
    one, other = (
        confirmed(session, people.child(library, full_name=name, email="me@example.vn"))
        for name in ("Trần Minh Khôi", "Trần Thu An")
    )
    account = one.account_id or 0
    own.close_own(session, account, one.id, seen=one.version)
    assert session.get_one(Account, account).closed_at is None
    assert [card.borrower_id for card in own.mine(session, account)] == [other.id]


def test_the_cards_follow_the_accounts_address(
    session: Session, library: Library, ha: Clerk
) -> None:
    row, account = lent(session, ha, library)
    old = row.email or ""
    token = make_link(session, account, LinkKind.EMAIL, "moi@example.vn")
    confirm_email(session, token, account)
    assert row.email == "moi@example.vn"
    people.registered(session, people.adult(library, email=old, birthday=date(1980, 1, 1)))


def of_age(session: Session, library: Library) -> Borrower:
    """A child whose sixteenth birthday is the last day of this year."""
    return confirmed(session, people.child(library, birthday=SIXTEEN_SOON, email="me@example.vn"))


NEXT_YEAR = date(today().year + 1, 1, 2)


def test_of_age_it_is_no_longer_the_parents(session: Session, library: Library) -> None:
    row = of_age(session, library)
    account = row.account_id or 0
    with pytest.raises(NotOfAge):
        handing_over.offer(session, account, row.id, "con@example.vn")
    with time_machine.travel(NEXT_YEAR):
        (card,) = own.mine(session, account)
        assert (card.of_age, card.acts) == (True, (Act.HAND_OVER,))
        with pytest.raises(OfAge):
            own.edit_own(session, account, row.id, {"address": "x"}, seen=row.version)


def test_the_grown_child_takes_the_card_over(session: Session, library: Library) -> None:
    row = of_age(session, library)
    parent, number = row.account_id or 0, living_number(session, row.id)
    with time_machine.travel(NEXT_YEAR):
        with pytest.raises(BadApplication):
            handing_over.offer(session, parent, row.id, "me@example.vn")
        handing_over.offer(session, parent, row.id, "Con@example.vn")
        token, proof = people.token_of(session, "card_heir"), people.proof_of(session, row)
        done = handing_over.take_over(session, token, proof)
        with pytest.raises(UsedLink):
            handing_over.take_over(session, token, proof)
        assert done.password_token
        assert done.account_id != parent
        assert own.mine(session, parent) == []
        (card,) = own.mine(session, done.account_id)
        assert (card.for_child, card.number, card.of_age) == (False, number, False)
        names = dict(session.execute(select(SignInName.name, SignInName.account_id)).all())
        assert names == {number: done.account_id}
    assert (row.guardian_name, row.guardian_id_sealed, row.email) == (None, None, "con@example.vn")
    assert session.get_one(Account, parent).closed_at is None


def test_nobody_is_flooded_with_letters_to_take_over(session: Session, library: Library) -> None:
    row = of_age(session, library)
    account = row.account_id or 0
    with time_machine.travel(NEXT_YEAR):
        for n in range(9):
            handing_over.offer(session, account, row.id, f"con-{n}@example.vn")
        with pytest.raises(BadApplication):
            handing_over.offer(session, account, row.id, "con@example.vn")
    assert len(people.letters(session, "card_heir")) == 9


def test_at_the_desk_without_an_address(session: Session, library: Library, ha: Clerk) -> None:
    row = of_age(session, library)
    parent = row.account_id
    with time_machine.travel(NEXT_YEAR):
        done = handing_over.hand_over_here(session, ha, row.id, seen=row.version)
    assert done.account_id != parent
    assert session.get_one(Account, done.account_id).email is None
    assert row.email is None


def test_an_address_that_has_a_card_takes_no_second(
    session: Session, library: Library, ha: Clerk
) -> None:
    other = confirmed(session, people.adult(library))
    row = of_age(session, library)
    with time_machine.travel(NEXT_YEAR):
        handing_over.offer_here(session, ha, row.id, other.email or "")
        with pytest.raises(HasCard):
            handing_over.take_over(
                session, people.token_of(session, "card_heir"), people.proof_of(session, row)
            )


def test_a_child_is_shown_when_both_agreed_and_no_longer_when_one_withdrew(
    session: Session, library: Library
) -> None:
    name = Consented.PUBLISH_NAME
    row = confirmed(session, people.child(library))
    account = row.account_id or 0
    assert not consents.publishable(session, row.id, name)
    consents.agree(session, account, row.id, name, Consenter.GUARDIAN)
    assert not consents.publishable(session, row.id, name)
    consents.agree(session, account, row.id, name, Consenter.SELF)
    consents.agree(session, account, row.id, name, Consenter.SELF)
    assert consents.publishable(session, row.id, name)
    assert not consents.publishable(session, row.id, Consented.PUBLISH_IMAGE)
    consents.withdraw(session, account, row.id, name, Consenter.SELF)
    assert not consents.publishable(session, row.id, name)


def test_a_grown_up_agrees_alone(session: Session, library: Library) -> None:
    row = confirmed(session, people.adult(library))
    account = row.account_id or 0
    with pytest.raises(BadApplication):
        consents.agree(session, account, row.id, Consented.PUBLISH_NAME, Consenter.GUARDIAN)
    with pytest.raises(BadApplication):
        consents.agree(session, account, row.id, Consented.RULES, Consenter.SELF)
    consents.agree(session, account, row.id, Consented.PUBLISH_NAME, Consenter.SELF)
    assert consents.publishable(session, row.id, Consented.PUBLISH_NAME)


def test_a_walk_in_signs_in_by_number(session: Session, library: Library, ha: Clerk) -> None:
    card = walk_in.register_here(session, ha, people.by_phone(people.adult(library)))
    account = session.get_one(Borrower, card.borrower_id).account_id or 0
    assert [one.number for one in own.mine(session, account)] == [card.number]


def test_a_kind_that_no_longer_fits_is_not_renewed_online(
    session: Session, library: Library, ha: Clerk
) -> None:
    row, account = lent(session, ha, library)
    row.kind = "thieu-nhi"
    row.valid_until = today()
    session.flush()
    with pytest.raises(Outgrown):
        own.renew_own(session, account, row.id, seen=row.version)
