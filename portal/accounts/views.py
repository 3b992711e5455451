"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from portal.accounts.service import LONGEST_PASSWORD, WrongCredentials, authenticate
from portal.accounts.signing import SignedIn
from portal.db import db
from portal.i18n import gettext as _
from portal.i18n import lazy_gettext as _l
from portal.web.access import person, public, signed_in
from portal.web.forms import PortalForm
from portal.web.limits import sign_in_budget
from portal.web.redirects import safe_next

bp = Blueprint("accounts", __name__)


class SignInForm(PortalForm):
    email = EmailField(_l("Email"), [InputRequired(), Length(max=254)])
    password = PasswordField(_l("Mật khẩu"), [InputRequired(), Length(max=LONGEST_PASSWORD)])


@bp.get("/dang-nhap")
@public
def sign_in() -> ResponseReturnValue:
    """The form; somebody signed in goes straight on."""
    if person().is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    return _page(SignInForm())


@bp.post("/dang-nhap")
@public
@sign_in_budget
def sign_in_now() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    try:
        account = authenticate(db.session, form.email.data, form.password.data)
    except WrongCredentials:
        return _page(form, _("Email hoặc mật khẩu không đúng. Kiểm tra lại rồi thử lần nữa.")), 422
    signed = SignedIn.of(account)
    db.session.commit()
    session.clear()  # a session that somebody planted before is not carried on
    session.permanent = True
    login_user(signed)
    return redirect(safe_next(request.args.get("next"), url_for("home.index")))


@bp.post("/dang-xuat")
@signed_in
def sign_out() -> ResponseReturnValue:
    logout_user()
    session.clear()
    flash(_("Đã đăng xuất."))
    return redirect(url_for("home.index"))


def _page(form: SignInForm, problem: str | None = None) -> str:
    return render_template(
        "accounts/sign_in.html", form=form, problems=[problem] if problem else []
    )
