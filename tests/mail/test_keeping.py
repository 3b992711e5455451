"""What is kept of letters, for how long, and sending them again by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.cli import portal
from portal.clock import now
from portal.mail.keeping import CONTENTS_KEPT, LETTERS_KEPT, forget, send_again, unsent
from portal.mail.models import Letter
from portal.mail.office import Office
from tests.mail.letters import send_round, the_letter, trial
from tests.mail.server import MailServer

DAY = timedelta(days=1)


@pytest.fixture
def failed(session: Session, office: Office, mail_server: MailServer) -> Letter:
    mail_server.replies["RCPT"] = "550 5.1.1 unknown"
    trial(session)
    send_round(session, office)
    mail_server.replies.clear()
    return the_letter(session)


def aged(session: Session, by: timedelta) -> None:
    session.rollback()
    moment = now() - by
    session.execute(update(Letter).values(posted_at=moment, failed_at=moment))
    session.commit()


@pytest.mark.both_databases
def test_what_failed_can_be_sent_again_for_a_while(
    session: Session, office: Office, failed: Letter, mail_server: MailServer
) -> None:
    assert [one.id for one in unsent(session)] == [failed.id]
    assert send_again(session, [failed.id]) == 1
    session.commit()
    assert send_round(session, office) == 1
    assert send_again(session, [failed.id]) == 0  # it was sent
    session.commit()
    assert send_round(session, office) == 0


def test_what_failed_is_forgotten_then(session: Session, failed: Letter) -> None:
    aged(session, CONTENTS_KEPT - DAY)
    assert forget(session) == 0
    session.commit()
    aged(session, CONTENTS_KEPT + DAY)
    assert forget(session) == 1
    session.commit()
    assert the_letter(session).contents is None
    assert unsent(session) == []
    assert send_again(session, [failed.id]) == 0


@pytest.mark.both_databases
def test_a_letter_is_gone_after_a_year_and_not_while_it_waits(
    session: Session, office: Office
) -> None:
    trial(session, once="a")
    send_round(session, office)
    waiting = trial(session)
    session.execute(update(Letter).values(posted_at=now() - LETTERS_KEPT - DAY))
    session.commit()
    assert forget(session) == 1
    session.commit()
    assert session.scalars(select(Letter.id)).all() == [waiting.id]


def test_all_that_failed_are_sent_again_if_still_worth_it(
    session: Session, office: Office, failed: Letter
) -> None:
    trial(session, until=now() - DAY)
    send_round(session, office)
    assert session.scalar(select(func.count()).where(Letter.failed_at.isnot(None))) == 2
    assert send_again(session, [], failed=True) == 1


def test_what_waits_can_be_held_and_let_go(
    app: Flask, session: Session, office: Office, mail_server: MailServer
) -> None:
    """As after putting back a database: nothing leaves a second time by itself."""
    letter = trial(session).id
    session.rollback()
    assert "1 thư" in CliRunner().invoke(portal, ["mail", "hold"], obj=app).output
    assert send_round(session, office) == 0
    assert mail_server.taken == []
    session.rollback()
    assert "1 thư" in CliRunner().invoke(portal, ["mail", "resend", str(letter)], obj=app).output
    assert send_round(session, office) == 1


def test_the_status_tells_what_waits_and_what_failed_and_nobodys_name(
    app: Flask, session: Session, failed: Letter
) -> None:
    trial(session)
    output = CliRunner().invoke(portal, ["jobs", "status"], obj=app).output
    assert "1 thư đang chờ gửi" in output
    assert f"thư {failed.id} (trial): đã thôi gửi sau 1 lần thử: 550 5.1.1 to RCPT" in output
    assert "example.vn" not in output
