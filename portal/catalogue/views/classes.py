"""Browsing by DDC: classes, divisions, sections, with the number of records under each."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.catalogue import ddc
from portal.catalogue.ddc_counts import in_class, sections
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
from portal.web.access import public
from portal.web.limits import crawl_budget

SORTS = ("shelf", "title", "newest", "loans")


@bp.get("/duyet/ddc")
@public
@crawl_budget
def browse_ddc() -> str:
    """The ten classes, as a chart and as a table."""
    found = ddc.branches(sections(db.session))
    return render_template(
        "catalogue/ddc.html",
        branches=found,
        total=sum(one.records for one in found),
        most=max((one.records for one in found), default=0),
    )


@bp.get("/duyet/ddc/<digits>")
@public
@crawl_budget
def browse_class(digits: str) -> ResponseReturnValue:
    """What stands under a class or division; of a section, the titles themselves."""
    if not ddc.is_place(digits):
        section = ddc.section_of(digits)
        if section is None:
            abort(404)
        return redirect(url_for("catalogue.browse_class", digits=section))
    if len(digits) == ddc.DEEPEST:
        return _section(digits)
    found = ddc.branches(sections(db.session), digits)
    return render_template(
        "catalogue/ddc_class.html",
        digits=digits,
        caption=ddc.caption,
        full_number=ddc.full_number,
        above=ddc.trail(digits)[:-1],
        branches=found,
        total=sum(one.records for one in found),
        most=max((one.records for one in found), default=0),
    )


def _section(digits: str) -> ResponseReturnValue:
    sort = asked_sort(SORTS)
    page = list_works(db.session, in_class(digits), sort=sort, number=asked_page())
    link = page_link(
        "catalogue.browse_class", digits=digits, xep=sort if sort != SORTS[0] else None
    )
    return beyond(page, link) or render_template(
        "catalogue/ddc_section.html",
        digits=digits,
        sort_link=sort_link("catalogue.browse_class", SORTS[0], digits=digits),
        caption=ddc.caption,
        full_number=ddc.full_number,
        above=ddc.trail(digits)[:-1],
        page=page,
        rows=row_views(page),
        sort=sort,
        sorts=SORTS,
        page_link=link,
    )
