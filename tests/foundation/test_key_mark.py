"""A database knows its sealing key: with another, or with none, nothing begins."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cli import WITHOUT_KEY, portal
from portal.clock import now
from portal.config import Settings
from portal.db import db, make_engine
from portal.key_mark import KeyMark, WrongKey, ensure
from portal.mail import post
from portal.migrating import alembic, migrate
from portal.sealing import fingerprint
from portal.serve import gunicorn_command
from tests.databases import SEALING_KEY
from tests.ports import free_port
from tests.serving import environment

OTHER = "another key, as after a move without the file"


@pytest.fixture
def keyless(settings: Settings) -> dict[str, str]:
    """The environment of an installation whose key is gone."""
    return {
        "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_DATABASE_URL": settings.database_url,
    }


def run(environment: dict[str, str], *command: str) -> Result:
    return CliRunner().invoke(portal, command, env=environment)


def first_commands() -> Iterator[list[str]]:
    """One of every group, and each that stands alone, but those that need no key."""
    for name, command in portal.commands.items():
        if name not in WITHOUT_KEY:
            inside = command.commands if isinstance(command, click.Group) else {}
            yield [name, *list(inside)[:1]]


def test_the_key_comes_with_the_database(tmp_path: Path, database_url: str) -> None:
    given = {"PORTAL_INSTANCE": str(tmp_path / "new")}
    key = tmp_path / "new" / "sealing.key"
    assert run(given, "settings").exit_code == 0
    assert not key.exists()
    assert run(given, "database", "upgrade").exit_code == 0
    made = key.read_text()
    assert run(given, "sealing", "status").exit_code == 0
    assert run(given, "database", "upgrade").exit_code == 0
    assert key.read_text() == made


def test_a_whole_portal_is_set_up_with_a_key_made_on_the_way(
    tmp_path: Path, database_url: str
) -> None:
    """What is loaded in the same process is sealed with it."""
    given = {"PORTAL_INSTANCE": str(tmp_path / "new")}
    done = run(given, "setup")
    assert done.exit_code == 0, done.output
    assert "Tài khoản mẫu" in done.output  # the demo was loaded: the database counted as empty
    assert run(given, "cards", "figures").exit_code == 0
    app = create_app(Settings(instance=tmp_path / "new"))
    with app.app_context():
        sealed = db.session.execute(sa.text("SELECT count(id_sealed) FROM borrower")).scalar()
        db.engine.dispose()
    assert sealed


@pytest.mark.parametrize("command", list(first_commands()), ids=" ".join)
def test_no_command_goes_on_without_its_key(
    keyless: dict[str, str], settings: Settings, command: list[str]
) -> None:
    refused = run(keyless, *command)
    assert refused.exit_code == 1
    assert "Không thấy khóa niêm phong" in refused.output
    assert not settings.sealing_file.exists()


@pytest.mark.parametrize("command", [["setup"], ["database", "upgrade"], ["sealing", "status"]])
def test_nor_what_looks_to_the_key_itself(
    keyless: dict[str, str], settings: Settings, engine: sa.Engine, command: list[str]
) -> None:
    with engine.connect() as connection:
        before = connection.execute(sa.text("SELECT * FROM alembic_version")).all()
    refused = run(keyless, *command)
    assert (refused.exit_code, isinstance(refused.exception, SystemExit)) == (1, True)
    assert "Không thấy khóa niêm phong" in refused.output
    assert not settings.sealing_file.exists()
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT * FROM alembic_version")).all() == before


def test_it_says_where_the_key_is_looked_for_and_what_to_do(
    keyless: dict[str, str], settings: Settings
) -> None:
    told = run(keyless, "jobs", "run", "--once").output
    for phrase in (
        "PORTAL_SEALING_KEY",
        str(settings.instance / "portal.toml"),
        str(settings.instance / "sealing.key"),
        "từ bản sao lưu",
        "portal sealing accept-new-key",
    ):
        assert phrase in told


def test_another_key_is_told_from_none(keyless: dict[str, str], settings: Settings) -> None:
    given = {**keyless, "PORTAL_SEALING_KEY": OTHER}
    for command in (["accounts", "list"], ["database", "upgrade"], ["sealing", "status"]):
        refused = run(given, *command)
        assert refused.exit_code == 1
        assert "không phải khóa của cơ sở dữ liệu" in refused.output
    settings.instance.mkdir(exist_ok=True)
    settings.sealing_file.write_text(SEALING_KEY)
    assert run(keyless, "accounts", "list").exit_code == 0


def test_help_and_settings_are_there_for_whoever_has_no_key(keyless: dict[str, str]) -> None:
    for command in (["settings"], ["jobs", "run", "--help"], ["serve", "-h"], ["database", "-h"]):
        assert run(keyless, *command).exit_code == 0


def test_before_it_is_set_up_the_next_step_is_named(tmp_path: Path, database_url: str) -> None:
    refused = run({"PORTAL_INSTANCE": str(tmp_path / "new")}, "accounts", "list")
    assert refused.exit_code == 1
    assert "portal setup" in refused.output


def test_a_database_that_does_not_answer_is_not_taken_for_another(settings: Settings) -> None:
    ensure(make_engine("sqlite:////no/such/folder/portal.sqlite"), settings)


@pytest.mark.parametrize("key", ["", OTHER])
def test_a_worker_does_not_start(settings: Settings, key: str) -> None:
    """As when the key goes while the server runs, and it is told to start new workers."""
    settings = replace(settings.prepared(), workers=1)
    command = gunicorn_command(settings, "127.0.0.1", free_port())
    ended = subprocess.run(
        command,
        env=environment(settings, PORTAL_SEALING_KEY=key, PORTAL_WORKERS="1"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 3
    assert "portal sealing accept-new-key" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not settings.sealing_file.exists()


def test_a_server_does_not_start_either(settings: Settings) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "portal", "serve"],
        env={**environment(settings), "PORTAL_SEALING_KEY": OTHER},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "không phải khóa" in ended.stderr


def test_whatever_started_the_process_nothing_is_asked_with_another_key(
    settings: Settings,
) -> None:
    app = create_app(replace(settings, sealing_key=OTHER))
    with app.app_context():
        for _ in range(2):
            with pytest.raises(RuntimeError, match="not the one of this database"):
                db.session.execute(sa.select(KeyMark))
            db.session.rollback()
        db.engine.dispose()


class TestUpgrade:
    """A database of the version before, which knew of no mark."""

    pytestmark = pytest.mark.both_databases

    @pytest.fixture
    def old(self, app: Flask, session: Session) -> Iterator[Flask]:
        with app.app_context():
            settings = app.config["PORTAL"]
            alembic.downgrade("1795884400")
            yield app
            app.config["PORTAL"] = settings
            db.session.rollback()
            migrate()

    def mark(self, app: Flask) -> bytes | None:
        return db.session.scalar(sa.select(KeyMark.fingerprint))

    def test_an_empty_one_takes_the_key_there_is(self, old: Flask) -> None:
        migrate()
        assert self.mark(old) == fingerprint(SEALING_KEY)

    def test_one_that_has_sealed_takes_its_own(self, old: Flask, session: Session) -> None:
        post(session, "trial", to="lan@example.vn", locale="vi", values={})
        session.commit()
        migrate()
        assert self.mark(old) == fingerprint(SEALING_KEY)

    @pytest.mark.parametrize("key", ["", OTHER])
    def test_it_takes_no_other(self, old: Flask, session: Session, key: str) -> None:
        """The key was lost before the upgrade: that must not make the loss the rule."""
        post(session, "trial", to="lan@example.vn", locale="vi", values={})
        session.commit()
        settings = replace(old.config["PORTAL"], sealing_key=key)
        old.config["PORTAL"] = settings
        with pytest.raises(WrongKey):
            migrate()
        assert self.mark(old) is None
        assert not settings.sealing_file.exists()


def test_a_mark_is_no_key_and_says_nothing_of_one() -> None:
    mark = fingerprint(SEALING_KEY)
    assert mark == fingerprint(SEALING_KEY) != fingerprint(OTHER)
    assert SEALING_KEY.encode() not in mark
    assert len(mark) == 32


def test_there_is_one_mark(session: Session) -> None:
    session.add(KeyMark(id=2, fingerprint=b"x" * 32, since=now()))
    with pytest.raises(sa.exc.IntegrityError, match="one"):
        session.flush()


def test_a_mark_is_made_for_this_process_too(database_url: str, tmp_path: Path) -> None:
    """The application that made the key seals with it at once."""
    app = create_app(Settings(instance=tmp_path / "other", secret_key="x" * 40))
    with app.app_context():
        assert app.config["PORTAL"].sealing_key == ""
        migrate()
        key = app.config["PORTAL"].sealing_key
        post(db.session, "trial", to="lan@example.vn", locale="vi", values={})
        db.session.commit()
        assert key == (tmp_path / "other" / "sealing.key").read_text()
        assert db.session.info["sealing_key"] == key
        db.engine.dispose()
