"""Classes: confirmed by their schools, issued all at once, printed ten to a sheet."""

from __future__ import annotations

import io

from flask import Response, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from portal.cards import class_desk
from portal.cards.class_desk import IssuedClass, NotConfirmed
from portal.cards.classes import confirmed_by_mail
from portal.cards.models import Borrower, ClassList
from portal.cards.moving import state_of
from portal.cards.printing import sheet_pdf
from portal.cards.refusals import NotYours
from portal.db import db
from portal.desk.printing import printed
from portal.desk.views.blueprint import NUMBER, bp, my_clerk
from portal.desk.views.cards_reader import PDF
from portal.i18n import gettext as _
from portal.i18n import ngettext, speaking
from portal.web.access import staff
from portal.web.refusals import explain

MOST_NAMED = 20  # pupils in one message
ONE = f"/quay/the/lop/<{NUMBER}:class_list_id>"


@bp.get("/quay/the/lop")
@staff()
def class_lists() -> str:
    """The lists of a library, the newest first, with how many of each wait."""
    rows = class_desk.class_lists(db.session, my_clerk())
    return render_template(
        "desk/cards_classes.html",
        rows=rows,
        waiting=class_desk.still_waiting(db.session, [row.id for row in rows]),
    )


@bp.get(ONE)
@staff()
def class_list(class_list_id: int) -> str:
    row = _mine(class_list_id)
    pupils = class_desk.members(db.session, my_clerk(), class_list_id)
    waiting = class_desk.still_waiting(db.session, [class_list_id])
    return render_template(
        "desk/cards_class.html",
        row=row,
        pupils=[(one, state_of(one.pupil)) for one in pupils],
        waiting=waiting.get(class_list_id, 0),
        by_mail=confirmed_by_mail(row),
        cards_made=len(printed(db.session, _own(row))),
    )


@bp.post(f"{ONE}/xac-nhan")
@staff()
def vouch_for_class(class_list_id: int) -> ResponseReturnValue:
    """The librarian saw the list with the school's stamp."""
    _mine(class_list_id)
    class_desk.vouch_for_class(db.session, my_clerk(), class_list_id)
    db.session.commit()
    flash(_("Đã ghi: trường xác nhận danh sách bằng giấy có dấu."), "success")
    return redirect(url_for("desk.class_list", class_list_id=class_list_id), 303)


@bp.post(f"{ONE}/cap")
@staff()
def issue_class(class_list_id: int) -> ResponseReturnValue:
    """Cards for all who wait, if any; whoever comes second finds nothing left to do."""
    _mine(class_list_id)
    onward = redirect(url_for("desk.class_list", class_list_id=class_list_id), 303)
    try:
        done = class_desk.issue_class(db.session, my_clerk(), class_list_id)
    except NotConfirmed as refused:
        db.session.rollback()
        told = explain(refused)
        flash(f"{told.title} {told.rule} {told.next_step}", "error")
        return onward
    db.session.commit()
    _tell(done)
    return onward


@bp.get(f"{ONE}/the.pdf")
@staff()
def class_sheets(class_list_id: int) -> Response:
    """The cards of the list, ten to a page of A4."""
    row = _mine(class_list_id)
    cards = printed(db.session, _own(row))
    if not cards:
        abort(404)
    with speaking(row.locale):
        made = sheet_pdf(cards)
    return send_file(io.BytesIO(made), PDF, download_name=f"lop-{row.id}.pdf")


def _mine(class_list_id: int) -> ClassList:
    """A list of another library is not told from one that is not there."""
    try:
        return class_desk.class_list(db.session, my_clerk(), class_list_id)
    except NotYours:
        abort(404)


def _tell(done: IssuedClass) -> None:
    if made := len(done.made):
        flash(ngettext("Đã cấp %(num)s thẻ.", "Đã cấp %(num)s thẻ.", made), "success")
    elif not done.left_out:
        flash(_("Không còn ai trong lớp chờ cấp thẻ. Giáo viên thấy lớp này «đã cấp»."), "info")
    if done.left_out:
        names = ", ".join(done.left_out[:MOST_NAMED])
        more = ", …" if len(done.left_out) > MOST_NAMED else ""
        flash(
            _(
                "Chưa cấp cho: %(names)s. Họ đã đăng ký từ trước, hoặc là người lớn mà danh sách"
                " không ghi giấy tờ: bạn mở trang từng người để duyệt.",
                names=names + more,
            ),
            "info",
        )


def _own(row: ClassList) -> list[Borrower]:
    """The pupils who are readers of the list's own library."""
    pupils = class_desk.members(db.session, my_clerk(), row.id)
    own = {one.pupil.id: one.pupil for one in pupils if one.pupil.library_id == row.library_id}
    return list(own.values())
