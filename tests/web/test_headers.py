"""What every answer tells the browser."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.web.redirects import safe_next
from tests.pages import PageClient

MakeApp = Callable[..., Flask]


def test_a_page_may_use_only_the_portal_itself(probe: PageClient) -> None:
    policy = probe.get("/probe/page").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/probe/page", "/khong-co", "/api/khong-co"])
def test_other_headers_are_on_every_answer(probe: PageClient, path: str) -> None:
    headers = probe.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_https_brings_hsts_and_secure_cookies(make_app: MakeApp) -> None:
    app = make_app(https=True)
    response = PageClient.of(app).get("/probe/page", base_url="https://localhost")
    assert "max-age=" in response.headers["Strict-Transport-Security"]
    assert app.config["SESSION_COOKIE_SECURE"]


def test_static_files_with_a_fingerprint_are_kept_for_good(probe: PageClient) -> None:
    with probe.application.test_request_context():
        address = probe.application.url_for("static", filename="css/portal.css")
    assert "v=" in address
    assert "immutable" in probe.get(address).headers["Cache-Control"]
    plain = probe.get("/static/css/portal.css").headers.get("Cache-Control", "")
    assert "immutable" not in plain


def test_pages_are_not_kept_by_shared_caches(probe: PageClient) -> None:
    assert "private" in probe.get("/probe/page").headers["Cache-Control"]


def test_a_form_without_its_token_is_refused(probe: PageClient) -> None:
    response = probe.post("/probe/form", data={"name": "An", "age": "9"})
    assert response.status_code == 400
    assert "Biểu mẫu đã hết hiệu lực" in response.text


@pytest.mark.parametrize("name", ["a-good-request-id", "0123456789abcdef"])
def test_a_well_formed_request_id_is_kept(probe: PageClient, name: str) -> None:
    assert probe.get("/probe/page", headers={"X-Request-ID": name}).headers["X-Request-ID"] == name


@pytest.mark.parametrize("name", ["short", "x" * 65, "with space in it", "a=b;c=d;e=f", "né" * 6])
def test_any_other_request_id_is_replaced(probe: PageClient, name: str) -> None:
    given = {"X-Request-ID": name.encode().decode("latin-1")}
    assert probe.get("/probe/page", headers=given).headers["X-Request-ID"] != name


@pytest.mark.parametrize(
    "target", ["/tim?q=dế mèn", "/", "/thu-vien/HN?x=//y", "/tim?q=http://example.org"]
)
def test_going_back_stays_inside(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "tim",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "https://example.org",
        "javascript:alert(1)",
        "/\t/example.org",
        "/tim\r\nSet-Cookie: a=b",
        "/a\\b",
        "//[",
    ],
)
def test_going_back_never_leaves(target: str | None) -> None:
    assert safe_next(target, "/nha") == "/nha"
