"""Whose settings, figures or colleagues a page is about: a library's, or those of the network."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from portal.cards.setting_changes import changes_of
from portal.db import db
from portal.desk import setting_texts
from portal.desk.setting_forms import SettingForm
from portal.desk.views.blueprint import my_clerk, start
from portal.libraries.branches import Branch
from portal.libraries.mine import current_network

CHANGES = 20


def asked_library() -> Branch | None:
    """The library of `thu-vien` in the address; None: the whole network.

    Whoever works at one library sees their own, named or not, and no other: 403.
    """
    who, network = my_clerk(), current_network()
    code = request.args.get("thu-vien", "")
    if not code and who.city_wide:
        return None
    branch = network.find(code) if code else network.by_id.get(who.library_id or 0)
    if branch is None:
        abort(404 if code and who.city_wide else 403)
    if not who.has(branch.id):
        abort(403)
    return branch


def library_id(branch: Branch | None) -> int | None:
    return branch.id if branch else None


def code_of(branch: Branch | None) -> str | None:
    """What stands in addresses for it; None where the address needs no word of it."""
    return branch.code if branch and my_clerk().city_wide else None


def address(endpoint: str, at: Branch | None) -> str:
    """A page about the same library."""
    values: dict[str, Any] = {"thu-vien": code_of(at)}
    return url_for(endpoint, **values)


def settings_page(template: str, at: Branch | None, **values: Any) -> str:
    """A page of settings: whose they are, and whether whoever is here may change them."""
    return render_template(
        f"desk/settings/{template}.html",
        at=at,
        code=code_of(at),
        may_set=my_clerk().may_set(library_id(at)),
        city_wide=my_clerk().city_wide,
        texts=setting_texts,
        **values,
    )


def logged(at: Branch | None, *, kinds: bool) -> dict[str, Any]:
    """Who changed what, the newest first, from the change after `sau`; and where it goes on."""
    found = changes_of(db.session, library_id(at), kinds=kinds, before=start(), limit=CHANGES + 1)
    return {
        "changes": found[:CHANGES],
        "older": found[CHANGES - 1].id if len(found) > CHANGES else None,
        "after": start(),
    }


def filled(form: SettingForm) -> dict[str, list[str]]:
    """What was filled in, to be sent on or filled in again."""
    return {name: request.args.getlist(name) for name in form.data if name in request.args}
