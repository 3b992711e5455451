"""New titles by library and month, and what is borrowed most."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.catalogue.months import Month
from portal.catalogue.news import arrivals, borrowed, came_in, this_month
from portal.catalogue.presenters_holdings import places_text
from portal.catalogue.views.blueprint import bp
from portal.catalogue.views.lists import asked_page, beyond, page_link, row_view, row_views
from portal.catalogue.works import Condition, WorkRow, list_works
from portal.db import db
from portal.i18n import month_text
from portal.libraries.branches import Branch
from portal.libraries.mine import current_network, my_library
from portal.web.access import public
from portal.web.limits import crawl_budget

PER_PAGE = 24
MOST_POPULAR = 100


@bp.get("/sach-moi")
@public
@crawl_budget
def new_titles() -> ResponseReturnValue:
    """What came to a library, or to all, in a month: by default the last in which something did."""
    branch = _asked_library()
    library_id = branch.id if branch else None
    came = arrivals(db.session)
    months = came.months(library_id if came.reported else None, this_month())
    month = Month.parse(request.args.get("thang")) or next(iter(months), this_month())
    page = list_works(
        db.session,
        *came_in(month, library_id, reported=came.reported),
        number=asked_page(),
        per_page=PER_PAGE,
    )
    link = page_link(
        "catalogue.new_titles", thu_vien=branch.code if branch else None, thang=str(month)
    )
    return beyond(page, link) or render_template(
        "catalogue/new_titles.html",
        branch=branch,
        unknown_library=_asked_code() if branch is None else "",
        unknown_month=_unknown_month(),
        reported=came.reported,
        month=month,
        months=sorted({month, *months}, reverse=True),
        month_text=lambda one: month_text(one.first_day),
        earlier=next((one for one in months if one < month), None),
        later=next((one for one in reversed(months) if one > month), None),
        branches=current_network().branches,
        page=page,
        items=[_item(row) for row in page.items],
        page_link=link,
    )


@bp.get("/pho-bien")
@public
@crawl_budget
def popular() -> ResponseReturnValue:
    """The hundred works borrowed most, of all libraries or among what one has."""
    branch = _asked_library()
    conditions: list[Condition] = borrowed(branch.id if branch else None)
    page = list_works(db.session, *conditions, sort="loans", number=asked_page(), most=MOST_POPULAR)
    link = page_link("catalogue.popular", thu_vien=branch.code if branch else None)
    return beyond(page, link) or render_template(
        "catalogue/popular.html",
        branch=branch,
        unknown_library=_asked_code() if branch is None else "",
        branches=current_network().branches,
        page=page,
        rows=row_views(page),
        page_link=link,
    )


def _asked_code() -> str:
    """The library of `thu_vien=`; `library=` is what the search says."""
    return (request.args.get("thu_vien") or request.args.get("library") or "")[:40]


def _asked_library() -> Branch | None:
    return current_network().find(_asked_code())


def _unknown_month() -> str:
    given = request.args.get("thang", "")
    return given[:20] if given and Month.parse(given) is None else ""


def _item(row: WorkRow) -> dict[str, Any]:
    """A new title as the macro `cover_grid` takes it."""
    view = row_view(row, my_library(request))
    return {
        "title": view.title,
        "url": view.url,
        "author": view.authors[0][0] if view.authors else "",
        "ddc": view.ddc,
        "cover_url": None,
        "lang": view.lang,
        "note": places_text(row.places),
    }
