"""`/tim`: what a search found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.clock import now
from portal.db import db
from portal.libraries.mine import my_library
from portal.search import values
from portal.search.engine import SORTS, Item
from portal.search.highlight import Highlighter
from portal.search.labels import sort_text
from portal.search.relax import Relaxed, ways_on
from portal.search.rescue import Answer, answered
from portal.search.rows import load_rows
from portal.search.service import Searcher
from portal.search.state import SearchState
from portal.search.views import ways_out
from portal.search.views.blueprint import bp
from portal.search.views.boxes import search_box_values
from portal.search.views.context import remember, searcher
from portal.search.views.doors import doors
from portal.search.views.links import address, clean, record_urls, results_url
from portal.search.views.mail import mail_url
from portal.search.views.panel import facets_for, panel, today_switch
from portal.search.views.reading import Reading, notices, read, too_long
from portal.search.views.row_view import Reader, RowView
from portal.web.access import public
from portal.web.addresses import numbered_path
from portal.web.limits import crawl_budget
from portal.web.paging import Page


@bp.get("/tim")
@public
@crawl_budget
def results() -> ResponseReturnValue:
    """One page of what was found, with the limits beside it; the address is the search."""
    reading = read(request.args)
    state = reading.state
    if reading.cut:
        flash(too_long())
    if reading.cut or not (reading.complaints or clean(state)):
        return redirect(results_url(state))
    search = searcher()
    answer = answered(search, state, facets_for(state))
    remember(state)
    response = make_response(
        render_template("search/results.html", **_page(search, reading, answer))
    )
    return _shielded(response, state)


def _page(search: Searcher, reading: Reading, answer: Answer) -> Mapping[str, Any]:
    state, found, mine = answer.state, answer.found, my_library(request)
    query = search.query(state)
    relaxed = ways_on(search, answer)
    rows, near = _rows(search, answer, relaxed)
    limits = panel(search, state, found)
    return {
        "state": state,
        "found": found,
        "rows": rows,
        "near": near,
        "panel": limits,
        "active": len(limits.chips) + state.available,
        "page": Page(rows, state.page, state.per_page, found.total),
        "page_link": lambda number: results_url(state.with_page(number)),
        "notices": list(notices(reading, query)),
        "rescued": ways_out.rescued(reading.state, answer.rescue),
        "box": search_box_values(reading.state, search.network, mine),
        "today": today_switch(search, state, mine, found),
        "sorts": [(name, sort_text(name)) for name in SORTS],
        "sort_fields": [(k, v) for k, v in state.with_page(1).parameters() if k != "sort"],
        "year_fields": _without_years(state),
        "canonical": urljoin(
            request.url_root, results_url(state.with_sort("relevance").with_page(state.page))
        ),
        "clear_url": results_url(state.without_filters()),
        "mail": _mail(state, rows),
        "advanced_url": address("search.advanced", state.with_page(1)),
        "suggestion": relaxed.suggestion,
        "ways": ways_out.ways(search.network, state, relaxed),
    }


def _rows(
    search: Searcher, answer: Answer, relaxed: Relaxed
) -> tuple[list[RowView], list[RowView]]:
    """The works of the page, and those that stand near them: read from the database together."""
    state, found, near = answer.state, answer.found, relaxed.near
    works = [*found.items, *(item for _place, item in near)]
    rows = {row.record_id: row for row in load_rows(db.session, search.network, works)}
    open_now = doors(search.network, now())

    def views(state: SearchState, total: int, placed: Iterable[tuple[int, Item]]) -> list[RowView]:
        reader = Reader(
            Highlighter.of(search.query(state).root),
            my_library(request),
            values.numbers(search.network, "library", state.chosen.get("library", ())),
            open_now,
            agent_url=numbered_path("catalogue.agent", "agent_id"),
            record_url=numbered_path("catalogue.record", "record_id"),
        )
        url = record_urls(state, total)
        return [
            reader.view(rows[record_id], url(record_id, place))
            for place, (record_id, _others) in placed
            if record_id in rows
        ]

    first = (state.page - 1) * state.per_page
    typed = views(state, found.total, enumerate(found.items, first))
    meant = relaxed.suggestion
    return typed, views(meant.state, meant.total, near) if meant and near else []


def _without_years(state: SearchState) -> list[tuple[str, str]]:
    """What the form of the years keeps of the rest."""
    return state.with_years(None, None).parameters()


def _mail(state: SearchState, rows: list[RowView]) -> str:
    here = urljoin(request.url_root, results_url(state))
    return mail_url(state.q, here, [(row.plain_title, row.row.by, row.row.year) for row in rows])


def _shielded(response: Response, state: SearchState) -> Response:
    """Crawlers keep plain searches at most: every filter and order multiplies the addresses."""
    if state.narrowed or state.exact or state.sort != "relevance" or state.page > 1:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
