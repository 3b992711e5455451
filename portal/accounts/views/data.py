"""Everything that is kept of whoever is signed in, in one place: to be read, and to be taken."""

from __future__ import annotations

from flask import Response, json, render_template

from portal.accounts.export_texts import readable
from portal.accounts.exporting import ACCOUNT, export
from portal.accounts.views.blueprint import bp, my_account
from portal.accounts.views.parts import data_parts
from portal.db import db
from portal.web.access import signed_in


@bp.get("/tai-khoan/du-lieu")
@signed_in
def my_data() -> str:
    kept = export(db.session, my_account())
    return render_template(
        "accounts/data.html", told=readable(kept[ACCOUNT]), parts=data_parts(kept)
    )


@bp.get("/tai-khoan/du-lieu.json")
@signed_in
def my_data_file() -> Response:
    """The same for a program."""
    kept = export(db.session, my_account())
    response = Response(json.dumps(kept, ensure_ascii=False, indent=2), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="tai-khoan-thu-vien.json"'
    return response
