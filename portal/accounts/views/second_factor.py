"""The second factor of staff: set up, new recovery codes, turned off."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import second_factor as factor
from portal.accounts.codes import uri
from portal.accounts.forms import CodeForm, ConfirmForm, FactorForm
from portal.accounts.models import Account
from portal.accounts.presenters import code_wait_text, grouped, qr_image
from portal.accounts.recovery import codes_left
from portal.accounts.second_factor import WrongCode
from portal.accounts.views.blueprint import bp, me, my_account, prove
from portal.db import db
from portal.i18n import gettext as _
from portal.web.access import staff
from portal.web.limits import sign_in_budget


@bp.get("/tai-khoan/hai-lop")
@staff()
def second_factor() -> str:
    """Whether there is one; the secret while it waits for the first code."""
    return _page(CodeForm())


@bp.post("/tai-khoan/hai-lop")
@staff()
def begin_second_factor() -> ResponseReturnValue:
    factor.begin(db.session, me().id)
    db.session.commit()
    return redirect(url_for(".second_factor"), 303)


@bp.post("/tai-khoan/hai-lop/xac-nhan")
@staff()
@sign_in_budget
def confirm_second_factor() -> ResponseReturnValue:
    """The first code of the app; the recovery codes are shown now and never again, but to whoever
    clicked twice and saw the second answer only.
    """
    form = CodeForm()
    if not form.validate():
        return _page(form), 422
    try:
        if not _counted(form):
            return _page(form), 422
        made = factor.confirm(db.session, my_account(), form.code.data)
    except WrongCode:
        db.session.rollback()
        form.code.errors = [_("Mã không đúng. Xem đồng hồ điện thoại có chạy đúng giờ không.")]
        return _page(form), 422
    db.session.commit()
    return render_template("accounts/recovery_codes.html", codes=made)


@bp.post("/tai-khoan/hai-lop/ma-du-phong")
@staff()
@sign_in_budget
def new_recovery_codes() -> ResponseReturnValue:
    form = FactorForm()
    made: list[str] = []
    if not _proved(form, lambda me, code: made.extend(factor.renew_codes(db.session, me, code))):
        return _page(CodeForm(), proving=form), 422
    db.session.commit()
    return render_template("accounts/recovery_codes.html", codes=made)


@bp.post("/tai-khoan/hai-lop/tat")
@staff()
@sign_in_budget
def turn_off_second_factor() -> ResponseReturnValue:
    form = FactorForm()
    if not _proved(form, lambda me, code: factor.turn_off_own(db.session, me, code)):
        return _page(CodeForm(), proving=form), 422
    db.session.commit()
    flash(_("Đã tắt xác thực hai lớp."), "success")
    return redirect(url_for(".second_factor"), 303)


def _proved(form: FactorForm, act: Callable[[Account, str], None]) -> bool:
    """Do what password and code are asked for; False: the form says which of them is not right."""
    if not form.validate() or (account := prove(form.current)) is None or not _counted(form):
        return False
    try:
        act(account, form.code.data)
    except WrongCode:
        db.session.rollback()
        form.code.errors = [_("Mã không đúng, hoặc đã dùng rồi. Xin đợi mã tiếp theo.")]
        return False
    return True


def _counted(form: CodeForm) -> bool:
    """Whether one more code may be tried; else the form says when."""
    wait = factor.count_try(db.session, my_account())
    db.session.commit()
    if wait:
        form.code.errors = [code_wait_text(wait)]
    return not wait


def _page(form: CodeForm, *, proving: FactorForm | None = None) -> str:
    account = my_account()
    secret = factor.secret_begun(db.session, account.id)
    return render_template(
        "accounts/second_factor.html",
        form=form,
        proving=proving or FactorForm(),
        begin=ConfirmForm(),
        is_on=factor.has_second_factor(db.session, account.id),
        secret=grouped(secret) if secret else None,
        qr=qr_image(uri(secret, account.email or account.name)) if secret else None,
        codes_left=codes_left(db.session, account.id),
        due=me().factor_due,
    )
