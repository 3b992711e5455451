"""What a reader sees when something goes wrong, and what a program gets."""

import sqlite3
from collections.abc import Callable

import psycopg
import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal.web.access import public
from tests.pages import PageClient

MakeApp = Callable[..., Flask]


def test_a_missing_page_says_so_in_vietnamese_and_in_english(probe: PageClient) -> None:
    vietnamese = probe.get("/khong-co")
    assert vietnamese.status_code == 404
    assert "Không tìm thấy trang" in vietnamese.text
    assert vietnamese.headers["Content-Language"] == "vi"
    english = probe.get("/khong-co", headers={"Accept-Language": "en"})
    assert english.headers["Content-Language"] == "en"
    assert "Page not found" in english.text


def test_under_the_api_an_error_is_problem_details(probe: PageClient) -> None:
    response = probe.get("/api/v1/khong-co")
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    body = response.get_json()
    assert body["status"] == 404
    assert body["title"] == "Không tìm thấy trang"
    assert body["request_id"] == response.headers["X-Request-ID"]


def test_a_wrong_method_names_the_right_ones(probe: PageClient) -> None:
    response = probe.put("/probe/page")
    assert response.status_code in {400, 405}  # without a form's token it is refused before
    response = probe.post("/probe/mine")
    assert response.status_code in {400, 405}


def test_methods_that_exist_are_named(probe: PageClient) -> None:
    probe.application.config["WTF_CSRF_ENABLED"] = False
    response = probe.delete("/probe/page")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


def test_a_crash_is_a_page_with_the_request_id_and_without_the_reason(make_app: MakeApp) -> None:
    app = make_app()
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    response = PageClient.of(app).get("/probe/crash")
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in response.text
    assert "on purpose" not in response.text


def test_who_met_another_in_the_database_is_asked_to_send_again(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def fails(why: Exception) -> int:
        def view() -> str:
            raise OperationalError("UPDATE borrower", {}, why)

        monkeypatch.setitem(app.view_functions, "probe.crash", public(view))
        page = PageClient.of(app).get("/probe/crash")
        assert ("gửi lần nữa" in page.text) is (page.status_code == 503)
        return page.status_code

    deadlock = psycopg.errors.DeadlockDetected("deadlock detected")
    assert fails(deadlock) == fails(sqlite3.OperationalError("database is locked")) == 503
    assert fails(sqlite3.OperationalError("no such table: borrower")) == 500


def test_a_crash_of_the_error_page_itself_still_answers(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app()
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def broken(*args: object, **values: object) -> str:
        raise OSError("the disk is gone")

    monkeypatch.setattr("portal.web.errors.render_template", broken)
    response = PageClient.of(app).get("/probe/crash")
    assert response.status_code == 500
    assert "Máy chủ gặp lỗi" in response.text


def test_a_body_beyond_the_limit_is_413(make_app: MakeApp) -> None:
    client = PageClient.of(make_app(max_upload_mb=1))
    response = client.post("/probe/form", data={"name": "x" * 2_000_000})
    assert response.status_code == 413
    assert "Tệp quá lớn" in response.text


def test_a_host_the_portal_does_not_go_by_is_refused(make_app: MakeApp) -> None:
    client = PageClient.of(make_app(trusted_hosts=("thuvien.vn",)))
    assert client.get("/probe/page", base_url="http://thuvien.vn").status_code == 200
    assert client.get("/probe/page", base_url="http://example.org").status_code == 400
