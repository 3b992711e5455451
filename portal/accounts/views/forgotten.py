"""A forgotten password: the link asked for, and used."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.forgotten import ask_for_link, choose_password, whose_link
from portal.accounts.forms import ForgottenForm, NewPasswordForm
from portal.accounts.links import LinkDead, used_just_now
from portal.accounts.models import Account
from portal.accounts.passwords import WeakPassword
from portal.accounts.secrets_models import LinkKind
from portal.accounts.views.blueprint import bp
from portal.db import db
from portal.i18n import gettext as _
from portal.web.access import public
from portal.web.limits import sign_in_budget
from portal.web.refusals import explain


@bp.get("/quen-mat-khau")
@public
def forgotten() -> str:
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@bp.post("/quen-mat-khau")
@public
@sign_in_budget
def forgotten_now() -> ResponseReturnValue:
    """The same page, in the same time, whether anybody has this name."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form), 422
    ask_for_link(db.session, form.name.data)
    db.session.commit()
    return redirect(url_for(".forgotten_sent"), 303)


@bp.get("/quen-mat-khau/da-gui")
@public
def forgotten_sent() -> str:
    return render_template("accounts/forgotten_sent.html")


@bp.get("/mat-khau-moi/<token>")
@public
def new_password(token: str) -> str:
    """The form behind the link; opening it uses nothing up. A dead link is told as a refusal."""
    account = whose_link(db.session, token)
    return _new_password_page(NewPasswordForm(), token, account)


@bp.post("/mat-khau-moi/<token>")
@public
@sign_in_budget
def new_password_now(token: str) -> ResponseReturnValue:
    """Clicked twice, it is told twice that it is done: the link opens nothing any more."""
    form = NewPasswordForm()
    try:
        account = whose_link(db.session, token)
        if not form.validate():
            return _new_password_page(form, token, account), 422
        choose_password(db.session, token, form.password.data)
    except WeakPassword as weak:
        form.password.errors = [explain(weak).rule]
        return _new_password_page(form, token, account), 422
    except LinkDead:
        db.session.rollback()
        if not used_just_now(db.session, token, LinkKind.PASSWORD):
            raise
    db.session.commit()
    flash(_("Đã chọn mật khẩu. Mời bạn đăng nhập."), "success")
    return redirect(url_for(".sign_in"), 303)


def _new_password_page(form: NewPasswordForm, token: str, account: Account) -> str:
    first = account.password_hash == ""
    return render_template("accounts/new_password.html", form=form, token=token, first=first)
