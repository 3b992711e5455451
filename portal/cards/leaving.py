"""Somebody closes their account, and every card on it comes to an end with it, as it was told.

What is theirs ends; a card of a child who has come of age is let go of instead; what is for the
desk to settle first stands in the way of it all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.following import ends
from portal.accounts.models import Account
from portal.cards import blocking, handing_over, keepers, own
from portal.cards.acting import Actor
from portal.cards.models import Borrower
from portal.cards.own import OwnCard
from portal.cards.policies import policies
from portal.cards.purging import Stays, what_stays_of
from portal.cards.states import LIVING, Act, Who
from portal.libraries.models import Library
from portal.refusals import Refusal


@dataclass(eq=False)
class CardsChanged(Refusal):
    """Whoever closes the account was shown other cards, or something else of them."""


@dataclass(eq=False)
class CardStays(Refusal):
    """One card cannot end, so nothing does. why: what its own refusal says."""

    full_name: str
    library: str
    why: Refusal


class Fate(StrEnum):
    """What becomes of a card when its account is closed."""

    ENDS = "ends"
    LET_GO = "let_go"  # of a child of age: it lives on, and is its own
    IN_THE_WAY = "in_the_way"  # blocked: the desk first
    OVER = "over"  # ended before: what is kept of it goes in its time


@dataclass(frozen=True, slots=True)
class Leaving:
    """A card, and what becomes of it. years: how long its reader's data is kept once it ended."""

    card: OwnCard
    fate: Fate
    stays: Stays
    years: int


def look(session: Session, account_id: int) -> list[Leaving]:
    """What would become of the cards of an account: a few queries, however many there are."""
    cards = own.mine(session, account_id)
    stays, ways = what_stays_of(session, [one.borrower_id for one in cards]), policies(session)
    return [
        Leaving(
            card=one,
            fate=_fate(one),
            stays=stays[one.borrower_id],
            years=ways.get(one.library_id, ways[None]).years_closed,
        )
        for one in cards
    ]


def mark(cards: Iterable[OwnCard]) -> str:
    """Of what was shown: each card as it was then, and what was said would become of it."""
    ordered = sorted(cards, key=lambda one: one.borrower_id)
    return " ".join(f"{one.borrower_id}.{one.version}.{_fate(one)}" for one in ordered)


@ends("cards")
def end_all(session: Session, account: Account, shown: str) -> None:
    """shown: the `mark` of what the reader was shown. Raises CardsChanged, CardStays.

    The cards are locked before they are compared, so that no desk does anything to them meanwhile;
    then the account is held so that no new one comes to it, and looked at once more.
    """
    theirs = select(Borrower).where(Borrower.account_id == account.id).order_by(Borrower.id)
    fresh = theirs.with_for_update().execution_options(populate_existing=True)
    locked = {row.id: row for row in session.scalars(fresh)}
    cards = own.mine(session, account.id)
    if mark(cards) != shown:
        raise CardsChanged
    for one in cards:
        _end(session, account.id, locked[one.borrower_id], one)
    session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    if own.mine(session, account.id):
        raise CardsChanged


def _fate(card: OwnCard) -> Fate:
    if card.state not in LIVING:
        return Fate.OVER
    if card.of_age:
        return Fate.LET_GO
    return Fate.ENDS if Act.CLOSE in card.acts else Fate.IN_THE_WAY


def _end(session: Session, account_id: int, row: Borrower, card: OwnCard) -> None:
    """What is in the way is refused by the table of states, as any act that is not in it."""
    fate = _fate(card)
    reader = Actor(Who.READER, row.library_id, account_id)
    try:
        if fate is Fate.LET_GO:
            handing_over.let_go(session, row, reader, seen=card.version)
        elif fate is not Fate.OVER:
            blocking.end_card(session, row, reader, seen=card.version)
    except Refusal as why:
        library = session.get_one(Library, card.library_id)
        raise CardStays(card.full_name, library.name, why) from why
    keepers.unkeep(session, row)
