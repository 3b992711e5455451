"""`/tim/nang-cao`: several rows and all limits in one form, and the query language explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.libraries.mine import current_network, my_library
from portal.search import values
from portal.search.compose import OPERATORS, QueryRow, compose
from portal.search.labels import labels
from portal.search.query import FIELD_NAMES
from portal.search.service import Searcher
from portal.search.state import SearchState
from portal.search.views.blueprint import bp
from portal.search.views.boxes import ADVANCED_FIELDS, field_choices
from portal.search.views.context import forget, searcher
from portal.search.views.links import results_url
from portal.search.views.past import past_searches
from portal.search.views.reading import read
from portal.web.access import public
from portal.web.limits import crawl_budget
from portal.web.posted import posted
from portal.web.redirects import safe_next

ROWS = 4
SENT = "tu"  # the words of the rows; their presence says that the form was sent


@bp.get("/tim/nang-cao")
@public
@crawl_budget
def advanced() -> ResponseReturnValue:
    """The form, filled from a search if one is handed over; sent, it becomes a search."""
    state = read(request.args).state
    rows = _rows()
    if SENT in request.args:
        q, field = compose(rows)
        state = replace(state, q=q, field=field, page=1)
        if not state.empty:
            return redirect(results_url(state))
    elif state.q:
        rows = [QueryRow(state.q, state.field if state.field in FIELD_NAMES else "")]
    search = searcher()
    return render_template(
        "search/advanced.html",
        nothing_given=SENT in request.args,
        state=state,
        rows=[*rows, *[QueryRow("")] * (ROWS - len(rows))],
        fields=field_choices(ADVANCED_FIELDS),
        libraries=[branch for branch in current_network().branches if not branch.closed_since],
        mine=my_library(request),
        past=past_searches(search.network),
        **_choices(search),
    )


@bp.post("/tim/lich-su/xoa")
@public
def forget_history() -> ResponseReturnValue:
    """Forget the searches kept in the reader's cookie."""
    forget()
    return redirect(safe_next(posted("next"), url_for(".advanced")), 303)


def _rows() -> list[QueryRow]:
    """The rows as sent; a field or operator that does not exist is the first one."""
    texts = request.args.getlist(SENT)[:ROWS]
    fields = [*request.args.getlist("truong"), *[""] * ROWS]
    operators = ["and", *request.args.getlist("noi"), *["and"] * ROWS]
    return [
        QueryRow(
            text,
            field if field in ADVANCED_FIELDS else "",
            operator if operator in OPERATORS else "and",
        )
        for text, field, operator in zip(texts, fields, operators, strict=False)
    ]


def _choices(search: Searcher) -> dict[str, Any]:
    """Only languages and forms that the catalogue has."""
    found = search.find(replace(SearchState(), per_page=1), ("language", "material")).facets
    return {
        "languages_held": _named(search, "language", (number for number, _n in found["language"])),
        "materials_held": _named(search, "material", sorted(n for n, _c in found["material"])),
    }


def _named(search: Searcher, name: str, numbers: Iterable[int]) -> list[tuple[str, str]]:
    wanted = list(numbers)
    found = labels(search.session, search.network, name, wanted)
    return [
        (values.text(search.network, name, number) or "", found[number])
        for number in wanted
        if number in found
    ]
