"""A new password, a new address."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.changes import (
    TooManyLetters,
    ask_for_email,
    change_password,
    confirm_email,
    whose_email,
)
from portal.accounts.forms import ChangePasswordForm, ConfirmForm, EmailForm
from portal.accounts.names import BadEmail
from portal.accounts.passwords import WeakPassword
from portal.accounts.views.blueprint import bp, let_in, me, my_account, prove
from portal.db import db
from portal.i18n import gettext as _
from portal.web.access import signed_in
from portal.web.limits import sign_in_budget
from portal.web.refusals import explain


@bp.get("/tai-khoan/mat-khau")
@signed_in
def password() -> str:
    return render_template("accounts/password.html", form=ChangePasswordForm())


@bp.post("/tai-khoan/mat-khau")
@signed_in
@sign_in_budget
def password_now() -> ResponseReturnValue:
    """Every other device is signed out; this one gets a new session."""
    form = ChangePasswordForm()
    if form.validate() and (account := prove(form.current)):
        try:
            change_password(db.session, account, form.password.data)
        except WeakPassword as weak:
            db.session.rollback()
            form.password.errors = [explain(weak).rule]
        else:
            onward = let_in(account, url_for(".overview"), shared=not session.permanent)
            flash(_("Đã đổi mật khẩu. Các máy khác đã được đăng xuất."), "success")
            return onward
    return render_template("accounts/password.html", form=form), 422


@bp.get("/tai-khoan/email")
@signed_in
def email() -> str:
    return render_template("accounts/email.html", form=EmailForm(), account=my_account())


@bp.post("/tai-khoan/email")
@signed_in
@sign_in_budget
def email_now() -> ResponseReturnValue:
    form = EmailForm()
    if form.validate() and (account := prove(form.current)):
        try:
            ask_for_email(db.session, account, form.email.data)
        except (BadEmail, TooManyLetters) as refused:
            db.session.rollback()
            form.email.errors = [explain(refused).rule]
        else:
            db.session.commit()
            flash(_("Đã gửi thư tới địa chỉ mới. Mở đường dẫn trong thư để xác nhận."), "success")
            return redirect(url_for(".overview"), 303)
    return render_template("accounts/email.html", form=form, account=my_account()), 422


@bp.get("/xac-nhan-email/<token>")
@signed_in
def new_email(token: str) -> str:
    """A button behind the link: a mail scanner that opens it confirms nothing."""
    whose_email(db.session, token, me().id)
    return render_template("accounts/new_email.html", form=ConfirmForm(), token=token)


@bp.post("/xac-nhan-email/<token>")
@signed_in
@sign_in_budget
def new_email_now(token: str) -> ResponseReturnValue:
    confirm_email(db.session, token, me().id)
    db.session.commit()
    flash(_("Đã đổi email. Từ nay thư được gửi tới địa chỉ mới."), "success")
    return redirect(url_for("home.index"), 303)
