"""What pages of one's own cards have in common: whose they are, and how an act ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.models import Account
from portal.accounts.signing import SignedIn
from portal.cards import own, own_texts
from portal.cards.kinds import Kind, kinds_named
from portal.cards.numbers import grouped
from portal.cards.own import OfAge, OwnCard
from portal.cards.refusals import AlreadyDone
from portal.cards.views.blueprint import bp
from portal.db import db
from portal.i18n import locale_code
from portal.libraries.mine import current_network
from portal.refusals import Refusal
from portal.web.access import person
from portal.web.refusals import explain

CARD = f"/the/<int(max={2**31 - 1}):borrower_id>"


@bp.context_processor
def _texts() -> dict[str, object]:
    return {"own_say": own_texts, "grouped": grouped}


@dataclass(frozen=True, slots=True)
class Shown:
    """A card with the names of what it belongs to."""

    card: OwnCard
    library: str
    kind: Kind | None

    @property
    def kind_name(self) -> str:
        return self.kind.name(locale_code()) if self.kind else ""


def me() -> SignedIn:
    """Whoever is signed in: the page asks for it."""
    return cast(SignedIn, person())


def my_account() -> Account:
    return db.session.get_one(Account, me().id)


def shown(cards: list[OwnCard]) -> list[Shown]:
    kinds = kinds_named(db.session, {(card.library_id, card.kind) for card in cards})
    names = {branch.id: branch.name for branch in current_network().branches}
    return [
        Shown(card, names.get(card.library_id, ""), kinds.get((card.library_id, card.kind)))
        for card in cards
    ]


def one_of_mine(borrower_id: int) -> Shown:
    """A card of whoever asks; of anybody else's they learn no more than of none."""
    return shown([own.my_card(db.session, me().id, borrower_id)])[0]


def mine_still(borrower_id: int) -> Shown:
    """A card of whoever asks, and not of a child who is of age by now: its pages are its own."""
    one = one_of_mine(borrower_id)
    if one.card.of_age:
        flash(refused_text(OfAge()), "error")
        abort(redirect(url_for(".card", borrower_id=borrower_id), 303))
    return one


def done(borrower_id: int, verb: Callable[[], str]) -> ResponseReturnValue:
    """Do what a button asks for and go back to the card, which says how it went.

    Pressed twice, it is done once.
    """
    one_of_mine(borrower_id)
    try:
        said = verb()
    except AlreadyDone as refused:
        db.session.rollback()
        flash(explain(refused).title, "info")
    except Refusal as refused:
        db.session.rollback()
        flash(refused_text(refused), "error")
    else:
        db.session.commit()
        flash(said, "success")
    return redirect(url_for(".card", borrower_id=borrower_id), 303)


def refused_text(refused: Refusal) -> str:
    told = explain(refused)
    return f"{told.title} {told.rule} {told.next_step}"
