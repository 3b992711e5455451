"""Trial mails, mails without a server, and settings that cannot be used."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cli import portal
from portal.config import BadSetting, Settings
from portal.mail.office import Office
from portal.mail.setup import office as office_of_app
from tests.mail.letters import LAN, make_due, send_round, the_letter, trial
from tests.mail.server import MailServer


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(portal, list(words), obj=app)


def test_a_trial_mail_says_how_it_went(app: Flask, mail_server: MailServer) -> None:
    assert "Đã gửi thư 1." in run(app, "mail", "trial", LAN).output
    assert mail_server.recipients == [LAN]
    mail_server.replies["RCPT"] = "550 5.1.1 unknown"
    refused = run(app, "mail", "trial", LAN, "--language", "en")
    assert refused.exit_code == 1
    assert "550 5.1.1 to RCPT" in refused.output
    mail_server.replies.update(MAIL="530 5.7.0 sign in first")
    refused = run(app, "mail", "trial", LAN)
    assert refused.exit_code == 1
    assert "530 5.7.0 to MAIL" in refused.output
    assert run(app, "mail", "trial", "lan").exit_code == 1


def test_sending_again_wants_to_know_what(app: Flask) -> None:
    assert run(app, "mail", "resend").exit_code == 2
    assert "0 thư" in run(app, "mail", "resend", "77", "--failed").output


def test_jobs_tell_when_no_server_answers(app: Flask, session: Session, office: Office) -> None:
    """The letter waits, the job is put off, and both say so."""
    app.extensions["portal.mail"] = replace(office, server=replace(office.server, port=1))  # type: ignore[type-var]
    trial(session)
    first = run(app, "jobs", "run", "--once")
    assert first.exit_code == 1
    assert the_letter(session).due_at is not None
    status = run(app, "jobs", "status")
    assert status.exit_code == 1
    assert "127.0.0.1:1: ConnectionRefusedError" in status.output
    assert (
        "1 thư đang chờ gửi (lần thử trước: 127.0.0.1:1: ConnectionRefusedError)" in status.output
    )


def test_without_a_server_mails_become_files(settings: Settings, session: Session) -> None:
    app = create_app(replace(settings, smtp_url="", mail_from=""))
    trial(session)
    with app.app_context():
        assert send_round(session, office_of_app()) == 1
        make_due(session)
        assert send_round(session, office_of_app()) == 0
    (file,) = settings.mail_folder.iterdir()
    assert file.name.endswith(".eml")
    assert LAN in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.mail_folder.stat().st_mode) == 0o700
    assert the_letter(session).contents is None


def test_a_folder_that_cannot_be_written_loses_no_letter(
    settings: Settings, session: Session
) -> None:
    app = create_app(replace(settings, smtp_url="", mail_from=""))
    settings.mail_folder.write_text("in the way")
    trial(session)
    assert run(app, "jobs", "run", "--once").exit_code == 1
    assert the_letter(session).due_at is not None


@pytest.mark.parametrize("given", [{"smtp_url": "mail.example.vn"}, {"mail_from": ""}])
def test_settings_that_cannot_be_used_stop_everything(
    settings: Settings, given: dict[str, str]
) -> None:
    with pytest.raises(BadSetting):
        create_app(replace(settings, **given))  # type: ignore[arg-type]


def test_a_password_is_not_shown_with_the_settings(tmp_path: Path) -> None:
    environment = {
        "PORTAL_INSTANCE": str(tmp_path),
        "PORTAL_SMTP_URL": "smtps://cong:matkhau@mail.example.vn",
        "PORTAL_MAIL_FROM": "thuvien@example.vn",
        "PORTAL_SEALING_KEY": "a key that is not to be shown either",
    }
    output = CliRunner().invoke(portal, ["settings"], env=environment).output
    assert "PORTAL_SMTP_URL=***" in output
    assert "matkhau" not in output
    assert environment["PORTAL_SEALING_KEY"] not in output
