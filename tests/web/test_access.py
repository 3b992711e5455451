"""Who may open what, and that nothing is open by omission."""

from collections.abc import Callable

import pytest
from flask import Blueprint

from portal import app as portal_app
from portal.config import Settings
from portal.roles import STAFF, Role
from portal.web import access
from portal.web.access import UndeclaredRoutes, staff
from tests.pages import PageClient

SignIn = Callable[..., None]


def test_a_public_page_opens_for_anybody(probe: PageClient) -> None:
    assert probe.get("/probe/page").status_code == 200


def test_a_stranger_is_sent_to_sign_in_and_comes_back(
    probe: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "SIGN_IN", "probe.page")
    response = probe.get("/probe/mine?trang=2")
    assert response.location == "/probe/page?next=/probe/mine?trang%3D2"


def test_a_stranger_is_refused_where_no_sign_in_is_installed(
    probe: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "SIGN_IN", "nowhere.at_all")
    assert probe.get("/probe/mine").status_code == 401


def test_a_reader_opens_what_needs_an_account_but_nothing_of_the_staff(
    probe: PageClient, sign_in: SignIn
) -> None:
    sign_in(Role.READER)
    assert probe.get("/probe/mine").status_code == 200
    assert probe.get("/probe/heads").status_code == 403


def test_staff_open_only_what_is_for_their_role(probe: PageClient, sign_in: SignIn) -> None:
    sign_in(Role.LIBRARIAN)
    assert probe.get("/probe/heads").status_code == 403
    sign_in(Role.LIBRARIAN, Role.HEAD)
    assert probe.get("/probe/heads").status_code == 200


def test_an_undeclared_route_keeps_the_portal_from_starting(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bp = Blueprint("careless", __name__)
    bp.add_url_rule("/careless", "view", lambda: "open to all")
    monkeypatch.setattr(portal_app, "blueprints", lambda: [bp])
    with pytest.raises(UndeclaredRoutes, match="/careless"):
        portal_app.create_app(settings)


def test_staff_without_names_is_all_staff_and_never_readers() -> None:
    def view() -> str:
        return ""

    declared = access.access_of(staff()(view))
    assert declared is not None
    assert declared.roles == STAFF
    with pytest.raises(ValueError, match="reader"):
        staff(Role.READER)
