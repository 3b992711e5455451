"""The judge of pages judges; the guards guard."""

import smtplib
import socket

import pytest
from flask import Blueprint, Flask, Response
from sqlalchemy import insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from portal import app as portal_app
from portal.config import Settings
from portal.db import db
from portal.web.access import public
from tests.pages import PageClient, faults_of

GOOD = """<!doctype html><html lang="vi"><head><title>Thử</title></head><body>
<a href="#main">Đến nội dung</a><main id="main"><h1>Thử</h1>
<form><label for="q">Tìm</label><input id="q" name="q"><label>Năm <input name="y"></label>
<input type="hidden" name="t"><input name="z" aria-label="Khác"></form>
<svg><title>Hình</title><rect fill="red"/></svg><script src="/a.js"></script></main>
</body></html>"""


def test_a_good_page_has_no_faults() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("<h1>Thử</h1>", "", "0 <h1>"),
        ("<h1>Thử</h1>", "<h1>Thử</h1><h1>Hai</h1>", "2 <h1>"),
        ("<title>Thử</title>", "<title> </title>", "no <title>"),
        (' lang="vi"', "", "no lang on <html>"),
        ('<label for="q">Tìm</label>', "", "no label for 'q'"),
        ('id="q"', 'id="main"', "id 'main' used 2 times"),
        ('id="main"', 'id="content"', "#main leads nowhere"),
        ("<rect", '<rect style="fill:red"', "style attribute on <rect>"),
        ("<main", '<main onclick="go()"', "onclick on <main>"),
        ('<script src="/a.js">', "<script>go()", "inline <script>"),
        ("</head>", "<style>a{}</style></head>", "inline <style>"),
        ('href="#main"', 'href="javascript:go()"', "javascript: in href"),
    ],
)
def test_each_fault_is_named(before: str, after: str, fault: str) -> None:
    assert fault in faults_of(GOOD.replace(before, after, 1))


class OwnBase(DeclarativeBase):
    """Apart from the portal's tables, which the migrations must match."""


class Forgotten(OwnBase):
    __tablename__ = "test_forgotten"

    id: Mapped[int] = mapped_column(primary_key=True)


@pytest.fixture
def forgetful(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> PageClient:
    """Pages that change the database and forget to commit, or do not."""
    bp = Blueprint("forgetful", __name__)

    @bp.get("/added")
    @public
    def added() -> Response:
        db.session.add(Forgotten())
        return Response(mimetype="text/plain")

    @bp.get("/flushed")
    @public
    def flushed() -> Response:
        db.session.add(Forgotten())
        db.session.flush()
        return Response(mimetype="text/plain")

    @bp.get("/executed")
    @public
    def executed() -> Response:
        db.session.execute(insert(Forgotten))
        return Response(mimetype="text/plain")

    @bp.get("/kept")
    @public
    def kept() -> Response:
        db.session.add(Forgotten())
        db.session.commit()
        return Response(mimetype="text/plain")

    @bp.get("/undone")
    @public
    def undone() -> Response:
        db.session.add(Forgotten())
        db.session.flush()
        db.session.rollback()
        return Response(mimetype="text/plain")

    monkeypatch.setattr(portal_app, "blueprints", lambda: [bp])
    app = portal_app.create_app(settings)
    make_table(app)
    return PageClient.of(app)


def make_table(app: Flask) -> None:
    with app.app_context():
        OwnBase.metadata.create_all(db.engine)


@pytest.mark.parametrize("path", ["/added", "/flushed", "/executed"])
def test_changes_left_uncommitted_fail_the_test(forgetful: PageClient, path: str) -> None:
    with pytest.raises(AssertionError, match="uncommitted"):
        forgetful.get(path)


@pytest.mark.parametrize("path", ["/kept", "/undone"])
def test_changes_settled_either_way_do_not(forgetful: PageClient, path: str) -> None:
    assert forgetful.get(path).status_code == 200


def test_no_test_reaches_the_world() -> None:
    with socket.socket() as outward, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        outward.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="no mail"):
        smtplib.SMTP("127.0.0.1")


def test_this_machine_may_be_reached() -> None:
    with socket.socket() as listener, socket.socket() as caller:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        caller.connect(listener.getsockname())
