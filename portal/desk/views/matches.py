"""Are these two one edition?"""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.db import db
from portal.desk import questions
from portal.desk.matches import matches
from portal.desk.questions import MATCH
from portal.desk.views.blueprint import NUMBER, attempt, bp, my_desk, start
from portal.i18n import gettext as _
from portal.web.access import staff
from portal.web.posted import posted

PER_PAGE = 5


@bp.get("/quay/trung-lap")
@staff()
def match_list() -> str:
    """Questions in the order in which they came up, from the one after `sau`."""
    desk, after = my_desk(), start()
    found = questions.open_after(db.session, desk, MATCH, after, PER_PAGE)
    return render_template(
        "desk/matches.html",
        matches=matches(db.session, found.rows),
        more=found.more,
        after=after,
        total=questions.count_open(db.session, desk)[MATCH],
    )


@bp.post(f"/quay/trung-lap/<{NUMBER}:doubt_id>")
@staff()
def settle_match(doubt_id: int) -> ResponseReturnValue:
    """An answer; the list goes on where it was. «Để sau» leaves the question and goes past it."""
    answer = posted("answer")
    if answer == "later":
        return redirect(url_for("desk.match_list", sau=doubt_id), 303)
    if answer not in ("same", "different"):
        abort(400)
    same = answer == "same"

    def settle() -> str:
        questions.settle(db.session, my_desk(), doubt_id, MATCH, same=same)
        return (
            _("Đã gộp làm một. Nếu nhầm, tách lại ở trang «Những lần gộp».")
            if same
            else _("Đã ghi: hai mô tả là hai tài liệu khác nhau.")
        )

    return attempt(settle, url_for("desk.match_list", sau=start() or None))
