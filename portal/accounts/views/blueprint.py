"""The blueprint, who is asking, and what every page of an account has in common."""

from __future__ import annotations

import secrets
from typing import cast

from flask import Blueprint, Response, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse
from wtforms import PasswordField

from portal.accounts import presenters
from portal.accounts.devices import is_new, sign_in_device, sign_out, token_after
from portal.accounts.models import Account
from portal.accounts.presenters import wait_text
from portal.accounts.signing import SignedIn
from portal.accounts.signing_in import Asker, WrongCredentials, begin_grace, enter, knock_again
from portal.accounts.views.loading import load
from portal.config import Settings
from portal.db import db
from portal.i18n import gettext as _
from portal.web.access import access_of, person
from portal.web.headers import forget_here
from portal.web.limits import client

bp = Blueprint("accounts", __name__)

KNOWN_COOKIE = "known"
DEVICE = "_user_id"  # where Flask-Login keeps the token of a device, in the session
KNOWN_FOR = 180 * 24 * 3600  # seconds


@bp.context_processor
def _texts() -> dict[str, object]:
    return {"say": presenters}


@bp.after_request
def _keep_nothing(response: Response) -> Response:
    """On a computer of many the back button shows nobody's account."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.before_app_request
def second_factor_first() -> ResponseReturnValue | None:
    """Staff whose time is up set their second factor up before they work on."""
    view = current_app.view_functions.get(request.endpoint or "")
    access = access_of(view) if view and request.blueprint != bp.name else None
    somebody = person() if access and access.roles else None
    if isinstance(somebody, SignedIn) and somebody.is_overdue:
        flash(_("Bạn cần thiết lập xác thực hai lớp trước khi làm việc tiếp."), "error")
        return redirect(url_for("accounts.second_factor"), 303)
    return None


def settings() -> Settings:
    return cast(Settings, current_app.config["PORTAL"])


def me() -> SignedIn:
    """Whoever is signed in: the page asks for it."""
    return cast(SignedIn, person())


def my_account() -> Account:
    return db.session.get_one(Account, me().id)


def asker() -> Asker:
    """Who guesses: the client, and the account this browser has signed in to before."""
    try:
        known = _signer().loads(request.cookies.get(KNOWN_COOKIE, ""), max_age=KNOWN_FOR)
        return Asker(client(), int(known[0]), str(known[1]))
    except (BadSignature, ValueError, LookupError, TypeError):
        return Asker(client())


def prove(field: PasswordField, owner: Account | None = None) -> Account | None:
    """Whose password was typed, if it is that of whoever is signed in; else the field says why.

    owner: whose it has to be instead.
    """
    account = owner or my_account()
    knocked = knock_again(db.session, account, Asker(client(), known_as=account.id))
    db.session.commit()
    if knocked.wait:
        field.errors = [wait_text(knocked.wait)]
        return None
    try:
        if knocked.opens(field.data):
            return enter(db.session, knocked, field.data)
    except WrongCredentials:
        db.session.rollback()
    field.errors = [_("Mật khẩu không đúng.")]
    return None


def let_in(account: Account, onward: str, *, shared: bool, ends: str = "") -> ResponseReturnValue:
    """Sign this browser in, commit, and go on. ends: as `sign_in_device` has it.

    The session is a new one: a device is known by a token made now, and whatever somebody planted
    in the browser before is not carried on.
    """
    somebody = person()
    same = False
    if isinstance(somebody, SignedIn):
        same = somebody.id == account.id
        sign_out(db.session, somebody.id, somebody.device_id)
    if settings().staff_second_factor:
        begin_grace(db.session, account)
    agent = request.headers.get("User-Agent", "")
    token = sign_in_device(db.session, account.id, agent, shared=shared, ends=ends)
    db.session.commit()
    return _go_in(cast(SignedIn, load(token)), onward, shared=shared, same=same)


def let_in_before(ended: str) -> SignedIn | None:
    """Who was let in a moment ago in return for a token, whether their browser heard it or not."""
    somebody = load(token_after(db.session, ended))
    return somebody if somebody and is_new(db.session, somebody.device_id) else None


def let_in_again(somebody: SignedIn, onward: str, *, shared: bool) -> ResponseReturnValue:
    """The answer that let somebody in once more: the device is the one that was signed in."""
    db.session.commit()
    return _go_in(somebody, onward, shared=shared, same=True)


def _go_in(somebody: SignedIn, onward: str, *, shared: bool, same: bool) -> ResponseReturnValue:
    session.clear()
    session.permanent = not shared
    login_user(somebody)
    response = redirect(onward, 303)
    if not same:
        forget_here(response)  # what an earlier reader left on this device
    if not shared:
        _remember(response, somebody.id)
    return response


def show_out(said: str, category: str = "message") -> ResponseReturnValue:
    """The browser of somebody whose device is signed out: nothing of them is left in it."""
    logout_user()
    session.clear()
    flash(said, category)
    return forget_here(redirect(url_for("home.index"), 303))


def _remember(response: BaseResponse, account_id: int) -> None:
    response.set_cookie(
        KNOWN_COOKIE,
        _signer().dumps([account_id, secrets.token_hex(8)]),
        max_age=KNOWN_FOR,
        path=url_for("accounts.sign_in"),
        samesite="Lax",
        httponly=True,
        secure=request.is_secure,
    )


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(cast(str, current_app.secret_key), salt="accounts.known")
