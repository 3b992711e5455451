"""Several runners at once, in one process and in several: each letter leaves once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import db, writing
from portal.mail.models import Letter
from portal.mail.sending import send_due
from portal.mail.setup import office
from tests.mail.conftest import environment
from tests.mail.letters import trial
from tests.mail.server import MailServer

LETTERS = 30
RUN = (sys.executable, "-m", "portal", "jobs", "run", "--once")


@pytest.fixture
def posted(session: Session) -> Session:
    for number in range(LETTERS):
        trial(session, to=f"ban{number}@example.vn")
    session.rollback()
    return session


def all_left_once(session: Session, mail_server: MailServer) -> None:
    assert Counter(mail_server.recipients) == Counter(f"ban{n}@example.vn" for n in range(LETTERS))
    assert len(set(mail_server.ids)) == LETTERS
    unsent = select(func.count()).where(Letter.sent_at.is_(None))
    assert session.scalar(unsent) == 0


@pytest.mark.both_databases
def test_eight_at_once(app: Flask, posted: Session, mail_server: MailServer) -> None:
    barrier, sent = Barrier(8), []

    def runner() -> None:
        with app.app_context(), writing():
            barrier.wait()
            sent.append(send_due(db.session, office()))

    threads = [Thread(target=runner) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    all_left_once(posted, mail_server)
    assert sum(sent) == LETTERS
    assert len([one for one in sent if one]) > 1  # or nobody raced


@pytest.mark.both_databases
def test_two_processes_at_once(
    posted: Session, settings: Settings, mail_server: MailServer
) -> None:
    """The server answers nobody before both are at work."""
    mail_server.hold = "MAIL"
    runners = [subprocess.Popen(RUN, env={**os.environ, **environment(settings)}) for _ in "ab"]
    mail_server.wait_for("MAIL", 2)
    mail_server.let_go.set()
    assert [one.wait(timeout=60) for one in runners] == [0, 0]
    all_left_once(posted, mail_server)
