"""Taking along all that is kept of oneself, and going."""

from __future__ import annotations

from flask import Response, flash, json, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.views.blueprint import prove, show_out
from portal.accounts.views.leaving import about_to_leave, shown_out_again
from portal.cards import own
from portal.cards.export_texts import readable
from portal.cards.exporting import export
from portal.cards.forms_own import ClosingForm
from portal.cards.policies import policy_of
from portal.cards.purging import what_stays
from portal.cards.states import Act
from portal.cards.views.blueprint import bp
from portal.cards.views.mine import (
    CARD,
    Shown,
    me,
    mine_still,
    my_account,
    one_of_mine,
    refused_text,
)
from portal.db import db
from portal.i18n import gettext as _
from portal.refusals import Refusal
from portal.web.access import signed_in
from portal.web.limits import sign_in_budget


@bp.get(CARD + "/du-lieu")
@signed_in
def my_data(borrower_id: int) -> str:
    """Everything, to be read."""
    one = mine_still(borrower_id)
    kept = export(db.session, me().id, borrower_id)
    return render_template("cards/own_data.html", one=one, told=readable(kept))


@bp.get(CARD + "/du-lieu.json")
@signed_in
def my_data_file(borrower_id: int) -> Response:
    """The same for a program."""
    mine_still(borrower_id)
    kept = export(db.session, me().id, borrower_id)
    response = Response(json.dumps(kept, ensure_ascii=False, indent=2), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="the-thu-vien.json"'
    return response


@bp.get(CARD + "/dong")
@signed_in
def leaving(borrower_id: int) -> str:
    one = one_of_mine(borrower_id)
    about_to_leave()
    return _page(one, ClosingForm(seen=one.card.version))


@bp.post(CARD + "/dong")
@signed_in
@sign_in_budget
def leave(borrower_id: int) -> ResponseReturnValue:
    """The account ends with its last card, and every device of it is signed out.

    The card is nobody's then: pressed twice, the log still knows that it was theirs.
    """
    if own.closed_just_now(db.session, me().id, borrower_id):
        return _closed()
    one, form = one_of_mine(borrower_id), ClosingForm()
    if not form.validate() or not prove(form.current):
        return shown_out_again() or (_page(one, form), 422)
    try:
        own.close_own(db.session, me().id, borrower_id, seen=form.version)
    except Refusal as refused:
        db.session.rollback()
        return _page(one_of_mine(borrower_id), form, refused_text(refused)), 422
    account_closed = my_account().closed_at is not None
    db.session.commit()
    if not account_closed:
        return _closed()
    return show_out(_("Đã đóng thẻ và tài khoản. Mọi máy đã được đăng xuất."), "success")


def _closed() -> ResponseReturnValue:
    flash(_("Đã đóng thẻ."), "success")
    return redirect(url_for(".mine"), 303)


def _page(one: Shown, form: ClosingForm, problem: str = "") -> str:
    form.seen.data = form.seen.data or one.card.version
    return render_template(
        "cards/own_leaving.html",
        one=one,
        form=form,
        stays=what_stays(db.session, one.card.borrower_id),
        years=policy_of(db.session, one.card.library_id).years_closed,
        last=len(own.mine(db.session, me().id)) == 1,
        may_close=Act.CLOSE in one.card.acts,
        problems=[problem] if problem else [],
    )
