"""The ``portal`` command: set-up, settings, refusals, the server's command line."""

from pathlib import Path

import click
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from portal.cli import portal
from portal.config import Settings
from portal.db import db
from portal.refusals import Refusal
from portal.serve import gunicorn_command


def test_a_bad_setting_is_one_clear_line(tmp_path: Path) -> None:
    environment = {"PORTAL_INSTANCE": str(tmp_path), "PORTAL_PORT": "eighty"}
    result = CliRunner().invoke(portal, ["settings"], env=environment)
    assert result.exit_code == 1
    assert "PORTAL_PORT" in result.output
    assert "Traceback" not in result.output


def test_settings_are_shown_without_the_secret(app: Flask) -> None:
    result = CliRunner().invoke(portal, ["settings"], obj=app)
    assert result.exit_code == 0
    assert "PORTAL_MAX_UPLOAD_MB=32" in result.output
    assert app.config["SECRET_KEY"] not in result.output


def test_the_database_is_upgraded_where_it_stands(tmp_path: Path, database_url: str) -> None:
    environment = {"PORTAL_INSTANCE": str(tmp_path / "fresh")}
    before = CliRunner().invoke(portal, ["database", "status"], env=environment)
    assert "cần nâng cấp" in before.output
    upgraded = CliRunner().invoke(portal, ["database", "upgrade"], env=environment)
    assert upgraded.exit_code == 0, upgraded.output
    after = CliRunner().invoke(portal, ["database", "status"], env=environment)
    assert "mới nhất" in after.output


def test_a_refusal_of_a_command_is_said_and_not_thrown(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    def refuse() -> None:
        raise Refusal("the shelf is full")

    monkeypatch.setitem(portal.commands, "refuse", refuse)
    result = CliRunner().invoke(portal, ["refuse"], obj=app)
    assert result.exit_code == 1
    assert "the shelf is full" in result.output


def test_a_command_has_the_application_at_hand(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def ask() -> None:
        click.echo(db.session.execute(sa.text("SELECT 41 + 1")).scalar())

    monkeypatch.setitem(portal.commands, "ask", ask)
    assert CliRunner().invoke(portal, ["ask"], obj=app).output == "42\n"


def test_a_worker_for_each_core_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 6)
    assert "--workers=6" in gunicorn_command(Settings(), "127.0.0.1", 8000)
    command = gunicorn_command(Settings(workers=2), "::1", 8000)
    assert {"--workers=2", "--bind=[::1]:8000", "--worker-class=portal.worker.Worker"} <= set(
        command
    )
