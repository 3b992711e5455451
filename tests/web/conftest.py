"""Pages that exist only here, to show what happens around every page."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Blueprint, Flask, flash, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, NumberRange

from portal import app as portal_app
from portal.config import Settings
from portal.db import db
from portal.roles import Role
from portal.web.access import login_manager, public, signed_in, staff
from portal.web.forms import PortalForm
from portal.web.limits import crawl_budget
from tests.pages import PageClient

PAGE = """{% extends "base.html" %}{% block title %}Thử{% endblock %}
{% block main %}<h1>Thử</h1>{{ inside }}{% endblock %}"""

FORM = """{% extends "base.html" %}{% block title %}Thử{% endblock %}{% block main %}<h1>Thử</h1>
<form method="post">{{ form.csrf_token }}
{% for field in [form.name, form.age] %}{{ field.label }} {{ field }}
{% for error in field.errors %}<p id="{{ field.id }}-error">{{ error }}</p>{% endfor %}{% endfor %}
<button>Gửi</button></form>{% endblock %}"""


class ProbeForm(PortalForm):
    name = StringField("Tên", [DataRequired()])
    age = IntegerField("Tuổi", [NumberRange(min=1, max=120)])


class Someone:
    """A signed-in person with the roles a test gives."""

    name = "Người thử"

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, roles: frozenset[Role]) -> None:
        self.roles = roles

    def get_id(self) -> str:
        return "1"


def probe_pages() -> Blueprint:
    bp = Blueprint("probe", __name__, url_prefix="/probe")

    @bp.route("/page", methods=["GET", "POST"])
    @public
    def page() -> str:
        return render_template_string(PAGE)

    @bp.get("/mine")
    @signed_in
    def mine() -> str:
        return render_template_string(PAGE)

    @bp.get("/heads")
    @staff(Role.HEAD)
    def heads() -> str:
        return render_template_string(PAGE)

    @bp.get("/limited")
    @public
    @crawl_budget
    def limited() -> str:
        return render_template_string(PAGE)

    @bp.get("/crash")
    @public
    def crash() -> str:
        raise LookupError("on purpose")

    @bp.route("/form", methods=["GET", "POST"])
    @public
    def form() -> ResponseReturnValue:
        probe = ProbeForm()
        if probe.validate_on_submit():
            flash("Đã gửi")
            return redirect("/probe/page")
        return render_template_string(FORM, form=probe)

    @bp.get("/transaction")
    @public
    def transaction() -> str:
        db.session.execute(text("SELECT 1"))
        return str(request.method)

    return bp


@pytest.fixture
def make_app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Flask]:
    """Make an application with the probe pages, with some settings changed."""
    own = portal_app.blueprints()
    monkeypatch.setattr(portal_app, "blueprints", lambda: [*own, probe_pages()])

    def make(**changed: object) -> Flask:
        app = portal_app.create_app(replace(settings, **changed))  # type: ignore[arg-type]
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=bool(changed.get("https", True)))
        return app

    return make


@pytest.fixture
def probe(make_app: Callable[..., Flask]) -> PageClient:
    return PageClient.of(make_app())


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make every visitor of the test somebody with these roles."""

    def as_someone(*roles: Role) -> None:
        monkeypatch.setattr(
            login_manager, "_request_callback", lambda request: Someone(frozenset(roles))
        )

    return as_someone
