"""The page of a record: what it is, where it is, what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue import ddc
from portal.catalogue.cards import Card, cards
from portal.catalogue.describing import Credit, Described, describe, heir_of
from portal.catalogue.holdings import LibraryHoldings, copies_of, holdings
from portal.catalogue.kinds import Role
from portal.catalogue.models import Record
from portal.catalogue.neighbours import ShelfRow, neighbours, spot
from portal.catalogue.places import Places, places_of_records
from portal.catalogue.presenters import full_title, lang_attribute, volume_text
from portal.catalogue.presenters_holdings import advice_text
from portal.catalogue.similar import similar
from portal.catalogue.today import advice
from portal.catalogue.views.blueprint import LARGEST_ID, bp
from portal.catalogue.views.trail import trail
from portal.catalogue.works import volume_count
from portal.clock import now
from portal.db import db
from portal.i18n import gettext as _
from portal.libraries.branches import Branch, Network
from portal.libraries.mine import current_network, my_library
from portal.libraries.presenters import OpenBadge, open_badge
from portal.vietnamese import sort_key
from portal.web.access import public
from portal.web.limits import crawl_budget

LIBRARIES_OPEN = 4
EDITIONS_OPEN = 5


@dataclass(frozen=True, slots=True)
class HeldView:
    """A library's holdings with what is true of it at this moment."""

    held: LibraryHoldings
    badge: OpenBadge
    advice: str


@dataclass(frozen=True, slots=True)
class EditionView:
    record: Record
    places: list[tuple[Branch, str]]
    """Each library that has it, and «2/3»."""


@bp.get(f"/tai-lieu/<int(max={LARGEST_ID}):record_id>")
@public
@crawl_budget
def record(record_id: int) -> ResponseReturnValue:
    """One edition, with every library that has it or another edition of the same work."""
    described = describe(db.session, record_id)
    if described is None:
        return gone(record_id, "catalogue.record")
    return render_template(
        "catalogue/record.html", trail=trail(), **_what(described), **_where(described)
    )


def gone(record_id: int, endpoint: str) -> ResponseReturnValue:
    """A record that is no more: to the one it was joined with, else a page that says so."""
    was, heir = heir_of(db.session, record_id)
    if heir is not None:
        return redirect(url_for(endpoint, record_id=heir))  # not for good: a merge can be undone
    if not was:
        abort(404)
    return render_template("catalogue/gone.html"), 410


def _what(described: Described) -> dict[str, Any]:
    record = described.record
    address = url_for("catalogue.record", record_id=record.id, _external=True)
    title = full_title(record)
    return {
        "record": record,
        "described": described,
        "title": title,
        "by_role": by_role(described.credits),
        "classes": ddc.trail(ddc.section_of(record.ddc) or ""),
        "class_caption": ddc.caption,
        "permalink": address,
        "mail_link": f"mailto:?subject={quote(title)}&body={quote(f'{title}{chr(10)}{address}')}",
    }


def by_role(named: Iterable[Credit]) -> Mapping[Role, list[Credit]]:
    """Who did what, in the order of the description."""
    found: dict[Role, list[Credit]] = {}
    for credit in named:
        found.setdefault(credit.role, []).append(credit)
    return found


def _where(described: Described) -> dict[str, Any]:
    net, mine, moment = current_network(), my_library(request), now()
    copies = copies_of(db.session, described.record.id)
    held = holdings(copies, net, mine)
    place = spot(copies, [one.branch.id for one in held])
    shelf = neighbours(db.session, place, described.record.work_id) if place else None
    alike = similar(db.session, described)
    known = cards(db.session, [*(shelf.left + shelf.right if shelf else ()), *alike])
    others = places_of_records(db.session, (other.id for other in described.others))
    return {
        "held": [held_view(one, moment) for one in held],
        "libraries_open": LIBRARIES_OPEN,
        "absent": mine is not None and not any(one.mine for one in held),
        "editions": [
            EditionView(other, library_counts(others.get(other.id, {}), net, mine))
            for other in editions_in_order(described)
        ],
        "volumes": volume_count([described.record, *described.others]),
        "editions_open": EDITIONS_OPEN,
        "shelf": _shelf_items(shelf, known, described) if shelf else [],
        "shelf_library": net.by_id.get(shelf.library_id) if shelf else None,
        "similar": [card_item(known[one]) for one in alike if one in known],
    }


def editions_in_order(described: Described) -> list[Record]:
    """The other editions of this volume, the newest first, then the other volumes in order."""
    own = described.record.volume
    return sorted(
        described.others,
        key=lambda other: (other.volume != own, sort_key(other.volume or "")),
    )


def held_view(held: LibraryHoldings, moment: datetime) -> HeldView:
    told = advice(held, held.branch.open_at(moment).state)
    return HeldView(held, open_badge(held.branch, moment), advice_text(told, held.branch))


def library_counts(
    places: Places, network: Network, mine: Branch | None
) -> list[tuple[Branch, str]]:
    """My library first, then those with a copy there, then the order of the directory."""
    rank = {branch.id: at for at, branch in enumerate(network.branches)}
    mine_id = mine.id if mine else None
    ordered = sorted(
        ((count, network.by_id[key]) for key, count in places.items() if key in network.by_id),
        key=lambda pair: (
            pair[1].id != mine_id,
            not pair[0].ready + pair[0].on_site,
            rank[pair[1].id],
        ),
    )
    return [(branch, f"{count.ready + count.on_site}/{count.total}") for count, branch in ordered]


def card_item(card: Card, note: str = "") -> dict[str, Any]:
    """A card as the macro `cover_grid` takes it."""
    return {
        "title": f"{card.title}. {volume_text(card.volume)}" if card.volume else card.title,
        "url": url_for("catalogue.record", record_id=card.record_id),
        "author": card.author,
        "ddc": card.ddc,
        "cover_url": None,
        "lang": lang_attribute(card.language),
        "note": note,
    }


def _shelf_items(
    shelf: ShelfRow, known: Mapping[int, Card], described: Described
) -> Sequence[dict[str, Any]]:
    if not shelf.left and not shelf.right:
        return []
    own = described.record
    author = described.authors[0].name if described.authors else ""
    here = Card(own.id, own.title, own.volume, author, own.ddc, own.language, own.year)
    left = [card_item(known[one]) for one in shelf.left if one in known]
    right = [card_item(known[one]) for one in shelf.right if one in known]
    return [*left, card_item(here, _("Cuốn bạn đang xem")), *right]
