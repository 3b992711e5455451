"""How a library handles cards. Seen by all, set by those in charge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.cards import editing, previewing
from portal.cards.policies import FIELDS, Policy, own_values, policy_of, version_of
from portal.cards.previewing import Effect
from portal.cards.refusals import NothingNew, SettingChanged
from portal.db import db
from portal.desk.setting_forms import PolicyForm
from portal.desk.views.at_library import (
    address,
    asked_library,
    filled,
    library_id,
    logged,
    settings_page,
)
from portal.desk.views.blueprint import bp, my_clerk
from portal.desk.views.cards_kinds import SETTERS
from portal.i18n import gettext as _
from portal.libraries.branches import Branch
from portal.web.access import staff
from portal.web.refusals import explain


@bp.get("/quay/the/chinh-sach")
@staff()
def policy() -> str:
    """What holds, and where it comes from; for those in charge as a form."""
    at = asked_library()
    if "seen" in request.args:
        return _page(at, PolicyForm.asked(request.args))
    own, version = own_values(db.session, library_id(at)), version_of(db.session, library_id(at))
    return _page(at, PolicyForm.of(own, version))


@bp.get("/quay/the/chinh-sach/xem-truoc")
@staff(*SETTERS)
def preview_policy() -> ResponseReturnValue:
    """What would change, before it is saved."""
    at, form = asked_library(), PolicyForm.asked(request.args)
    if not form.validate():
        return _page(at, form), 422
    own = own_values(db.session, library_id(at))
    changes = _changes(own, form.values())
    found = {
        one.field: one for one in previewing.preview_policy(db.session, library_id(at), changes)
    }
    now = policy_of(db.session, library_id(at))
    followed = _followed(at)
    rows = [
        (found.get(name) or _same(now, name), own[name], value, getattr(followed, name))
        for name, value in changes.items()
    ]
    return settings_page("policy_preview", at, rows=rows, filled=filled(form))


@bp.post("/quay/the/chinh-sach")
@staff(*SETTERS)
def save_policy() -> ResponseReturnValue:
    at, form = asked_library(), PolicyForm()
    if not form.validate():
        return _page(at, form), 422
    changes = _changes(own_values(db.session, library_id(at)), form.values())
    try:
        if changes:
            editing.edit_policy(
                db.session, my_clerk(), library_id(at), changes, seen=form.seen.data
            )
    except NothingNew:  # somebody saved the same a moment ago
        db.session.rollback()
    except SettingChanged as late:
        db.session.rollback()
        if _changes(own_values(db.session, library_id(at)), form.values()):
            form.renew(version_of(db.session, library_id(at)))
            told = explain(late)
            flash(f"{told.title} {told.rule}", "error")
            return _page(at, form), 409
    db.session.commit()
    flash(_("Đã lưu quy định."), "success")
    return redirect(address(".policy", at), 303)


def _page(at: Branch | None, form: PolicyForm) -> str:
    return settings_page(
        "policy",
        at,
        form=form,
        fields=FIELDS,
        holds=policy_of(db.session, library_id(at)),
        own=own_values(db.session, library_id(at)),
        followed=_followed(at),
        **logged(at, kinds=False),
    )


def _followed(at: Branch | None) -> Policy:
    """What a field left empty follows: the network, which follows the defaults."""
    return policy_of(db.session, None) if at else Policy()


def _changes(own: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != own[name]}


def _same(policy: Policy, field: str) -> Effect:
    """A field that is now set where it was followed: the same value for the time being."""
    value = getattr(policy, field)
    return Effect(field, value, value, 0)
