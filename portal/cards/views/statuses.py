"""How a registration stands, for whoever has its private link."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.forgotten import whose_link
from portal.accounts.links import LinkDead
from portal.cards import statuses
from portal.cards.barcodes import code128_svg, qr_svg
from portal.cards.forms import AddressForm, AnswerForm
from portal.cards.kinds import kind_of
from portal.cards.numbers import grouped
from portal.cards.presenters import problem_text
from portal.cards.refusals import (
    AlreadyDone,
    BadApplication,
    ChangedMeanwhile,
    DeadLink,
    NoSuchBorrower,
    NotPossible,
)
from portal.cards.states import State
from portal.cards.statuses import Status
from portal.cards.views import budget
from portal.cards.views.blueprint import bp
from portal.cards.views.confirming import CHOOSING, nothing_left
from portal.db import db
from portal.i18n import gettext as _
from portal.i18n import locale_code
from portal.libraries.mine import current_network
from portal.refusals import Refusal
from portal.web.access import public
from portal.web.images import svg_image
from portal.web.limits import sign_in_budget
from portal.web.refusals import Explanation, explain


@bp.get("/the/dang-ky/tinh-trang/<token>")
@public
def status(token: str) -> ResponseReturnValue:
    return _page(token, AnswerForm())


@bp.post("/the/dang-ky/tinh-trang/<token>/tra-loi")
@public
@sign_in_budget
def answer_status(token: str) -> ResponseReturnValue:
    """Answer what the desk asked. The page says which question it was an answer to; where
    something else happened meanwhile it comes again, with all that was typed.
    """
    form = AnswerForm()
    text = form.answer.data or ""
    try:
        statuses.answer_by_link(db.session, token, text, seen=form.version)
    except BadApplication as bad:
        db.session.rollback()
        form.answer.errors = [problem_text(one) for one in bad.problems]
        return _page(token, form, 422)
    except (AlreadyDone, ChangedMeanwhile, NotPossible) as late:
        db.session.rollback()
        twice = isinstance(late, AlreadyDone) and statuses.is_answered(db.session, token, text)
        if not twice:
            return _page(token, form, 409, late=explain(late))
    except (DeadLink, NoSuchBorrower):
        db.session.rollback()
        return _page(token, form)
    db.session.commit()
    flash(_("Đã gửi câu trả lời. Thư viện sẽ xem tiếp."), "success")
    return redirect(url_for(".status", token=token), 303)


@bp.post("/the/dang-ky/tinh-trang/<token>/gui-lai")
@public
@sign_in_budget
def readdress_status(token: str) -> ResponseReturnValue:
    """The letter once more, to the address it should have gone to: one, however often clicked."""
    form = AddressForm()
    email = form.email.data or ""
    if budget.clicked_twice(token, email):
        return _readdressed(token, email)
    try:
        if wait := budget.take_again(token, email):
            budget.forget_click(token, email)
            form.email.errors = [budget.over_letters(wait)]
            return _page(token, AnswerForm(), 429, address=form)
        statuses.readdress_by_link(db.session, token, email)
        db.session.commit()
    except Exception as trouble:
        db.session.rollback()
        budget.forget_click(token, email)  # nothing was sent: pressed again, it is tried again
        if not isinstance(trouble, Refusal):
            raise
        return _not_readdressed(token, form, trouble)
    return _readdressed(token, email)


def _readdressed(token: str, email: str) -> ResponseReturnValue:
    flash(_("Đã gửi thư đến %(email)s.", email=email.strip()), "success")
    return redirect(url_for(".status", token=token), 303)


def _not_readdressed(token: str, form: AddressForm, refused: Refusal) -> ResponseReturnValue:
    if isinstance(refused, BadApplication):
        form.email.errors = [problem_text(one) for one in refused.problems]
        return _page(token, AnswerForm(), 422, address=form)
    if isinstance(refused, (DeadLink, NoSuchBorrower)):
        return nothing_left()
    raise refused


@bp.post("/the/dang-ky/tinh-trang/<token>/huy")
@public
@sign_in_budget
def withdraw_status(token: str) -> ResponseReturnValue:
    """Take a registration back while its letter is not opened."""
    try:
        statuses.withdraw_by_link(db.session, token)
    except (DeadLink, NoSuchBorrower):
        db.session.rollback()
        return nothing_left()
    db.session.commit()
    flash(_("Đã hủy đăng ký và xóa những gì đã điền."), "success")
    return redirect(url_for(".apply"), 303)


def _page(
    token: str,
    form: AnswerForm,
    code: int = 200,
    address: AddressForm | None = None,
    late: Explanation | None = None,
) -> ResponseReturnValue:
    """late: what happened meanwhile; the form is then of the registration as it is now."""
    try:
        found = statuses.status(db.session, token)
    except (DeadLink, NoSuchBorrower) as trouble:
        return render_template("cards/dead_link.html", told=explain(trouble), used=False), 410
    if late or not form.is_submitted():
        form.seen.data = str(found.version)
    page = render_template(
        "cards/status.html",
        token=token,
        status=found,
        branch=current_network().by_id.get(found.library_id),
        form=form,
        late=late,
        address=address or AddressForm(),
        password=_password_link(token),
        bring=_bring(found),
        own_link=url_for(".status", token=token, _external=True),
        **_pictures(token, found),
    )
    return page, code


def _bring(found: Status) -> str | None:
    kind = kind_of(db.session, found.library_id, found.kind) if found.kind else None
    return kind.bring(locale_code()) if kind else None


def _pictures(token: str, found: Status) -> dict[str, str]:
    """The number for a scanner and for a camera; before there is one, the link to this page."""
    if found.number and found.state not in (State.CLOSED, State.REJECTED):
        label = grouped(found.number)
        return {
            "number": label,
            "bars": svg_image(code128_svg(found.number)),
            "qr": svg_image(qr_svg(found.number)),
        }
    return {"qr": svg_image(qr_svg(url_for(".status", token=token, _external=True)))}


def _password_link(token: str) -> str | None:
    """For whoever confirmed just now, in this browser: where a first password is chosen."""
    whose, link = session.get(CHOOSING, ("", ""))
    if whose != token:
        return None
    try:
        whose_link(db.session, link)
    except LinkDead:
        session.pop(CHOOSING)
        return None
    return url_for("accounts.new_password", token=link)
