"""What was merged by hand, each with its way back."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.db import db
from portal.desk import merges
from portal.desk.views.blueprint import NUMBER, attempt, bp, my_desk
from portal.i18n import gettext as _
from portal.web.access import staff
from portal.web.paging import Page, offset, page_number

PER_PAGE = 20


@bp.get("/quay/gop")
@staff()
def merge_list() -> str:
    """Merges by hand, the newest first."""
    desk, number = my_desk(), page_number(request.args.get("trang"))
    rows = merges.latest(db.session, desk, PER_PAGE, offset(number, PER_PAGE))
    page = Page(rows, number, PER_PAGE, merges.count(db.session, desk))
    return render_template("desk/merges.html", page=page)


@bp.post(f"/quay/gop/<{NUMBER}:merge_id>/tach-lai")
@staff()
def take_back(merge_id: int) -> ResponseReturnValue:
    """Put things back as they were before a merge."""

    def split() -> str:
        record_id = merges.take_back(db.session, my_desk(), merge_id)
        return _("Đã tách lại. Biểu ghi số %(number)s lại có như trước.", number=record_id)

    page = page_number(request.args.get("trang"))
    return attempt(split, url_for("desk.merge_list", trang=page if page > 1 else None))
