"""The log says what happened, and nothing about who."""

import logging
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from portal.db import db
from portal.logs import FORMAT, PortalFormatter, set_up_logs
from portal.web.requests import RequestIdFilter
from tests.pages import PageClient


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Lines the portal logs while the test runs, as they are written."""
    written: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    keeper = Keeper()
    keeper.setFormatter(PortalFormatter(FORMAT))
    keeper.addFilter(RequestIdFilter())
    log = logging.getLogger("portal.access")
    log.addHandler(keeper)
    log.setLevel(logging.INFO)
    yield written
    log.removeHandler(keeper)
    log.setLevel(logging.NOTSET)


def test_a_request_is_one_line_with_its_id(probe: PageClient, lines: list[str]) -> None:
    response = probe.get("/probe/page")
    assert len(lines) == 1
    assert f"request={response.headers['X-Request-ID']}" in lines[0]
    assert "method=GET endpoint=probe.page status=200 ms=" in lines[0]


def test_what_was_looked_for_and_from_where_is_not_in_it(
    make_app: Callable[..., Flask], lines: list[str]
) -> None:
    client = PageClient.of(make_app(trusted_proxies=1))
    client.get(
        "/probe/page?q=trầm+cảm&the=HN123",
        headers={"X-Forwarded-For": "192.0.2.77", "Referer": "http://localhost/bi-mat"},
    )
    client.get("/khong-co/HN123")
    text = "\n".join(lines)
    for secret in ("tr%E1", "trầm", "HN123", "192.0.2.77", "127.0.0.1", "bi-mat"):
        assert secret not in text


def test_a_message_cannot_forge_a_second_line(lines: list[str]) -> None:
    logging.getLogger("portal.access").info("a\nb\rINFO portal.access request=x")
    assert "\n" not in lines[0]
    assert "\\nb\\r" in lines[0]


def test_setting_up_twice_writes_each_line_once() -> None:
    set_up_logs("INFO")
    set_up_logs("WARNING")
    ours = [
        h for h in logging.getLogger("portal").handlers if isinstance(h.formatter, PortalFormatter)
    ]
    assert len(ours) == 1


def test_only_a_changing_request_takes_the_writers_place(make_app: Callable[..., Flask]) -> None:
    app = make_app(https=False)
    app.config["WTF_CSRF_ENABLED"] = False
    begun: list[str] = []

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: begun.append(args[2]))
    with app.test_request_context("/probe/transaction", method="POST"):
        app.preprocess_request()
        db.session.execute(sa.text("SELECT 1"))
    with app.test_request_context("/probe/transaction"):
        app.preprocess_request()
        db.session.execute(sa.text("SELECT 1"))
    assert [one for one in begun if one.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]
