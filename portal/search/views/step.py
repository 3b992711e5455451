"""`/tim/buoc`: the record at a place of a result, for previous and next on a record's page."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from portal.search.history import read_query_string
from portal.search.views.blueprint import bp
from portal.search.views.context import searcher
from portal.search.views.links import record_url, results_url
from portal.web.access import public
from portal.web.limits import crawl_budget

LARGEST_PLACE = 10_000_000


@bp.get("/tim/buoc")
@public
@crawl_budget
def step() -> Response:
    """To the record at `vi_tri` (from 0) of the search `trong`; beyond either end, to the list."""
    state = read_query_string(request.args.get("trong", "")).with_page(1)
    place = _place(request.args.get("vi_tri", ""))
    if place is None:
        return redirect(results_url(state))
    item, total = searcher().item(state, place)
    if item is None:
        last = max(1, -(-total // state.per_page))
        return redirect(results_url(state.with_page(last)))
    return redirect(record_url(item.record_id, state, place, total))


def _place(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) < 9
    return int(text) if plain and int(text) < LARGEST_PLACE else None
