"""Are these letters right?"""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.db import db
from portal.desk import questions
from portal.desk.questions import TEXT
from portal.desk.readings import readings
from portal.desk.views.blueprint import NUMBER, attempt, bp, my_desk, start
from portal.i18n import gettext as _
from portal.web.access import staff
from portal.web.posted import posted

PER_PAGE = 10


@bp.get("/quay/chu-viet")
@staff()
def text_list() -> str:
    """Fields whose letters the import would not vouch for, the oldest first."""
    desk, after = my_desk(), start()
    found = questions.open_after(db.session, desk, TEXT, after, PER_PAGE)
    return render_template(
        "desk/texts.html",
        texts=[(row, readings(row.detail)) for row in found.rows],
        more=found.more,
        after=after,
        total=questions.count_open(db.session, desk)[TEXT],
    )


@bp.post(f"/quay/chu-viet/<{NUMBER}:doubt_id>")
@staff()
def settle_text(doubt_id: int) -> ResponseReturnValue:
    """Note that somebody has looked; the text stays as the library sent it."""
    answer = posted("answer")
    if answer == "later":
        return redirect(url_for("desk.text_list", sau=doubt_id), 303)
    if answer != "seen":
        abort(400)

    def settle() -> str:
        questions.settle(db.session, my_desk(), doubt_id, TEXT, same=False)
        return _("Đã ghi là đã xem. Chữ được giữ nguyên.")

    return attempt(settle, url_for("desk.text_list", sau=start() or None))
