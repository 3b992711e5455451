"""Somebody leaves, and at the same moment there is another click, another card, or the desk."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.changes import AlreadyClosed, close_own
from portal.accounts.models import Account
from portal.accounts.names import add_name
from portal.accounts.signing_in import Asker, enter, knock_again
from portal.cards import approving, blocking, keepers, leaving
from portal.cards.acting import Clerk
from portal.cards.details import edit_here
from portal.cards.leaving import CardsChanged
from portal.cards.models import Borrower, CardNumber
from portal.cards.numbering import living_number
from portal.cards.states import State
from portal.clock import now
from portal.libraries.models import Library
from portal.mail.models import Letter
from portal.refusals import Refusal
from tests.cards import people
from tests.cards.families import AN, MOTHER, child
from tests.cards.racing import all_at_once, in_the_middle
from tests.cards.readers import PASSWORD, account_of

pytestmark = pytest.mark.both_databases


def shown(session: Session, account: Account) -> dict[str, str]:
    """What the page of closing would carry."""
    return {"cards": leaving.mark(one.card for one in leaving.look(session, account.id))}


def test_closed_once_however_often_it_is_pressed(
    engine: sa.Engine, session: Session, library: Library
) -> None:
    khoi, an = child(session, library), child(session, library, AN)
    account = account_of(session, khoi)
    account_id, seen = account.id, shown(session, account)
    session.commit()

    def press(mine: Session) -> None:
        close_own(mine, mine.get_one(Account, account_id), seen)

    results = all_at_once(engine, [press] * 4)
    assert sum(isinstance(one, AlreadyClosed) for one in results) == 3, results
    session.rollback()
    kinds = list(session.scalars(select(Letter.kind)))
    assert (kinds.count("card_closed"), kinds.count("account_closed")) == (2, 1)
    assert {khoi.state, an.state} == {State.CLOSED}


@pytest.mark.parametrize("the_parent_first", [True, False])
def test_no_card_is_left_on_an_account_that_is_closed_while_it_comes(
    engine: sa.Engine, session: Session, library: Library, the_parent_first: bool
) -> None:
    """Whoever is first: the account is not closed then, or the card gets another."""
    khoi = child(session, library)
    account = account_of(session, khoi)
    account_id, seen = account.id, shown(session, account)
    an = people.registered(session, people.child(library, full_name=AN, email=MOTHER))
    an.email_confirmed_at = now()
    an_id = an.id
    session.commit()

    def leave(mine: Session) -> None:
        close_own(mine, mine.get_one(Account, account_id), seen)

    def come(mine: Session) -> None:
        keepers.keep(mine, mine.get_one(Borrower, an_id))

    order = (leave, come) if the_parent_first else (come, leave)
    late = in_the_middle(engine, *order)
    session.rollback()
    assert account_of(session, an).closed_at is None
    assert (account_of(session, an).id == account_id) is not the_parent_first
    assert isinstance(late, CardsChanged) is not the_parent_first, late
    assert (khoi.state is State.CLOSED) is the_parent_first


def test_who_leaves_and_a_desk_with_one_of_the_cards_do_not_wait_for_each_other(
    engine: sa.Engine, session: Session, library: Library, ha: Clerk
) -> None:
    """The desk has the card and needs the account for a number, the parent the other way."""
    khoi = child(session, library)
    account = account_of(session, khoi)
    account_id, seen = account.id, shown(session, account)
    number, version = khoi.id, khoi.version
    session.commit()

    def leave(mine: Session) -> None:
        account = mine.get_one(Account, account_id)
        enter(mine, knock_again(mine, account, Asker("203.0.113.9")), PASSWORD)
        close_own(mine, account, seen)

    late = in_the_middle(
        engine,
        lambda mine: blocking.block(mine, ha, number, seen=version, reason="Nợ sách"),
        leave,
        lambda mine: add_name(mine, mine.get_one(Account, account_id), "99001122"),
    )
    assert isinstance(late, CardsChanged)


def test_the_desk_approves_while_the_parent_leaves(
    engine: sa.Engine, session: Session, library: Library, ha: Clerk
) -> None:
    """One of both comes second and is told so; no number lives on a card that was closed."""
    khoi = child(session, library)
    account = account_of(session, khoi)
    khoi.state, khoi.provisional_until = State.PENDING, None
    number, version = khoi.id, khoi.version
    seen = shown(session, account)
    account_id = account.id
    session.execute(sa.delete(CardNumber))
    session.commit()

    def leave(mine: Session) -> None:
        close_own(mine, mine.get_one(Account, account_id), seen)

    results = all_at_once(
        engine, [leave, lambda mine: approving.approve(mine, ha, number, seen=version)]
    )
    session.rollback()
    closed = session.get_one(Borrower, number).state is State.CLOSED
    assert closed is (results[0] is None), results
    assert (living_number(session, number) is None) is closed
    assert (account.closed_at is not None) is closed


def test_the_desk_saves_the_language_of_letters_while_somebody_leaves(
    engine: sa.Engine, session: Session, library: Library, ha: Clerk
) -> None:
    """Both take the account before its cards: one waits for the other, neither for both."""
    khoi = people.active(session, ha, library)
    account = account_of(session, khoi)
    account_id, seen, version, khoi_id = account.id, shown(session, account), khoi.version, khoi.id
    session.commit()
    late = in_the_middle(
        engine,
        lambda mine: mine.execute(
            select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)
        ),
        lambda mine: edit_here(mine, ha, khoi_id, {"locale": "en"}, seen=version),
        lambda mine: close_own(mine, mine.get_one(Account, account_id), seen),
    )
    assert isinstance(late, Refusal)
    session.rollback()
    session.refresh(khoi)
    assert khoi.state is State.CLOSED
