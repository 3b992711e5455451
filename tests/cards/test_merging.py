"""Two borrowers that are one."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, SignInName
from portal.cards import blocking, confirming, finding, merging
from portal.cards.acting import Clerk
from portal.cards.documents import own_number
from portal.cards.merging import SamePerson
from portal.cards.models import Borrower, CardNumber
from portal.cards.numbering import living_number
from portal.cards.refusals import NotPossible, NotYours
from portal.cards.states import Act, State
from portal.cards.words import Death
from portal.libraries.models import Library
from tests.cards import people

pytestmark = pytest.mark.both_databases


def merge(
    session: Session, clerk: Clerk, keep: Borrower, drop: Borrower, *, here: bool = False
) -> None:
    seen = {"seen_keep": keep.version, "seen_drop": drop.version}
    merging.merge(session, clerk, keep.id, drop.id, **seen, why="Một người", reader_is_here=here)


def test_one_stays_and_both_keep_their_past(session: Session, library: Library, ha: Clerk) -> None:
    keep, drop = (people.active(session, ha, library) for _ in range(2))
    dead = living_number(session, drop.id) or ""
    living = living_number(session, keep.id)
    merge(session, ha, keep, drop)
    assert (drop.state, drop.merged_into_id, keep.state) == (State.CLOSED, keep.id, State.ACTIVE)
    assert session.get_one(CardNumber, dead).why is Death.MERGED
    (hit,) = finding.by_number(session, ha, dead)
    assert (hit.borrower_id, hit.number, hit.dead) == (keep.id, living, True)
    acts = [event.act for event in merging.history(session, keep.id)]
    assert acts.count(Act.REGISTER) == 2
    assert {Act.MERGE, Act.TAKE_IN} <= set(acts)


def test_what_one_lacks_it_takes_from_the_other(
    session: Session, library: Library, ha: Clerk
) -> None:
    keep = people.registered(session, people.by_phone(people.child(library)))
    drop = people.waiting(session, library, address="12 Thụy Khuê")
    document, phone = own_number(session, drop), keep.phone
    merge(session, ha, keep, drop)
    assert (keep.address, keep.phone) == ("12 Thụy Khuê", phone)
    assert own_number(session, keep) == document
    assert keep.full_name == "Trần Minh Khôi"


def test_the_account_of_the_one_that_goes_is_closed(
    session: Session, library: Library, ha: Clerk
) -> None:
    keep, drop = (people.active(session, ha, library) for _ in range(2))
    gone = drop.account_id
    merge(session, ha, keep, drop)
    assert session.get_one(Account, gone).closed_at is not None
    assert session.scalars(select(SignInName.name)).all() == [living_number(session, keep.id)]


def test_an_account_comes_along_where_there_was_none(
    session: Session, library: Library, ha: Clerk
) -> None:
    keep = people.waiting(session, library)
    people.registered(session, people.adult(library, full_name="Lan Nguyễn"))
    done = confirming.confirm(session, people.token_of(session, "card_confirm"))
    merge(session, ha, keep, session.get_one(Borrower, done.borrower_id), here=True)
    assert keep.account_id == done.account_id
    assert keep.email is not None


def test_whoever_registered_in_anothers_name_gets_nothing(
    session: Session, library: Library, ha: Clerk
) -> None:
    keep = people.active(session, ha, library)
    owner = keep.account_id
    keep.account_id = None
    people.registered(session, people.adult(library))
    done = confirming.confirm(session, people.token_of(session, "card_confirm"))
    merge(session, ha, keep, session.get_one(Borrower, done.borrower_id))
    assert owner is not None
    assert (keep.account_id, keep.email) == (None, None)
    assert session.get_one(Account, done.account_id).closed_at is not None


def test_the_chain_is_followed_to_its_end(session: Session, library: Library, ha: Clerk) -> None:
    first, second, third = (people.active(session, ha, library) for _ in range(3))
    number = living_number(session, first.id) or ""
    merge(session, ha, second, first)
    merge(session, ha, third, second)
    (hit,) = finding.by_number(session, ha, number)
    assert hit.borrower_id == third.id
    assert merging.came_from(session, third.id) == [third.id, second.id, first.id]


def test_whoever_is_blocked_does_not_vanish_in_another(
    session: Session, library: Library, ha: Clerk
) -> None:
    free, blocked = (people.active(session, ha, library) for _ in range(2))
    blocking.block(session, ha, blocked.id, seen=blocked.version, reason="Nợ sách")
    with pytest.raises(NotPossible):
        merge(session, ha, free, blocked)
    session.refresh(free)
    merge(session, ha, blocked, free)
    assert blocked.state is State.BLOCKED


def test_nobody_is_merged_with_themselves(session: Session, library: Library, ha: Clerk) -> None:
    row = people.waiting(session, library)
    with pytest.raises(SamePerson):
        merge(session, ha, row, row)


def test_one_of_the_two_is_ones_own(
    session: Session, library: Library, elsewhere: Library, ha: Clerk
) -> None:
    own, other, third = (people.waiting(session, at) for at in (library, elsewhere, elsewhere))
    with pytest.raises(NotYours):
        merge(session, ha, other, third)
    merge(session, ha, other, own)
    assert own.merged_into_id == other.id


def test_who_was_merged_is_not_opened_again(session: Session, library: Library, ha: Clerk) -> None:
    keep, drop = people.waiting(session, library), people.waiting(session, library)
    merge(session, ha, keep, drop)
    with pytest.raises(NotPossible):
        blocking.reopen(session, ha, drop.id, seen=drop.version)
