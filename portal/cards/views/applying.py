"""`/the/dang-ky`: whom a card is for, the one form for it, and sending it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from portal.cards import links, statuses
from portal.cards.refusals import BadApplication, DeadLink, NoSuchBorrower, SentBefore
from portal.cards.registering import register
from portal.cards.views import budget, remembering
from portal.cards.views.blueprint import bp
from portal.cards.views.filling import CHILD, ME, Sheet, sheet
from portal.cards.views.reading import Filled, read
from portal.db import db
from portal.i18n import gettext as _
from portal.libraries.branches import Branch
from portal.libraries.kinds import LibraryKind
from portal.libraries.mine import current_network, my_library
from portal.libraries.places import communes
from portal.vietnamese import normalise
from portal.web.access import public
from portal.web.images import jpeg_image

DESKS = (LibraryKind.CITY, LibraryKind.REGIONAL, LibraryKind.COMMUNE)
"""Kinds of library where somebody sits who gives out cards."""


@bp.get("/the/dang-ky")
@public
def apply() -> str:
    """Whom it is for, and where it will be picked up."""
    mine, kept = my_library(request), remembering.draft()
    chosen = current_network().find(kept.values.get("library")) if kept else None
    return render_template(
        "cards/apply_start.html",
        desks=desks(),
        chosen=chosen or mine,
        draft=kept,
        sent=_sent_here(),
        shared=remembering.on_shared_computer(),
    )


@bp.get("/the/dang-ky/<any(toi, con):whose>")
@public
def application(whose: str) -> ResponseReturnValue:
    """The form, as it was left where it was left on this device."""
    kept = remembering.draft()
    values = kept.values if kept and kept.whose == whose else {}
    branch = _branch(request.args.get("thu-vien") or values.get("library"))
    if branch is None:
        return redirect(url_for(".apply"))
    one = sheet(whose, branch, values)
    one.form.shared.data = "chung" in request.args or remembering.on_shared_computer()
    next_child = whose == CHILD and values and not values.get("full_name")
    sent = _sent_here() if next_child else ()
    response = make_response(_page(one, draft=kept if values else None, sent=sent))
    if not values and not one.form.shared.data:
        # Nothing of anybody is on it: a browser may keep it, and what is typed until it is sent.
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.post("/the/dang-ky/<any(toi, con):whose>")
@public
def send_application(whose: str) -> ResponseReturnValue:
    """Take it; else the same form, with what is wrong beside each field and nothing lost."""
    one = sheet(whose, _branch(request.args.get("thu-vien")) or abort(404))
    if "doi" in request.form:  # for the other one, after all
        return _page(one)
    filled = read(one)
    token = links.sent_token(db.session, one.form.form_token.data, repr(filled.application))
    if filled.application and links.is_sent(db.session, token):
        return _after(one, token)
    if (filled.complete or filled.has_photo) and (wait := budget.take()):
        return _returned(one, status=429, problem=budget.over(wait), wait=wait)
    filled.read_photo()
    if not filled.complete:
        return _returned(one)
    if wait := budget.take_letter(one.form.email.data or ""):
        return _returned(one, status=429, problem=budget.over_letters(wait), wait=wait)
    return _after(one, token) if _taken(filled, token) else _returned(one)


@bp.post("/the/dang-ky/<any(toi, con):whose>/nhap")
@public
def save_draft(whose: str) -> ResponseReturnValue:
    """Keep it on this device, to be taken up within a day."""
    one = sheet(whose, _branch(request.args.get("thu-vien")) or abort(404))
    response = redirect(_form_url(one, whose), 303)
    if _keep(response, one):
        return response
    return _returned(one, problem=_("Không lưu được trên máy này. Xin gửi luôn khi điền xong."))


@bp.post("/the/dang-ky/xoa-nhap")
@public
def forget_draft() -> ResponseReturnValue:
    """Leave nothing on this device."""
    response = redirect(url_for(".apply"), 303)
    remembering.leave_nothing(response)
    return response


def _taken(filled: Filled, token: str) -> bool:
    """Whether it was; if not, the form says why not."""
    if filled.application is None:
        return False
    try:
        register(db.session, filled.application, token, filled.photo)
        db.session.commit()
    except SentBefore:
        db.session.rollback()
    except BadApplication as bad:
        db.session.rollback()
        filled.tell(bad.problems)
        return False
    return True


def _after(one: Sheet, token: str) -> BaseResponse:
    """To the page of the registration; or to the next child's form, with what they share."""
    shared = bool(one.form.shared.data)
    if "them" in request.form and not shared:
        flash(_sent_text(one), "success")
        response = redirect(_form_url(one, CHILD), 303)
        values = remembering.filled(one.form)
        common = {name: values.get(name, "") for name in remembering.FOR_THE_NEXT}
        remembering.keep(response, CHILD, one.branch.code, common)
    else:
        response = redirect(url_for(".status", token=token), 303)
        remembering.forget(response, remembering.DRAFT)
    if shared:
        remembering.leave_nothing(response)
    else:
        remembering.remember_sent(response, token)
    return response


def _sent_text(one: Sheet) -> str:
    """Whose registration went off, and what comes next: alike for those on file and others."""
    name = normalise(one.form.full_name.data or "")
    if (one.form.email.data or "").strip():
        return _("Đã gửi đăng ký của %(name)s. Mời bạn mở thư vừa gửi để xác nhận.", name=name)
    return _(
        "Đã gửi đăng ký của %(name)s. Mời bạn mang giấy tờ đến %(library)s để nhận thẻ.",
        name=name,
        library=one.branch.name,
    )


def _returned(
    one: Sheet, *, status: int = 422, problem: str | None = None, wait: int = 0
) -> BaseResponse:
    response = make_response(_page(one, problem=problem), status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    _keep(response, one)
    return response


def _keep(response: BaseResponse, one: Sheet) -> bool:
    """Whether this device keeps what was filled in: one of many does not."""
    if one.form.shared.data:
        remembering.leave_nothing(response)
        return False
    return remembering.keep(response, one.whose, one.branch.code, remembering.filled(one.form))


def _page(one: Sheet, **values: object) -> str:
    kept = one.form.photo_kept.data
    return render_template(
        "cards/apply.html",
        one=one,
        form=one.form,
        other=ME if one.for_child else CHILD,
        communes=[commune.full_name for commune in communes().values()],
        kept_photo=jpeg_image(kept) if kept else None,
        **values,
    )


def _form_url(one: Sheet, whose: str) -> str:
    asked: dict[str, Any] = {"thu-vien": one.branch.code}
    if one.form.shared.data:
        asked["chung"] = "1"
    return url_for(".application", whose=whose, **asked)


def desks() -> Sequence[Branch]:
    return [one for one in current_network().branches if one.kind in DESKS and not one.closed_since]


def _branch(code: str | None) -> Branch | None:
    found = current_network().find(code)
    return found if found in desks() else None


def _sent_here() -> Sequence[tuple[str, statuses.Status]]:
    """Registrations this browser sent, with how they stand."""
    found = []
    for token in remembering.sent():
        try:
            found.append((token, statuses.status(db.session, token)))
        except (DeadLink, NoSuchBorrower):
            continue
    return found
