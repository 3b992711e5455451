"""A new password, a new address."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.changes import (
    AlreadyYours,
    TooManyLetters,
    ask_for_email,
    change_password,
    confirm_email,
    is_confirmed,
    whose_email,
)
from portal.accounts.forms import ChangePasswordForm, ConfirmForm, EmailForm
from portal.accounts.links import LinkDead
from portal.accounts.models import Account
from portal.accounts.names import BadEmail
from portal.accounts.passwords import WeakPassword
from portal.accounts.views.blueprint import (
    DEVICE,
    bp,
    let_in,
    let_in_again,
    let_in_before,
    me,
    my_account,
    prove,
)
from portal.db import db
from portal.i18n import gettext as _
from portal.web.access import person, public, signed_in, to_sign_in
from portal.web.limits import sign_in_budget
from portal.web.refusals import explain


@bp.get("/tai-khoan/mat-khau")
@signed_in
def password() -> str:
    return render_template("accounts/password.html", form=ChangePasswordForm())


@bp.post("/tai-khoan/mat-khau")
@public
@sign_in_budget
def password_now() -> ResponseReturnValue:
    """Every other device is signed out; this one gets a new session, and by that the second of two
    clicks comes from somebody who is signed out.
    """
    form, ends = ChangePasswordForm(), str(session.get(DEVICE, ""))
    if not person().is_authenticated:
        return _changed_before(form, ends) or to_sign_in()
    if form.validate() and (account := prove(form.current)):
        try:
            change_password(db.session, account, form.password.data)
        except WeakPassword as weak:
            db.session.rollback()
            form.password.errors = [explain(weak).rule]
        else:
            onward = url_for(".overview")
            return _changed(let_in(account, onward, shared=not session.permanent, ends=ends))
    return _changed_before(form, ends) or (
        render_template("accounts/password.html", form=form),
        422,
    )


def _changed_before(form: ChangePasswordForm, ended: str) -> ResponseReturnValue | None:
    """The first of two clicks has changed the password and signed this device in anew: so says the
    second, to whoever typed the new password.
    """
    somebody = let_in_before(ended)
    if somebody is None or not form.validate():
        return None
    if not prove(form.password, db.session.get_one(Account, somebody.id)):
        return None
    shared = not session.permanent
    return _changed(let_in_again(somebody, url_for(".overview"), shared=shared))


def _changed(answer: ResponseReturnValue) -> ResponseReturnValue:
    flash(_("Đã đổi mật khẩu. Các máy khác đã được đăng xuất."), "success")
    return answer


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
        except (BadEmail, AlreadyYours, TooManyLetters) as refused:
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
    try:
        confirm_email(db.session, token, me().id)
    except LinkDead:
        db.session.rollback()
        if not is_confirmed(db.session, token, me().id):
            raise
    db.session.commit()
    flash(_("Đã đổi email. Từ nay thư được gửi tới địa chỉ mới."), "success")
    return redirect(url_for("home.index"), 303)
