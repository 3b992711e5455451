"""Two borrowers that are one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import errands
from portal.accounts.models import Account, SignInName
from portal.cards import blocking, confirming, desk_passwords, finding, merging
from portal.cards.acting import Clerk
from portal.cards.documents import own_number
from portal.cards.merging import SamePerson
from portal.cards.models import Borrower, CardNumber
from portal.cards.numbering import living_number
from portal.cards.reach import write_look
from portal.cards.refusals import LateLink, NotAlike, NotPossible, NotYours
from portal.cards.states import Act, State
from portal.cards.telling_apart import tell_apart
from portal.cards.walk_in import register_here
from portal.cards.words import Death, Document, Found, Gender
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.readers import confirmed

pytestmark = pytest.mark.both_databases

KHOI = date(2017, 9, 1)  # his birthday

TO_THE_READER = ("card_merged", "password_link")


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
    number = people.cccd(KHOI, Gender.MALE)
    again = people.child(library, document=Document.CCCD, number=number, address="12 Thụy Khuê")
    drop = people.registered(session, people.by_phone(again))
    phone = keep.phone
    merge(session, ha, keep, drop)
    assert (keep.address, keep.phone) == ("12 Thụy Khuê", phone)
    assert own_number(session, keep) == number


def test_a_grown_up_becomes_nobodys_ward(session: Session, library: Library, ha: Clerk) -> None:
    """Registered as a child, by a mother, and now again: of age."""
    drop = confirmed(session, people.child(library))
    parent = drop.account_id
    with time_machine.travel(datetime(2036, 1, 1, tzinfo=UTC)):
        keep = people.waiting(session, library, full_name="Trần Minh Khôi", birthday=KHOI)
        merge(session, ha, keep, drop, here=True)
    assert (keep.guardian_name, keep.guardian_id_hash, keep.guardian_phone) == (None, None, None)
    assert (keep.email, keep.account_id) == (None, None)
    assert session.get_one(Account, parent).closed_at is not None


def test_of_two_guardians_none_gets_the_others_document(
    session: Session, library: Library, ha: Clerk
) -> None:
    keep, drop = (
        people.registered(session, people.by_phone(people.child(library))) for _ in range(2)
    )
    keep.guardian_name, keep.guardian_phone = "Trần Văn Ba", None
    keep.guardian_id_hash = keep.guardian_id_sealed = None
    merge(session, ha, keep, drop, here=True)
    assert (keep.guardian_name, keep.guardian_id_hash, keep.guardian_phone) == (
        "Trần Văn Ba", None, None,
    )  # fmt: skip


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
    people.registered(session, people.adult(library))
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


def test_an_address_is_confirmed_by_its_own_mailbox_only(
    session: Session, library: Library, ha: Clerk
) -> None:
    """A stranger's, mistyped at the desk, gives way to the one that was confirmed."""
    card = register_here(session, ha, people.adult(library, email="stranger@example.vn"))
    link = people.token_of(session, "card_address")
    keep = session.get_one(Borrower, card.borrower_id)
    drop = confirmed(session, people.adult(library, email="mine@example.vn"))
    moment = drop.email_confirmed_at
    merge(session, ha, keep, drop, here=True)
    assert (keep.email, keep.email_confirmed_at) == ("mine@example.vn", moment)
    with pytest.raises(LateLink):
        confirming.look(session, link)
    desk_passwords.first_password(session, ha, keep.id)
    errands.run(session)
    told = {letter.to for kind in TO_THE_READER for letter in people.letters(session, kind)}
    assert told == {"mine@example.vn"}


@pytest.mark.parametrize("theirs", [None, "keep@example.vn"])
def test_of_addresses_that_nobody_confirmed_the_cards_own_stays(
    session: Session, library: Library, ha: Clerk, theirs: str | None
) -> None:
    keep, drop = people.active(session, ha, library), people.waiting(session, library)
    keep.email, drop.email = theirs, "drop@example.vn"
    merge(session, ha, keep, drop, here=True)
    assert (keep.email, keep.email_confirmed_at) == (theirs, None)


def test_a_confirmed_address_stays(session: Session, library: Library, ha: Clerk) -> None:
    keep, drop = (
        confirmed(session, people.adult(library, email=f"{who}@example.vn"))
        for who in ("keep", "drop")
    )
    moment = keep.email_confirmed_at
    merge(session, ha, keep, drop, here=True)
    assert (keep.email, keep.email_confirmed_at) == ("keep@example.vn", moment)


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


@pytest.mark.parametrize("strangers_stay", [True, False])
def test_who_are_not_alike_are_not_merged(
    session: Session, library: Library, elsewhere: Library, ha: Clerk, strangers_stay: bool
) -> None:
    own = people.waiting(session, library, full_name="Ai Đó")
    other = people.waiting(session, elsewhere)
    with pytest.raises(NotAlike):
        merge(session, ha, *((other, own) if strangers_stay else (own, other)))


def test_who_were_told_apart_are_not_merged(session: Session, library: Library, ha: Clerk) -> None:
    keep, drop = people.waiting(session, library), people.waiting(session, library)
    tell_apart(session, ha, keep.id, drop.id)
    with pytest.raises(NotAlike):
        merge(session, ha, keep, drop)


def test_a_card_of_another_library_is_closed_before_its_reader_only(
    session: Session, library: Library, elsewhere: Library, ha: Clerk
) -> None:
    theirs = people.clerk(session, elsewhere)
    own, other = people.active(session, ha, library), people.active(session, theirs, elsewhere)
    write_look(session, ha, other.id, Found.LIKENESS)
    with pytest.raises(NotYours):
        merge(session, ha, own, other)
    finding.by_number(session, ha, living_number(session, other.id) or "")
    merge(session, ha, own, other)
    assert other.merged_into_id == own.id


@pytest.mark.parametrize("strangers_stay", [True, False])
def test_nobody_says_that_a_reader_is_here_who_was_not_found(
    session: Session, library: Library, elsewhere: Library, ha: Clerk, strangers_stay: bool
) -> None:
    """Else a telephone and an account of one's choice are put to a stranger's card."""
    own, other = people.waiting(session, library), people.waiting(session, elsewhere)
    rows = (other, own) if strangers_stay else (own, other)
    with pytest.raises(NotYours):
        merge(session, ha, *rows, here=True)
    finding.by_name(session, ha, other.full_name or "", other.birthday or KHOI)
    merge(session, ha, *rows, here=True)


def test_who_was_merged_is_not_opened_again(session: Session, library: Library, ha: Clerk) -> None:
    keep, drop = people.waiting(session, library), people.waiting(session, library)
    merge(session, ha, keep, drop)
    with pytest.raises(NotPossible):
        blocking.reopen(session, ha, drop.id, seen=drop.version)
