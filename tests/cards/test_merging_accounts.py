"""Two borrowers that are one, each with an account: the one that its reader signs in to stays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, SignInName
from portal.accounts.passwords import hashed
from portal.cards import keepers, merging
from portal.cards.acting import Clerk
from portal.cards.models import Borrower
from portal.cards.numbering import living_number
from portal.libraries.models import Library
from portal.roles import Role
from tests import make
from tests.cards import people
from tests.cards.readers import PASSWORD, account_of, confirmed

pytestmark = pytest.mark.both_databases


def merge(session: Session, clerk: Clerk, keep: Borrower, drop: Borrower) -> None:
    """In the presence of the reader."""
    merging.merge(
        session,
        clerk,
        keep.id,
        drop.id,
        seen_keep=keep.version,
        seen_drop=drop.version,
        reader_is_here=True,
    )


def signed_up(session: Session, library: Library) -> Borrower:
    """Registered on the net, with an address that was confirmed and a password."""
    row = confirmed(session, people.adult(library))
    account_of(session, row).password_hash = hashed(PASSWORD)
    return row


def open_accounts(session: Session) -> list[Account]:
    """Of readers."""
    query = select(Account).where(Account.role == Role.READER, Account.closed_at.is_(None))
    return list(session.scalars(query))


def names_of(session: Session, account: Account) -> list[str]:
    query = select(SignInName.name).where(SignInName.account_id == account.id)
    return list(session.scalars(query))


@pytest.mark.parametrize("by_email", [True, False])
def test_the_account_that_opens_comes_to_the_card_that_stays(
    session: Session, library: Library, ha: Clerk, by_email: bool
) -> None:
    """The card has an account, too, as all have: one that nobody can sign in to."""
    keep = people.active(session, ha, library)
    drop = signed_up(session, library) if by_email else people.active(session, ha, library)
    works = account_of(session, drop)
    works.password_hash = works.password_hash or hashed(PASSWORD)
    email, password = works.email, works.password_hash
    merge(session, ha, keep, drop)
    assert open_accounts(session) == [works]
    assert (keep.account_id, drop.account_id) == (works.id, None)
    assert (works.email, works.password_hash) == (email, password)
    assert session.scalars(select(SignInName.name)).all() == [living_number(session, keep.id)]
    assert {one.to for one in people.letters(session, "card_merged")} == {email} - {None}
    assert people.letters(session, "account_closed") == []


def test_the_one_the_card_has_stays_where_it_opens(
    session: Session, library: Library, ha: Clerk
) -> None:
    keep, drop = people.active(session, ha, library), signed_up(session, library)
    own = account_of(session, keep)
    own.password_hash = hashed(PASSWORD)
    merge(session, ha, keep, drop)
    assert open_accounts(session) == [own]
    assert keep.account_id == own.id
    assert names_of(session, own) == [living_number(session, keep.id)]


def test_of_two_that_open_to_nobody_the_cards_own_stays(
    session: Session, library: Library, ha: Clerk
) -> None:
    keep, drop = (people.active(session, ha, library) for _ in range(2))
    own = account_of(session, keep)
    merge(session, ha, keep, drop)
    assert open_accounts(session) == [own]


def test_an_account_that_keeps_another_stays(session: Session, library: Library, ha: Clerk) -> None:
    keep, drop = people.active(session, ha, library), signed_up(session, library)
    sister = people.active(session, ha, library, full_name="Nguyễn Thị Mai")
    keepers.let_go(session, sister)
    sister.account_id = keep.account_id
    own = account_of(session, keep)
    merge(session, ha, keep, drop)
    assert keep.account_id == sister.account_id == own.id
    assert own.closed_at is None


def test_the_others_of_a_parents_account_stay_there(
    session: Session, library: Library, ha: Clerk
) -> None:
    keep = people.registered(session, people.by_phone(people.child(library)))
    drop, sister = (
        confirmed(session, people.child(library, email="me@example.vn", **fields))
        for fields in ({}, {"full_name": "Trần Thu An"})
    )
    merge(session, ha, keep, drop)
    assert keep.account_id == sister.account_id
    assert account_of(session, keep).email == "me@example.vn"


def test_a_parents_account_is_not_for_a_grown_up(
    session: Session, library: Library, ha: Clerk
) -> None:
    drop = confirmed(session, people.child(library))
    parents = account_of(session, drop)
    parents.password_hash = hashed(PASSWORD)
    with time_machine.travel(datetime(2036, 1, 1, tzinfo=UTC)):
        keep = people.active(
            session, ha, library, full_name="Trần Minh Khôi", birthday=drop.birthday
        )
        own = account_of(session, keep)
        merge(session, ha, keep, drop)
    assert (keep.account_id, keep.email) == (own.id, None)
    assert own.email is None
    assert parents.closed_at is not None


@pytest.mark.parametrize("has_account", [True, False])
def test_an_account_of_staff_goes_to_nobody_else(
    session: Session, library: Library, ha: Clerk, has_account: bool
) -> None:
    """Nor its address, which leads to it when the card is given next."""
    boss = make.account(session, "Sếp", Role.ADMINISTRATOR, email="sep@example.vn")
    boss.password_hash = hashed(PASSWORD)
    drop = confirmed(session, people.adult(library, email="sep@example.vn"))
    assert drop.account_id == boss.id
    at_desk = people.active if has_account else people.provisional
    keep = at_desk(session, ha, library)
    if not has_account:
        keepers.let_go(session, keep)
    own = keep.account_id
    merge(session, ha, keep, drop)
    assert (keep.account_id, keep.email) == (own, None)
    assert keepers.keep(session, keep).id != boss.id
    assert boss.closed_at is None


def test_staff_keep_the_account_they_work_with(
    session: Session, library: Library, ha: Clerk
) -> None:
    """Though nobody chose a password for it yet."""
    keep, drop = people.active(session, ha, library), signed_up(session, library)
    keepers.let_go(session, keep)
    keep.account_id = make.account(session, "Sếp", Role.HEAD, at=library, email=None).id
    own = keep.account_id
    merge(session, ha, keep, drop)
    assert keep.account_id == own
