"""Kinds of card: what a library offers, to whom, for what. Seen by all, set by those in charge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.cards import editing, previewing
from portal.cards.kinds import Kind, kinds_of
from portal.cards.refusals import BadSetting, NothingNew, SettingChanged
from portal.db import db
from portal.desk.setting_forms import KindForm
from portal.desk.views.at_library import (
    address,
    asked_library,
    filled,
    library_id,
    logged,
    settings_page,
)
from portal.desk.views.blueprint import bp, my_clerk
from portal.i18n import gettext as _
from portal.libraries.branches import Branch
from portal.roles import Role
from portal.vietnamese import fold
from portal.web.access import staff
from portal.web.refusals import explain

SETTERS = (Role.HEAD, Role.CITY_STAFF, Role.ADMINISTRATOR)
LONGEST_CODE = 30


@bp.get("/quay/the/loai")
@staff()
def kind_list() -> str:
    """A library's kinds, in its order, those given up as well; below, who changed what."""
    at = asked_library()
    kinds = kinds_of(db.session, library_id(at), offered=False)
    return settings_page("kinds", at, kinds=kinds, **logged(at, kinds=True))


@bp.get("/quay/the/loai-moi")
@staff(*SETTERS)
def new_kind() -> str:
    at = asked_library()
    place = len(kinds_of(db.session, library_id(at), offered=False))
    blank = {"age_from": 0, "fee": 0, "deposit": 0, "position": place, "offered": True}
    return settings_page("kind", at, kind=None, form=KindForm(None, data=blank))


@bp.post("/quay/the/loai-moi")
@staff(*SETTERS)
def add_kind() -> ResponseReturnValue:
    """Its code is made of its name: sent twice, it is one kind."""
    at, form = asked_library(), KindForm()
    if form.validate():
        values = form.values()
        code = _code(values["name_vi"])
        try:
            editing.add_kind(db.session, my_clerk(), library_id(at), code, values)
        except SettingChanged:
            db.session.rollback()
            if _is_so(_kind(at, code), at, values):
                return _saved(at)
            form.name_vi.errors = [_("Đã có loại thẻ mang tên này, hoặc tên gần như thế.")]
        except BadSetting as bad:
            db.session.rollback()
            form.tell(bad.problems)
        else:
            db.session.commit()
            return _saved(at)
    return settings_page("kind", at, kind=None, form=form), 422


@bp.get("/quay/the/loai/<code>")
@staff(*SETTERS)
def kind(code: str) -> str:
    """The form; filled in as before for whoever looked at what would change and thinks again."""
    at = asked_library()
    found = _known(at, code)
    form = KindForm.asked(request.args) if "seen" in request.args else KindForm.of(found)
    return settings_page("kind", at, kind=found, form=form)


@bp.get("/quay/the/loai/<code>/xem-truoc")
@staff(*SETTERS)
def preview_kind(code: str) -> ResponseReturnValue:
    """What would change, before it is saved."""
    at, form = asked_library(), KindForm.asked(request.args)
    found = _known(at, code)
    if form.validate():
        try:
            effects = previewing.preview_kind(
                db.session, library_id(at), code, _changes(found, form.values())
            )
        except BadSetting as bad:
            form.tell(bad.problems)
        else:
            return settings_page(
                "kind_preview",
                at,
                kind=found,
                effects=effects,
                holders=previewing.holders(db.session, library_id(at), code),
                filled=filled(form),
            )
    return settings_page("kind", at, kind=found, form=form), 422


@bp.post("/quay/the/loai/<code>")
@staff(*SETTERS)
def save_kind(code: str) -> ResponseReturnValue:
    at, form = asked_library(), KindForm()
    found = _known(at, code)
    status = 422
    if form.validate():
        changes = _changes(found, form.values())
        try:
            if changes:
                editing.edit_kind(
                    db.session, my_clerk(), library_id(at), code, changes, seen=form.seen.data
                )
        except BadSetting as bad:
            db.session.rollback()
            form.tell(bad.problems)
        except NothingNew:  # somebody saved the same a moment ago
            db.session.rollback()
            return _saved(at)
        except SettingChanged as late:
            db.session.rollback()
            found, status = _known(at, code), 409
            if _is_so(found, at, form.values()):
                return _saved(at)
            form.renew(found.version)
            told = explain(late)
            flash(f"{told.title} {told.rule}", "error")
        else:
            db.session.commit()
            return _saved(at)
    return settings_page("kind", at, kind=found, form=form), status


def _saved(at: Branch | None) -> ResponseReturnValue:
    flash(_("Đã lưu loại thẻ."), "success")
    return redirect(address(".kind_list", at), 303)


def _known(at: Branch | None, code: str) -> Kind:
    return _kind(at, code) or abort(404)


def _kind(at: Branch | None, code: str) -> Kind | None:
    """Looked for among the library's: whatever stands in an address is no question to a table."""
    kinds = kinds_of(db.session, library_id(at), offered=False)
    return next((one for one in kinds if one.code == code), None)


def _changes(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != getattr(kind, name)}


def _is_so(kind: Kind | None, at: Branch | None, values: Mapping[str, Any]) -> bool:
    """Whether the library's own kind is just what was sent: sent twice, it is saved once."""
    return kind is not None and kind.library_id == library_id(at) and not _changes(kind, values)


def _code(name: str) -> str:
    """«Thẻ lưu động» is `the-luu-dong`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:LONGEST_CODE].strip("-") or "loai"
