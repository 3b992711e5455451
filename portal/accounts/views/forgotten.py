"""A forgotten password: the link asked for, and used."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.forgotten import ask_for_link, choose_password, whose_link
from portal.accounts.forms import ForgottenForm, NewPasswordForm
from portal.accounts.passwords import WeakPassword
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
    whose_link(db.session, token)
    return render_template("accounts/new_password.html", form=NewPasswordForm(), token=token)


@bp.post("/mat-khau-moi/<token>")
@public
@sign_in_budget
def new_password_now(token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    whose_link(db.session, token)
    if form.validate():
        try:
            choose_password(db.session, token, form.password.data)
        except WeakPassword as weak:
            form.password.errors = [explain(weak).rule]
        else:
            db.session.commit()
            flash(_("Đã đổi mật khẩu. Mời bạn đăng nhập."), "success")
            return redirect(url_for(".sign_in"), 303)
    return render_template("accounts/new_password.html", form=form, token=token), 422
