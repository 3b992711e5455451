"""Browsing A–Z, in Vietnamese order: titles, authors, subjects, series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue import browse as lists
from portal.catalogue import ddc
from portal.catalogue.ddc_counts import sections
from portal.catalogue.letters import (
    HEADINGS,
    LONGEST_START,
    Range,
    heading,
    letter_ranges,
    start_ranges,
)
from portal.catalogue.series import in_series, series_of, series_page
from portal.catalogue.views.blueprint import bp
from portal.catalogue.views.lists import (
    asked_page,
    asked_sort,
    beyond,
    page_link,
    row_views,
    sort_link,
)
from portal.catalogue.works import list_works
from portal.db import db
from portal.vietnamese import ALPHABET, normalise
from portal.web.access import public
from portal.web.limits import crawl_budget

FIRST_LETTER = ALPHABET[0]
SERIES_SORTS = ("series", "title", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Asked:
    """A place in an A–Z list. start: what the entries begin with, "" for a whole letter."""

    letter: str
    start: str
    ranges: list[Range]
    unknown: str
    """A letter that is none, to be told of; "" when all is well."""

    def arguments(self) -> dict[str, Any]:
        return {"tu": self.start} if self.start else {"chu": self.letter}


def asked() -> Asked:
    """What `chu=` and `tu=` ask for; the beginning of the list when they say nothing."""
    start = normalise(request.args.get("tu", ""))[:LONGEST_START]
    if start and (ranges := start_ranges(start)):
        return Asked("", start, ranges, "")
    given = request.args.get("chu", "")
    letter = heading(given)
    unknown = given[:20] if given and letter is None else start
    letter = letter or FIRST_LETTER
    return Asked(letter, "", letter_ranges(letter), unknown)


@bp.get("/duyet")
@public
def browse() -> str:
    """The ways to browse, on one page."""
    return render_template("catalogue/browse.html", classes=ddc.branches(sections(db.session)))


@bp.get("/duyet/nhan-de")
@public
@crawl_budget
def browse_titles() -> ResponseReturnValue:
    place = asked()
    return _page("titles", place, lists.titles(db.session, place.ranges, asked_page()))


@bp.get("/duyet/tac-gia")
@public
@crawl_budget
def browse_authors() -> ResponseReturnValue:
    place = asked()
    page = lists.authors(db.session, place.ranges, asked_page(), start=place.start)
    return _page("authors", place, page)


@bp.get("/duyet/chu-de")
@public
@crawl_budget
def browse_subjects() -> ResponseReturnValue:
    place = asked()
    return _page("subjects", place, lists.subjects(db.session, place.ranges, asked_page()))


@bp.get("/duyet/tung-thu")
@public
@crawl_budget
def browse_series() -> ResponseReturnValue:
    place = asked()
    return _page("series", place, series_page(db.session, place.ranges, asked_page()))


@bp.get("/duyet/tung-thu/<path:key>")
@public
@crawl_budget
def series(key: str) -> ResponseReturnValue:
    """The works of one series, by their number in it."""
    found = series_of(db.session, key)
    if found is None:
        abort(404)
    sort = asked_sort(SERIES_SORTS)
    page = list_works(db.session, in_series(key), sort=sort, number=asked_page())
    link = page_link("catalogue.series", key=key, xep=sort if sort != SERIES_SORTS[0] else None)
    return beyond(page, link) or render_template(
        "catalogue/series.html",
        series=found,
        sort_link=sort_link("catalogue.series", SERIES_SORTS[0], key=key),
        page=page,
        rows=row_views(page),
        sort=sort,
        sorts=SERIES_SORTS,
        page_link=link,
    )


def _page(what: str, place: Asked, page: Any) -> ResponseReturnValue:
    endpoint = f"catalogue.browse_{what}"
    link = page_link(endpoint, **place.arguments())
    return beyond(page, link) or render_template(
        f"catalogue/az_{what}.html",
        asked=place,
        page=page,
        letters=_letters(),
        letter_link=lambda letter: url_for(endpoint, chu=letter),
        page_link=link,
        endpoint_here=endpoint,
    )


def _letters() -> Sequence[str]:
    return HEADINGS
