"""A runner killed between any two steps: the letter leaves once, or is told as uncertain."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.cli import portal
from portal.clock import now
from portal.config import Settings
from portal.mail.keeping import SURELY_OVER
from portal.mail.models import Letter
from portal.mail.office import Office
from tests.mail.conftest import environment
from tests.mail.letters import make_due, send_round, the_letter, trial
from tests.mail.server import MailServer

RUN = (sys.executable, "-m", "portal", "jobs", "run", "--every", "0.1")


def killed_at(step: str, server: MailServer, settings: Settings, how: int) -> None:
    """Run jobs until the mail server is asked for `step`; kill the runner before it is answered."""
    server.hold = step
    runner = subprocess.Popen(RUN, env={**os.environ, **environment(settings)})
    server.wait_for(step, 1)
    os.kill(runner.pid, how)
    if how == signal.SIGTERM:  # it waits for the answer first
        server.let_go.set()
    runner.wait(timeout=30)
    server.hold = ""
    server.let_go.set()


@pytest.mark.both_databases
@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
def test_before_the_handing_over_it_is_sent_by_the_next(
    session: Session, settings: Settings, office: Office, mail_server: MailServer, step: str
) -> None:
    letter = trial(session)
    killed_at(step, mail_server, settings, signal.SIGKILL)
    assert mail_server.taken == []
    held = the_letter(session)
    assert held.due_at is not None
    assert held.due_at > now()  # the lease
    assert send_round(session, office) == 0
    make_due(session)
    assert send_round(session, office) == 1
    assert mail_server.ids == [f"<{letter.token}@example.vn>"]


@pytest.mark.both_databases
def test_after_the_handing_over_nobody_sends_it_by_themselves(
    app: Flask, session: Session, settings: Settings, office: Office, mail_server: MailServer
) -> None:
    letter = trial(session).id
    killed_at("DOT", mail_server, settings, signal.SIGKILL)
    assert len(mail_server.taken) == 1
    make_due(session)
    assert send_round(session, office) == 0
    session.rollback()
    past = now() - SURELY_OVER - timedelta(seconds=1)
    session.execute(update(Letter).values(handed_at=past))
    session.commit()
    status = CliRunner().invoke(portal, ["jobs", "status"], obj=app)
    assert f"thư {letter} (trial): có thể đã đi, có thể chưa" in status.output
    again = CliRunner().invoke(portal, ["mail", "resend", str(letter)], obj=app)
    assert again.exit_code == 0, again.output
    assert send_round(session, office) == 1
    assert len(set(mail_server.ids)) == 1  # both copies say that they are one letter


@pytest.mark.both_databases
def test_a_runner_told_to_stop_finishes_the_letter_it_handed_over(
    session: Session, settings: Settings, mail_server: MailServer
) -> None:
    trial(session)
    killed_at("DOT", mail_server, settings, signal.SIGTERM)
    assert the_letter(session).sent_at is not None


def test_a_running_runner_sends_what_is_posted(
    session: Session, settings: Settings, mail_server: MailServer
) -> None:
    runner = subprocess.Popen(RUN, env={**os.environ, **environment(settings)})
    try:
        trial(session)
        mail_server.wait_for("DOT", 1)
        trial(session)
        mail_server.wait_for("DOT", 2)
        runner.terminate()
        assert runner.wait(timeout=20) == 0
    finally:
        runner.kill()
