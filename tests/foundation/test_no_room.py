"""A disk without room under the database is told in words, and what was saved is still there."""

from __future__ import annotations

import errno
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal import no_room as module
from portal.catalogue.models import Record
from portal.cli import portal
from portal.config import Settings
from portal.db import db
from portal.no_room import DatabaseUnwritable, no_room
from tests import make

URL = "sqlite:////srv/portal/portal.sqlite"
POSTGRES = "postgresql+psycopg://portal:secret@db.hanoi.vn/portal"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "books.csv"
    lines = [f"Sách thứ {number},{'lời tóm tắt ' * 40}" for number in range(2000)]
    path.write_text("\n".join(["Nhan đề,Tóm tắt", *lines]), encoding="utf-8")
    return path


def test_an_import_into_a_full_file_says_which_and_keeps_what_was_there(
    app: Flask, session: Session, settings: Settings, file: Path
) -> None:
    make.library(session, "HN-BT")
    kept = make.record(session, "Dế Mèn phiêu lưu ký").id
    session.commit()
    with app.app_context():

        @event.listens_for(db.engine, "connect")
        def no_more_pages(connection: sqlite3.Connection, record: object) -> None:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages + 20}")

        db.engine.dispose()
    ended = CliRunner().invoke(portal, ["import", str(file), "--library", "HN-BT"], obj=app)
    assert ended.exit_code == 1
    assert isinstance(ended.exception, SystemExit)  # told, not raised
    (told,) = [line for line in ended.output.splitlines() if line.startswith("Error")]
    assert "Hết chỗ trên đĩa" in told
    assert str(sa.make_url(settings.database).database) in told
    assert session.get(Record, kept)


def test_a_failing_disk_is_told_too(session: Session, settings: Settings, file: Path) -> None:
    """As on a full disk but for the reason: no file may grow beyond what it has."""
    make.library(session, "HN-BT")
    session.commit()

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    ended = subprocess.run(
        [sys.executable, "-m", "portal", "import", str(file), "--library", "HN-BT"],
        env={
            **os.environ,
            "PORTAL_INSTANCE": str(settings.instance),
            "PORTAL_DATABASE_URL": settings.database_url,
            "PORTAL_SECRET_KEY": settings.secret_key,
            "PORTAL_SEALING_KEY": settings.sealing_key,
        },
        preexec_fn=limit,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 1
    assert "Đĩa báo lỗi" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert str(sa.make_url(settings.database).database) in ended.stderr


def of_sqlite(name: str) -> OperationalError:
    error = sqlite3.OperationalError("told by SQLite")
    error.sqlite_errorname = name
    return wrapped(error)


def wrapped(error: Exception) -> OperationalError:
    made = OperationalError("INSERT", {}, error)
    made.__cause__ = error
    return made


def fields(refusal: DatabaseUnwritable | None) -> dict[str, object] | None:
    return None if refusal is None else vars(refusal)


@pytest.mark.parametrize(
    ("error", "url", "told"),
    [
        (of_sqlite("SQLITE_FULL"), URL, DatabaseUnwritable("/srv/portal/portal.sqlite", True)),
        (
            of_sqlite("SQLITE_IOERR_WRITE"), URL,
            DatabaseUnwritable("/srv/portal/portal.sqlite", False),
        ),
        (of_sqlite("SQLITE_BUSY"), URL, None),
        (of_sqlite("SQLITE_CANTOPEN"), URL, None),
        (
            wrapped(psycopg.errors.DiskFull("could not extend file")), POSTGRES,
            DatabaseUnwritable("PostgreSQL db.hanoi.vn/portal", True),
        ),
        (
            wrapped(psycopg.errors.IoError("could not read block")), POSTGRES,
            DatabaseUnwritable("PostgreSQL db.hanoi.vn/portal", False),
        ),
        (wrapped(psycopg.errors.UniqueViolation("twice")), POSTGRES, None),
        (OSError(errno.ENOSPC, "full", "/srv/f.csv"), URL, DatabaseUnwritable("/srv/f.csv", True)),
        (OSError(errno.ENOENT, "no such file", "/srv/f.csv"), URL, None),
    ],
)  # fmt: skip
def test_what_an_error_says_of_the_disk(
    error: Exception, url: str, told: DatabaseUnwritable | None
) -> None:
    assert fields(no_room(error, url)) == fields(told)


def test_a_roll_back_that_fails_too_hides_nothing() -> None:
    later = RuntimeError("the session was not rolled back")
    later.__context__ = of_sqlite("SQLITE_FULL")
    assert fields(no_room(later, URL)) == {"place": "/srv/portal/portal.sqlite", "full": True}


@pytest.mark.parametrize("name", ["SQLITE_IOERR_SHMSIZE", "SQLITE_CANTOPEN"])
def test_what_sqlite_cannot_make_on_a_full_disk_is_for_want_of_room(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(module, "_is_full", lambda folder: True)
    found = no_room(of_sqlite(name), URL)
    assert fields(found) == {"place": "/srv/portal/portal.sqlite", "full": True}
