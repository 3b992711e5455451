"""The end of an account, and of what hangs on it: told first, then done with one button."""

from __future__ import annotations

from flask import abort, render_template, session
from flask.typing import ResponseReturnValue

from portal.accounts.changes import AlreadyClosed, close_own, closed_just_now
from portal.accounts.forms import ClosingForm
from portal.accounts.views.blueprint import bp, me, prove, show_out
from portal.accounts.views.parts import endings
from portal.db import db
from portal.i18n import gettext as _
from portal.refusals import Refusal
from portal.roles import STAFF
from portal.web.access import signed_in
from portal.web.limits import sign_in_budget
from portal.web.refusals import explain

LEAVING = "leaving"  # in the session: the account that is about to be closed


@bp.get("/tai-khoan/dong")
@signed_in
def closing() -> str:
    _readers_only()
    about_to_leave()
    return _page(ClosingForm())


@bp.post("/tai-khoan/dong")
@signed_in
@sign_in_budget
def closing_now() -> ResponseReturnValue:
    """What the page showed is what ends; where there is something else by now, it comes back."""
    _readers_only()
    form, problem = ClosingForm(), ""
    if form.validate() and (account := prove(form.current)):
        try:
            close_own(db.session, account, form.marks)
        except AlreadyClosed:
            db.session.rollback()
        except Refusal as refused:
            db.session.rollback()
            told = explain(refused)
            problem = f"{told.title} {told.rule} {told.next_step}"
        else:
            db.session.commit()
            return _shown_out()
    return shown_out_again() or (_page(form, problem), 422)


def about_to_leave() -> None:
    """Let this browser know whose account its next click may close; see `shown_out_again`."""
    session[LEAVING] = me().id


def shown_out_again() -> ResponseReturnValue | None:
    """The answer to the second click of a double one, which finds the account closed and nobody
    signed in: what the first did. None for anybody else.
    """
    account_id = session.get(LEAVING)
    if account_id is None or not closed_just_now(db.session, account_id):
        return None
    return _shown_out()


def _shown_out() -> ResponseReturnValue:
    return show_out(_("Đã đóng tài khoản. Mọi máy đã được đăng xuất."), "success")


def _page(form: ClosingForm, problem: str = "") -> str:
    """With what there is now, whatever the form was sent from."""
    parts = endings(db.session, me().id)
    form.show({room: part.shown for room, part in parts.items()})
    return render_template(
        "accounts/closing.html",
        form=form,
        parts=parts.values(),
        possible=all(part.possible for part in parts.values()),
        problems=[problem] if problem else [],
    )


def _readers_only() -> None:
    """The account of somebody at work is closed by whoever opened it."""
    if me().role in STAFF:
        abort(403)
