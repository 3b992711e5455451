"""The home page, and what crawlers are asked to leave alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from portal.catalogue import ddc
from portal.catalogue.presenters import lang_attribute, volume_text
from portal.home.strips import Strips, strips
from portal.libraries.branches import Branch, Network
from portal.libraries.kinds import LibraryKind
from portal.libraries.mine import current_network, my_library
from portal.search.live import IndexMissing
from portal.search.rows import Title
from portal.search.state import SearchState
from portal.search.views.boxes import search_box_values
from portal.search.views.context import searcher
from portal.search.views.past import past_searches
from portal.vietnamese import ALPHABET
from portal.web.access import public

bp = Blueprint("home", __name__)

# Filters multiply addresses without end; the plain pages of the catalogue hold all there is.
ROBOTS = """\
User-agent: *
Disallow: /tim/
Disallow: /tim?
Disallow: /api/
Disallow: /ngon-ngu/
Disallow: /quay
Disallow: /*?*trong=
Crawl-delay: 2
"""


@bp.get("/")
@public
def index() -> str:
    """Search first; then where to go today, and books to look at."""
    network, mine = current_network(), my_library(request)
    return render_template(
        "home/index.html",
        box=search_box_values(SearchState(), network, mine),
        open_today=_open_today(network, mine),
        classes=[(ddc.full_number(digit), ddc.caption(digit), digit) for digit in "0123456789"],
        letters=ALPHABET,
        past=past_searches(network),
        **_covers(),
    )


@bp.get("/robots.txt")
@public
def robots() -> Response:
    return Response(ROBOTS, mimetype="text/plain", headers={"Cache-Control": "max-age=86400"})


def _open_today(network: Network, mine: Branch | None) -> Sequence[Branch]:
    """My library; without one, those of the city."""
    if mine:
        return [mine]
    return [
        branch
        for branch in network.branches
        if branch.kind is LibraryKind.CITY and not branch.closed_since
    ]


def _covers() -> Mapping[str, Any]:
    """A portal whose index is not built yet still has a home."""
    try:
        found = strips(searcher())
    except IndexMissing:
        found = Strips()
    return {
        "new_books": [_card(title) for title in found.new],
        "popular_books": [_card(title) for title in found.popular],
    }


def _card(title: Title) -> Mapping[str, Any]:
    """As the macro `cover_grid` wants it."""
    return {
        "title": ". ".join(filter(None, (title.title, volume_text(title.volume)))),
        "author": title.by,
        "ddc": title.ddc,
        "lang": lang_attribute(title.language),
        "url": url_for("catalogue.record", record_id=title.record_id),
    }
