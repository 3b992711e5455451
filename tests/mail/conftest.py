"""A post office of a test's own, and a mail server that is not the world's."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader

from portal.config import Settings, environment_name
from portal.logs import FORMAT, PortalFormatter
from portal.mail import outbox
from portal.mail.office import Office
from portal.mail.setup import office as office_of_app
from portal.web.requests import RequestIdFilter
from tests import guards
from tests.mail.server import MailServer, started

SENDER = "Thư viện Hà Nội <thuvien@example.vn>"


def environment(settings: Settings) -> dict[str, str]:
    """The settings for a process of its own."""
    names = ("instance", "database_url", "secret_key", "sealing_key", "smtp_url", "mail_from")
    return {environment_name(name): str(getattr(settings, name)) for name in names}


@pytest.fixture
def mail_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    guards.allow_mail(monkeypatch)
    server = MailServer()
    controller = started(server)
    yield server
    server.let_go.set()
    controller.stop()


@pytest.fixture
def settings(settings: Settings, mail_server: MailServer) -> Settings:
    """Those of every test, with a mail server."""
    return replace(
        settings,
        smtp_url=f"smtp://127.0.0.1:{mail_server.port}",
        mail_from=SENDER,
        public_url="https://thuvien.example.vn/cong",
    )


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    with app.app_context():
        yield office_of_app()


@pytest.fixture
def greeting(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of letter that says what it is given wherever it can."""
    folder = tmp_path / "templates" / "mail"
    folder.mkdir(parents=True)
    (folder / "greeting.txt").write_text(
        "{{ _('Xin chào') }} {{ name }}\n"
        '{% extends "mail/_letter.txt" %}{% block text %}{{ name }}: {{ note }}\n'
        '{{ url_for("libraries.directory", _anchor="a b") }} {{ day|date }}{% endblock %}\n'
    )
    (folder / "greeting.html").write_text(
        '{% extends "mail/_letter.html" %}'
        "{% block text %}<p>{{ name }}: {{ note }}</p>{% endblock %}"
    )
    monkeypatch.setattr(outbox, "TEMPLATES", folder)
    ours = app.jinja_loader
    assert ours is not None
    loader = ChoiceLoader([ours, FileSystemLoader(folder.parent)])
    monkeypatch.setattr(app, "jinja_loader", loader)
    return "greeting"


@pytest.fixture
def lines(app: Flask) -> Iterator[list[str]]:
    """Everything the portal logs while the test runs."""
    written: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    keeper = Keeper()
    keeper.setFormatter(PortalFormatter(FORMAT))
    keeper.addFilter(RequestIdFilter())
    log = logging.getLogger("portal")
    level = log.level
    log.addHandler(keeper)
    log.setLevel(logging.DEBUG)
    yield written
    log.removeHandler(keeper)
    log.setLevel(level)
