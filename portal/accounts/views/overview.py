"""The account: what there is, and where each thing is changed."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.changes import choose_locale
from portal.accounts.devices import devices_of
from portal.accounts.names import names_of
from portal.accounts.recovery import codes_left
from portal.accounts.second_factor import has_second_factor
from portal.accounts.views.blueprint import bp, me, my_account
from portal.db import db
from portal.i18n import LANGUAGES
from portal.i18n import gettext as _
from portal.roles import STAFF
from portal.web.access import signed_in
from portal.web.posted import posted


@bp.get("/tai-khoan")
@signed_in
def overview() -> str:
    mine = me().id
    return render_template(
        "accounts/overview.html",
        account=my_account(),
        names=names_of(db.session, mine),
        devices=len(devices_of(db.session, mine)),
        is_staff=me().role in STAFF,
        factor=has_second_factor(db.session, mine),
        factor_due=me().factor_due,
        codes_left=codes_left(db.session, mine),
    )


@bp.post("/tai-khoan/ngon-ngu-thu")
@signed_in
def mail_language() -> ResponseReturnValue:
    """The language of mails from now on."""
    locale = posted("locale")
    if locale not in LANGUAGES:
        abort(400)
    choose_locale(db.session, my_account(), locale)
    db.session.commit()
    flash(_("Đã lưu."), "success")
    return redirect(url_for(".overview"), 303)
