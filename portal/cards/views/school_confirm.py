"""The school says that a list is right: by the link of its letter, and a button behind it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.forms import ConfirmForm
from portal.cards import classes
from portal.cards.class_statuses import to_confirm
from portal.cards.refusals import UsedLink
from portal.cards.views.blueprint import bp
from portal.db import db
from portal.libraries.mine import current_network
from portal.web.access import public
from portal.web.limits import sign_in_budget


@bp.get("/the/lop/xac-nhan/<token>")
@public
def confirm_class(token: str) -> ResponseReturnValue:
    """Who is on the list. A mail scanner that opens the link confirms nothing; used, it says that
    the school has confirmed.
    """
    try:
        status, names = to_confirm(db.session, token)
    except UsedLink:
        return redirect(url_for(".class_confirmed"), 303)
    libraries = {branch.id: branch.name for branch in current_network().branches}
    return render_template(
        "cards/class_confirm.html",
        status=status,
        names=names,
        library=libraries.get(status.library_id, ""),
        form=ConfirmForm(),
        token=token,
    )


@bp.post("/the/lop/xac-nhan/<token>")
@public
@sign_in_budget
def confirm_class_now(token: str) -> ResponseReturnValue:
    classes.confirm_class(db.session, token)
    db.session.commit()
    return redirect(url_for(".class_confirmed"), 303)


@bp.get("/the/lop/da-xac-nhan")
@public
def class_confirmed() -> str:
    return render_template("cards/class_confirmed.html")
