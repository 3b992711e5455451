"""`/tim/loc/…`: every value of one facet, for those that the panel has no room for."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, make_response, render_template, request

from portal.search.facet_list import MOST_VALUES, ORDERS, Value, Values, facet_values
from portal.search.facets import FACETS
from portal.search.labels import facet_text
from portal.search.state import LONGEST_VALUE, SearchState
from portal.search.views.blueprint import bp
from portal.search.views.context import searcher
from portal.search.views.links import address, facet_urls, results_url
from portal.search.views.panel import Option, toggled
from portal.search.views.reading import read
from portal.web.access import public
from portal.web.limits import crawl_budget
from portal.web.paging import Page, offset, page_number

PER_PAGE = 60


@bp.get("/tim/loc/<facet>")
@public
@crawl_budget
def facet(facet: str) -> Response:
    """The values as links back to the results; several may be chosen one after another."""
    if facet not in FACETS:
        abort(404)
    state = read(request.args).state.with_page(1)
    inside = request.args.get("loc", "").strip()[:LONGEST_VALUE]
    order = request.args.get("xep", "")
    order = order if order in ORDERS else ORDERS[0]
    found = facet_values(searcher(), state, facet, inside, order)
    page = _page(found, page_number(request.args.get("trang")))

    def link(number: int = 1, order: str = order, inside: str = inside) -> str:
        return address(
            "search.facet",
            state,
            facet=facet,
            loc=inside or None,
            xep=order if order != ORDERS[0] else None,
            trang=number if number > 1 else None,
        )

    response = make_response(
        render_template(
            "search/facet.html",
            state=state,
            facet=facet,
            facet_label=facet_text(facet),
            found=found,
            most_values=MOST_VALUES,
            page=page,
            options=_options(state, facet, page.items),
            inside=inside,
            order=order,
            link=link,
            back_url=results_url(state),
        )
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page(found: Values, number: int) -> Page[Value]:
    last = max(1, -(-len(found.items) // PER_PAGE))
    number = min(number, last)
    first = offset(number, PER_PAGE)
    return Page(found.items[first : first + PER_PAGE], number, PER_PAGE, len(found.items))


def _options(state: SearchState, name: str, items: Sequence[Value]) -> list[Option]:
    url = facet_urls(state, name)
    return [
        Option(
            item.label,
            item.count,
            url(toggled(state, name, item.value)),
            state.has(name, item.value),
        )
        for item in items
    ]
