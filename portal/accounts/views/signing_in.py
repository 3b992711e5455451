"""Signing in, in one step or two, and out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.devices import sign_out as sign_device_out
from portal.accounts.forms import CodeForm, SignInForm
from portal.accounts.links import LinkDead, look_at, make_link, use_link, used_just_now
from portal.accounts.models import Account
from portal.accounts.presenters import code_wait_text, wait_text
from portal.accounts.second_factor import (
    WrongCode,
    check_code,
    count_try,
    has_second_factor,
    was_taken,
)
from portal.accounts.secrets_models import LinkKind
from portal.accounts.signing_in import WrongCredentials, enter, knock
from portal.accounts.views.blueprint import (
    asker,
    bp,
    let_in,
    let_in_again,
    let_in_before,
    me,
    show_out,
)
from portal.accounts.views.leaving import shown_out_again
from portal.db import db
from portal.i18n import gettext as _
from portal.web.access import person, public, signed_in
from portal.web.limits import sign_in_budget
from portal.web.redirects import safe_next

STEP, SHARED = "second_step", "shared"  # in the session, between the two steps


@bp.get("/dang-nhap")
@public
def sign_in() -> ResponseReturnValue:
    """The form; somebody signed in goes straight on, and who just left hears so again."""
    if person().is_authenticated:
        return redirect(_onward())
    return shown_out_again() or _page(SignInForm())


@bp.post("/dang-nhap")
@public
@sign_in_budget
def sign_in_now() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    knocked = knock(db.session, form.name.data, asker())
    db.session.commit()
    if knocked.wait:
        return _page(form, wait_text(knocked.wait)), 422
    try:
        if not knocked.opens(form.password.data):
            raise WrongCredentials
        account = enter(db.session, knocked, form.password.data)
    except WrongCredentials:
        db.session.rollback()
        return _page(form, _("Email, số thẻ hoặc mật khẩu không đúng.")), 422
    if has_second_factor(db.session, account.id):
        return _ask_code(account, shared=form.shared.data)
    return let_in(account, _onward(), shared=form.shared.data)


@bp.get("/dang-nhap/ma")
@public
def second_step() -> ResponseReturnValue:
    """The password was right; now the code."""
    if STEP not in session:
        return redirect(url_for(".sign_in", next=request.args.get("next")))
    return _code_page(CodeForm())


@bp.post("/dang-nhap/ma")
@public
@sign_in_budget
def second_step_now() -> ResponseReturnValue:
    form, token = CodeForm(), str(session.get(STEP, ""))
    if not form.validate():
        return _code_page(form), 422
    try:
        account = look_at(db.session, token, LinkKind.SECOND_STEP)
        wait = count_try(db.session, account)
        db.session.commit()
        if wait:
            return _code_page(form, code_wait_text(wait)), 422
        check_code(db.session, account, form.code.data)
        use_link(db.session, token, LinkKind.SECOND_STEP)
    except LinkDead:
        if again := _clicked_twice(token, form.code.data):
            return again
        session.pop(STEP, None)
        flash(_("Đã quá lâu từ lúc nhập mật khẩu. Xin đăng nhập lại."), "error")
        return redirect(url_for(".sign_in", next=request.args.get("next")), 303)
    except WrongCode:
        db.session.rollback()
        if again := _clicked_twice(token, form.code.data):
            return again
        return _code_page(form, _("Mã không đúng, hoặc đã dùng rồi. Xin đợi mã tiếp theo.")), 422
    return let_in(account, _onward(), shared=bool(session.get(SHARED)), ends=token)


def _clicked_twice(token: str, code: str) -> ResponseReturnValue | None:
    """This browser has been let in by this code a moment ago: the same answer, and the same device.

    Else the second answer would take away the session that the first one gave.
    """
    used = used_just_now(db.session, token, LinkKind.SECOND_STEP)
    somebody = let_in_before(token) if used else None
    if somebody is None:
        return None
    account = db.session.get_one(Account, somebody.id)
    wait = count_try(db.session, account)
    db.session.commit()
    if wait or not was_taken(db.session, account, code):
        return None
    return let_in_again(somebody, _onward(), shared=bool(session.get(SHARED)))


@bp.post("/dang-xuat")
@signed_in
def sign_out() -> ResponseReturnValue:
    sign_device_out(db.session, me().id, me().device_id)
    db.session.commit()
    return show_out(_("Đã đăng xuất."))


def _ask_code(account: Account, *, shared: bool) -> ResponseReturnValue:
    token = make_link(db.session, account.id, LinkKind.SECOND_STEP)
    db.session.commit()
    session[STEP], session[SHARED] = token, shared
    return redirect(url_for(".second_step", next=request.args.get("next")), 303)


def _onward() -> str:
    return safe_next(request.args.get("next"), url_for("home.index"))


def _page(form: SignInForm, problem: str | None = None) -> str:
    return render_template(
        "accounts/sign_in.html", form=form, problems=[problem] if problem else []
    )


def _code_page(form: CodeForm, problem: str | None = None) -> str:
    return render_template(
        "accounts/second_step.html", form=form, problems=[problem] if problem else []
    )
