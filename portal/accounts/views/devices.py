"""The devices signed in, and signing them out."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.devices import devices_of, sign_out, sign_out_all
from portal.accounts.views.blueprint import bp, me
from portal.db import db
from portal.i18n import gettext as _
from portal.i18n import ngettext
from portal.web.access import signed_in

NUMBER = f"int(max={2**31 - 1})"


@bp.get("/tai-khoan/thiet-bi")
@signed_in
def devices() -> str:
    return render_template(
        "accounts/devices.html", devices=devices_of(db.session, me().id), this=me().device_id
    )


@bp.post(f"/tai-khoan/thiet-bi/<{NUMBER}:device_id>/dang-xuat")
@signed_in
def sign_device_out(device_id: int) -> ResponseReturnValue:
    """One of mine: the number of another's device does nothing."""
    sign_out(db.session, me().id, device_id)
    db.session.commit()
    flash(_("Đã đăng xuất máy đó."), "success")
    return redirect(url_for(".devices"), 303)


@bp.post("/tai-khoan/thiet-bi/dang-xuat-het")
@signed_in
def sign_others_out() -> ResponseReturnValue:
    """All but the one in front of the reader."""
    count = sign_out_all(db.session, me().id, but=me().device_id)
    db.session.commit()
    flash(ngettext("Đã đăng xuất %(num)s máy.", "Đã đăng xuất %(num)s máy.", count), "success")
    return redirect(url_for(".devices"), 303)
