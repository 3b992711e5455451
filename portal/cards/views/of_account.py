"""What the pages of an account show of its cards: all that is kept, and what ends with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.views.parts import Ending, Part, foretells, reads
from portal.cards import leaving
from portal.cards.export_texts import Told, readable
from portal.cards.leaving import Fate, Leaving
from portal.cards.numbers import grouped
from portal.cards.own import OwnCard
from portal.cards.presenters import state_text
from portal.cards.purging import Stays
from portal.libraries.branches import Branch
from portal.libraries.mine import current_network


@dataclass(frozen=True, slots=True)
class Line:
    """A card on the page of closing. years: as `leaving.Leaving` has them."""

    card: OwnCard
    number: str
    state: str
    branch: Branch
    stays: Stays
    years: int


@reads("cards")
def data(kept: Mapping[str, Any]) -> Part:
    told: list[tuple[str, Told]] = [(one["full_name"], readable(one)) for one in kept["kept"]]
    return Part("cards/_of_account.html", {"cards": told, "of_age": kept["of_age"]})


@foretells("cards")
def ending(session: Session, account_id: int) -> Ending:
    cards = leaving.look(session, account_id)
    by_fate: dict[str, list[Line]] = {fate.value: [] for fate in Fate}
    for one in cards:
        by_fate[one.fate].append(_line(one))
    return Ending(
        template="cards/_leaving.html",
        values=by_fate,
        shown=leaving.mark(one.card for one in cards),
        possible=not by_fate[Fate.IN_THE_WAY],
    )


def _line(one: Leaving) -> Line:
    card = one.card
    return Line(
        card=card,
        number=grouped(card.number) if card.number else "",
        state=state_text(card.state),
        branch=current_network().by_id[card.library_id],
        stays=one.stays,
        years=one.years,
    )
