"""The link of the letter: a page with a button, for whoever opened it, on whatever device."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.signing import SignedIn
from portal.cards import confirming, links
from portal.cards.confirming import Confirmed, Waiting
from portal.cards.forms import ProofForm
from portal.cards.models import Borrower
from portal.cards.proving import NotShown
from portal.cards.refusals import DeadLink, LateLink, NoSuchBorrower, SignInFirst, UsedLink
from portal.cards.views import proving
from portal.cards.views.blueprint import bp
from portal.db import db
from portal.i18n import gettext as _
from portal.libraries.mine import current_network
from portal.refusals import Refusal
from portal.web.access import person, public
from portal.web.limits import sign_in_budget
from portal.web.refusals import explain

CHOOSING = "card_choosing"  # in the session: (link to the status, link to choose a password)
_TROUBLE = (DeadLink, LateLink, UsedLink, NoSuchBorrower)


@bp.get("/the/xac-nhan/<token>")
@public
@sign_in_budget
def confirm(token: str) -> ResponseReturnValue:
    """What would be confirmed. Opening it confirms nothing: mail scanners open links, too."""
    try:
        waiting = confirming.look(db.session, token)
    except _TROUBLE as trouble:
        return _dead(trouble)
    return _page(token, waiting, ProofForm())


@bp.post("/the/xac-nhan/<token>")
@public
@sign_in_budget
def confirm_now(token: str) -> ResponseReturnValue:
    somebody, form = person(), ProofForm()
    signed_in = somebody.id if isinstance(somebody, SignedIn) else None
    try:
        waiting = confirming.look(db.session, token)
        if waiting.given and (wait := proving.wait_for(form, waiting.borrower_id)):
            return _page(token, waiting, form), 429, {"Retry-After": str(wait)}
        done = confirming.confirm(db.session, token, signed_in, proving.read(form))
    except NotShown as refused:
        db.session.rollback()
        proving.tell(form, refused)
        return _page(token, waiting, form), 422
    except SignInFirst as refused:
        db.session.rollback()
        if signed_in is not None:
            raise
        flash(explain(refused).next_step, "error")
        return redirect(url_for("accounts.sign_in", next=url_for(".confirm", token=token)), 303)
    except UsedLink as used:
        db.session.rollback()
        again = confirming.confirmed_just_now(db.session, token)
        if again is None:
            return _dead(used)
        done = again
    except _TROUBLE as trouble:
        db.session.rollback()
        return _dead(trouble)
    status = _status_link(done)
    db.session.commit()
    if done.password_token:
        session[CHOOSING] = [status, done.password_token]
    return redirect(url_for(".status", token=status), 303)


@bp.post("/the/xac-nhan/<token>/khong-phai-toi")
@public
@sign_in_budget
def disown(token: str) -> ResponseReturnValue:
    """Somebody else typed this address: what they filled in is erased, or the address alone."""
    try:
        confirming.disown(db.session, token)
    except (DeadLink, NoSuchBorrower):
        db.session.rollback()
        return nothing_left()
    except _TROUBLE as trouble:
        db.session.rollback()
        if not confirming.disowned_just_now(db.session, token):
            return _dead(trouble)
    db.session.commit()
    flash(_("Đã gỡ địa chỉ của bạn. Bạn không phải làm gì thêm."), "success")
    return redirect(url_for(".apply"), 303)


def _page(token: str, waiting: Waiting, form: ProofForm) -> str:
    return render_template(
        "cards/confirm.html",
        token=token,
        waiting=waiting,
        branch=current_network().by_id.get(waiting.library_id),
        form=form,
    )


def nothing_left() -> ResponseReturnValue:
    """Of a registration that was to be erased, and is: its button was clicked twice."""
    flash(_("Đăng ký này không còn nữa. Bạn không phải làm gì thêm."), "success")
    return redirect(url_for(".apply"), 303)


def _status_link(done: Confirmed) -> str:
    row = db.session.get_one(Borrower, done.borrower_id)
    return links.status_link(db.session, row.library_id, done.state, row.id)


def _dead(trouble: Refusal) -> ResponseReturnValue:
    """Why the link does nothing any more, and the way on."""
    told = explain(trouble)
    page = render_template("cards/dead_link.html", told=told, used=isinstance(trouble, UsedLink))
    return page, 410
