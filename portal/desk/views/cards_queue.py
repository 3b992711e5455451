"""Who waits for a card, and the box that finds whoever stands before the desk."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.cards.finding import Hit, count_waiting, waiting
from portal.cards.likeness import with_likes
from portal.cards.scanning import Unread, read_scan
from portal.cards.states import State
from portal.db import db
from portal.desk.card_presenters import unread_text
from portal.desk.finding import count_search, found_by, how
from portal.desk.views.blueprint import bp, my_clerk
from portal.i18n import gettext as _
from portal.i18n import ngettext
from portal.libraries.mine import current_network
from portal.web.access import staff
from portal.web.paging import Page, offset, page_number
from portal.web.posted import posted

PER_PAGE = 50
LISTS = {"cho-duyet": State.PENDING, "bo-sung": State.NEEDS_INFO, "the-tam": State.PROVISIONAL}


@bp.get("/quay/the")
@staff()
def card_queue() -> str:
    """The oldest first; of one library, or of all for those who see all."""
    clerk, network = my_clerk(), current_network()
    chosen = request.args.get("danh-sach", "")
    state = LISTS.get(chosen, State.PENDING)
    library = network.find(request.args.get("thu-vien")) if clerk.city_wide else None
    library_id = library.id if library else None
    number = page_number(request.args.get("trang"))
    counts = count_waiting(db.session, clerk, library_id=library_id)
    hits = waiting(
        db.session,
        clerk,
        states=frozenset({state}),
        library_id=library_id,
        limit=PER_PAGE,
        offset=offset(number, PER_PAGE),
    )
    return render_template(
        "desk/cards_queue.html",
        page=Page(hits, number, PER_PAGE, counts[state]),
        alike=with_likes(db.session, [hit.borrower_id for hit in hits]),
        lists=LISTS,
        chosen=chosen if chosen in LISTS else "cho-duyet",
        counts=counts,
        library=library,
        city_wide=clerk.city_wide,
    )


@bp.post("/quay/the/tim")
@staff()
def find_card() -> ResponseReturnValue:
    """Straight to the reader's page. What was typed stands in no address, and so in no log."""
    typed = posted("q")
    scan = read_scan(typed[:500])
    if isinstance(scan, Unread):
        return _found(typed, unread_text(scan)), 422
    if wait := count_search(db.session, my_clerk()):
        db.session.commit()
        return _found(typed, _too_many(wait)), 429, {"Retry-After": str(wait)}
    hits = found_by(db.session, my_clerk(), scan)
    db.session.commit()
    if len(hits) == 1:
        (hit,) = hits
        if hit.dead:
            flash(_("Số thẻ vừa tìm không dùng được nữa. Đây là bạn đọc của số ấy."), "error")
        return redirect(
            url_for("desk.card_reader", borrower_id=hit.borrower_id, tim=how(scan)), 303
        )
    return _found(typed, hits=hits), 200 if hits else 404


def _found(typed: str, problem: str = "", hits: Sequence[Hit] = ()) -> str:
    return render_template("desk/cards_found.html", typed=typed, problem=problem, hits=hits)


def _too_many(wait: int) -> str:
    return ngettext(
        "Bạn tìm quá nhiều trong mấy phút qua. Xin đợi %(num)s giây rồi tìm lại.",
        "Bạn tìm quá nhiều trong mấy phút qua. Xin đợi %(num)s giây rồi tìm lại.",
        wait,
    )
