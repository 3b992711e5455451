"""An account is closed with all its cards: what ends, what is let go of, what stands in the way."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.changes import close_own
from portal.accounts.models import Account, SignInName
from portal.cards import (
    blocking,
    confirming,
    handing_over,
    leaving,
    links,
    own,
    statuses,
)
from portal.cards.acting import Clerk
from portal.cards.desk_passwords import first_password
from portal.cards.handing_over import NotOfAge
from portal.cards.leaving import CardsChanged, CardStays, Fate
from portal.cards.models import Borrower, CardEvent, CardNumber, Claim
from portal.cards.numbering import living_number
from portal.cards.refusals import DeadLink, LateLink
from portal.cards.registering import register
from portal.cards.states import Act, State, Who
from portal.cards.words import Death
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests.cards import people
from tests.cards.families import AN, DANG, KHOI, NEXT_YEAR, SIXTEEN_SOON, child, grown
from tests.cards.readers import account_of, lent

pytestmark = pytest.mark.both_databases


def children(session: Session, library: Library, *names: str) -> list[Borrower]:
    return [child(session, library, name) for name in names]


def shown(session: Session, account: Account) -> dict[str, str]:
    """What the page of closing would carry."""
    return {"cards": leaving.mark(one.card for one in leaving.look(session, account.id))}


def fates(session: Session, account: Account) -> dict[str, Fate]:
    return {one.card.full_name: one.fate for one in leaving.look(session, account.id)}


def close(session: Session, account: Account) -> None:
    close_own(session, account, shown(session, account))


def test_every_card_ends_by_the_table_and_the_account_with_them(
    session: Session, library: Library
) -> None:
    rows = children(session, library, KHOI, AN)
    account = account_of(session, rows[0])
    account_id = account.id
    numbers = [living_number(session, row.id) or "" for row in rows]
    close(session, account)
    for row, number in zip(rows, numbers, strict=True):
        assert (row.state, row.account_id) == (State.CLOSED, None)
        assert session.get_one(CardNumber, number).why is Death.CLOSED
        last = (
            select(CardEvent).where(CardEvent.borrower_id == row.id).order_by(CardEvent.id.desc())
        )
        event = session.scalars(last).first()
        assert event is not None
        assert (event.act, event.who, event.account_id) == (Act.CLOSE, Who.READER, account_id)
    assert (account.closed_at is not None, account.email, account.name) == (True, None, "")
    assert session.scalars(select(SignInName)).all() == []
    assert session.scalars(select(Claim)).all() == [], "either may come again"
    kinds = session.scalars(select(Letter.kind).order_by(Letter.id)).all()[-3:]
    assert kinds == ["card_closed", "card_closed", "account_closed"]


def test_a_grown_up_leaves_with_the_card(session: Session, library: Library, ha: Clerk) -> None:
    row = lent(session, ha, library)
    account = account_of(session, row)
    assert fates(session, account) == {"Nguyễn Thị Lan": Fate.ENDS}
    close(session, account)
    assert row.state is State.CLOSED


def test_what_stays_is_told_before(session: Session, library: Library, ha: Clerk) -> None:
    row = lent(session, ha, library)
    (one,) = leaving.look(session, row.account_id or 0)
    assert (one.stays.numbers, one.stays.looks, one.years) == (1, 0, 2)
    events = select(CardEvent.id).where(CardEvent.borrower_id == row.id)
    assert one.stays.events == len(session.scalars(events).all())


class TestShown:
    def test_a_card_that_came_since_is_not_closed_unseen(
        self, session: Session, library: Library
    ) -> None:
        (khoi,) = children(session, library, KHOI)
        account = account_of(session, khoi)
        seen = shown(session, account)
        (an,) = children(session, library, AN)
        session.commit()
        with pytest.raises(CardsChanged):
            close_own(session, account, seen)
        session.rollback()
        assert {khoi.state, an.state} == {State.PROVISIONAL}
        assert account.closed_at is None

    def test_nor_one_that_the_desk_had_in_hand(
        self, session: Session, library: Library, ha: Clerk
    ) -> None:
        (khoi,) = children(session, library, KHOI)
        account = account_of(session, khoi)
        seen = shown(session, account)
        blocking.block(session, ha, khoi.id, seen=khoi.version, reason="Nợ sách")
        blocking.unblock(session, ha, khoi.id, seen=khoi.version)
        with pytest.raises(CardsChanged):
            close_own(session, account, seen)

    def test_nor_one_whose_reader_came_of_age_over_night(
        self, session: Session, library: Library
    ) -> None:
        row = grown(session, library)
        account = account_of(session, row)
        seen = shown(session, account)
        with time_machine.travel(NEXT_YEAR):
            with pytest.raises(CardsChanged):
                close_own(session, account, seen)
            assert row.state is State.PROVISIONAL

    def test_who_was_shown_nothing_closes_nothing(self, session: Session, library: Library) -> None:
        (khoi,) = children(session, library, KHOI)
        for nothing in ({}, {"cards": ""}, {"cards": f"{khoi.id}"}):
            with pytest.raises(CardsChanged):
                close_own(session, account_of(session, khoi), nothing)


def test_a_blocked_card_stands_in_the_way_of_all(
    session: Session, library: Library, ha: Clerk
) -> None:
    """The others are ended by then, and are not when the caller gives up."""
    khoi, an = children(session, library, KHOI, AN)
    account = account_of(session, khoi)
    blocking.block(session, ha, an.id, seen=an.version, reason="Nợ sách")
    assert fates(session, account) == {KHOI: Fate.ENDS, AN: Fate.IN_THE_WAY}
    session.commit()
    with pytest.raises(CardStays) as refused:
        close(session, account)
    assert (refused.value.full_name, refused.value.library) == (AN, library.name)
    session.rollback()
    assert (khoi.state, khoi.account_id, account.closed_at) == (
        State.PROVISIONAL, account.id, None,
    )  # fmt: skip
    assert living_number(session, khoi.id)


def test_a_card_that_had_ended_goes_along(session: Session, library: Library, ha: Clerk) -> None:
    khoi, an = children(session, library, KHOI, AN)
    account = account_of(session, khoi)
    blocking.close(session, ha, an.id, seen=an.version)
    version = an.version
    assert fates(session, account)[AN] is Fate.OVER
    close(session, account)
    assert (an.account_id, an.version) == (None, version), "nothing is done to it"
    assert account.closed_at is not None


class TestOfAge:
    """A child whose sixteenth birthday is the last day of this year; it is the next now."""

    @pytest.fixture
    def row(self, session: Session, library: Library) -> Borrower:
        return grown(session, library, phone="0912345678")

    def test_the_card_is_let_go_of_and_nothing_of_the_parent_stays_on_it(
        self, session: Session, row: Borrower
    ) -> None:
        parent, number = account_of(session, row), living_number(session, row.id)
        status = links.status_link(session, row.library_id, row.state, row.id)
        left, _made = links.confirmation(session, 9000, borrower_id=row.id)
        with time_machine.travel(NEXT_YEAR):
            assert fates(session, parent) == {DANG: Fate.LET_GO}
            close(session, parent)
            assert (row.state, row.account_id) == (State.PROVISIONAL, None)
            assert living_number(session, row.id) == number
            assert (row.guardian_name, row.guardian_phone, row.guardian_id_sealed, row.email) == (
                None, None, None, None,
            )  # fmt: skip
            assert parent.closed_at is not None
            with pytest.raises(LateLink):
                confirming.confirm(session, left)
            with pytest.raises(DeadLink):
                statuses.status(session, status)
        assert [event.act for event in _events(session, row)][-1] is Act.HAND_OVER
        claimed = session.scalars(select(Claim.kind).where(Claim.borrower_id == row.id)).all()
        assert "email" not in claimed, "the address was the parent's"
        assert "phone" in claimed

    def test_its_reader_gets_the_first_password_at_the_desk(
        self, session: Session, row: Borrower, ha: Clerk
    ) -> None:
        parent, number = account_of(session, row), living_number(session, row.id)
        with time_machine.travel(NEXT_YEAR):
            close(session, parent)
            assert first_password(session, ha, row.id)
            account = account_of(session, row)
            assert (account.id != parent.id, account.name, account.email) == (True, DANG, None)
            assert session.scalars(select(SignInName.name)).all() == [number]
            (card,) = own.mine(session, account.id)
            assert (card.of_age, card.for_child) == (False, False)

    def test_blocked_it_is_let_go_of_all_the_same(
        self, session: Session, row: Borrower, ha: Clerk
    ) -> None:
        """What its reader owes keeps no parent here."""
        blocking.block(session, ha, row.id, seen=row.version, reason="Nợ sách")
        with time_machine.travel(NEXT_YEAR):
            close(session, account_of(session, row))
        assert (row.state, row.account_id) == (State.BLOCKED, None)

    def test_an_offer_that_was_mailed_stays_good(self, session: Session, row: Borrower) -> None:
        parent = account_of(session, row)
        with time_machine.travel(NEXT_YEAR):
            handing_over.offer(session, parent.id, row.id, "khoi@example.vn")
            token = people.token_of(session, "card_heir")
            close(session, parent)
            assert handing_over.whose_card(session, token) is row
            taken = handing_over.take_over(session, token, people.proof_of(session, row))
            assert taken.password_token
            assert account_of(session, row).email == "khoi@example.vn"

    def test_not_once_its_reader_was_at_the_desk(
        self, session: Session, row: Borrower, ha: Clerk
    ) -> None:
        parent = account_of(session, row)
        with time_machine.travel(NEXT_YEAR):
            handing_over.offer(session, parent.id, row.id, "khoi@example.vn")
            token = people.token_of(session, "card_heir")
            close(session, parent)
            first_password(session, ha, row.id)
            with pytest.raises(NotOfAge):
                handing_over.take_over(session, token, people.proof_of(session, row))

    def test_a_telephone_that_another_has_keeps_nobody_here(
        self, session: Session, row: Borrower, library: Library
    ) -> None:
        """The parent is not told whose it is."""
        with time_machine.travel(NEXT_YEAR):
            again = people.adult(library, full_name="Ai Khác", birthday=SIXTEEN_SOON)
            register(session, people.by_phone(again, "0912345678"))
            close(session, account_of(session, row))
        assert row.account_id is None


def _events(session: Session, row: Borrower) -> list[CardEvent]:
    mine = select(CardEvent).where(CardEvent.borrower_id == row.id)
    return list(session.scalars(mine.order_by(CardEvent.id)))
