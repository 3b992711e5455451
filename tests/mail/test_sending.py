"""A round of the outbox against a mail server that is one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.clock import now
from portal.mail import post
from portal.mail.delivery import NotReached
from portal.mail.models import Letter
from portal.mail.office import Office
from portal.mail.rules import ATTEMPTS
from portal.mail.sending import TOO_LATE
from tests.mail.letters import DAY, LAN, make_due, send_round, the_letter, trial
from tests.mail.server import MailServer


@pytest.mark.both_databases
def test_a_letter_is_sent_once_and_forgotten(
    session: Session, office: Office, mail_server: MailServer
) -> None:
    letter = trial(session)
    assert letter.contents is not None
    assert send_round(session, office) == 1
    assert send_round(session, office) == 0
    (mail,) = mail_server.taken
    assert mail_server.recipients == [LAN]
    assert mail["From"] == "Thư viện Hà Nội <thuvien@example.vn>"
    assert mail["Subject"] == "Thư thử của Cổng bạn đọc"
    assert mail["Message-ID"] == f"<{letter.token}@example.vn>"
    sent = the_letter(session)
    assert sent.sent_at is not None
    assert sent.contents is None
    assert sent.due_at is None


def test_what_is_not_committed_is_not_sent(
    session: Session, office: Office, mail_server: MailServer
) -> None:
    post(session, "trial", to=LAN, locale="vi", values={"day": DAY})
    session.rollback()
    assert send_round(session, office) == 0
    assert mail_server.taken == []


def test_several_letters_go_over_one_line(
    session: Session, office: Office, mail_server: MailServer
) -> None:
    for number in range(5):
        trial(session, to=f"ban{number}@example.vn")
    assert send_round(session, office) == 5
    assert mail_server.recipients == [f"ban{number}@example.vn" for number in range(5)]


@pytest.mark.both_databases
def test_a_letter_refused_for_now_is_tried_later_and_later_and_then_given_up(
    session: Session, office: Office, mail_server: MailServer
) -> None:
    mail_server.replies["RCPT"] = "450 4.2.1 try again, lan.nguyen@example.vn"
    trial(session)
    waits: list[timedelta | None] = []
    for _ in range(ATTEMPTS):
        make_due(session)
        assert send_round(session, office) == 0
        letter = the_letter(session)
        waits.append(letter.due_at - now() if letter.due_at else None)
    assert waits[-1] is None
    assert letter.failed_at is not None
    assert letter.attempts == ATTEMPTS
    assert letter.trouble == "450 4.2.1 to RCPT"
    pauses = [wait for wait in waits if wait is not None]
    assert len(pauses) == ATTEMPTS - 1
    assert [round(one / timedelta(minutes=1)) for one in pauses[:5]] == [1, 2, 4, 8, 16]
    assert max(pauses) <= timedelta(hours=6)
    assert send_round(session, office) == 0
    assert mail_server.steps["RCPT"] == ATTEMPTS


@pytest.mark.parametrize(("step", "told"), [("RCPT", "RCPT"), ("DOT", "the whole letter")])
def test_a_letter_refused_for_good_is_given_up_at_once_and_the_next_is_sent(
    session: Session, office: Office, mail_server: MailServer, step: str, told: str
) -> None:
    mail_server.replies[step] = "550 5.1.1 no such person"
    letter = trial(session).id
    send_round(session, office)
    mail_server.replies.clear()
    trial(session)
    assert send_round(session, office) == 1
    failed = session.get_one(Letter, letter, populate_existing=True)
    assert failed.failed_at is not None
    assert failed.trouble is not None
    assert failed.trouble.startswith("550 5.1.1")
    assert failed.trouble.endswith(told)
    assert failed.contents is not None  # to be sent again by hand


def test_a_letter_refused_after_the_dot_for_now_waits_again(
    session: Session, office: Office, mail_server: MailServer
) -> None:
    mail_server.replies["DOT"] = "451 4.3.0 busy"
    trial(session)
    send_round(session, office)
    letter = the_letter(session)
    assert letter.handed_at is None
    assert letter.due_at is not None
    mail_server.replies.clear()
    make_due(session)
    assert send_round(session, office) == 1
    assert len(mail_server.taken) == 1


def test_one_letters_trouble_is_not_the_next_ones(
    session: Session, office: Office, mail_server: MailServer
) -> None:
    post(session, "trial", to=LAN, locale="vi", values={})  # the template wants a day
    session.commit()
    broken = the_letter(session).id
    trial(session)
    assert send_round(session, office) == 1
    letter = session.get_one(Letter, broken, populate_existing=True)
    assert letter.due_at is not None
    assert letter.trouble is not None
    assert letter.trouble.startswith("UndefinedError")


def test_a_sender_refused_stops_the_round_and_loses_no_letter(
    session: Session, office: Office, mail_server: MailServer
) -> None:
    mail_server.replies["MAIL"] = "550 5.7.1 not you"
    first, second = trial(session).id, trial(session).id
    with pytest.raises(NotReached, match=r"550 5.7.1 to MAIL"):
        send_round(session, office)
    tried, untried = (
        session.get_one(Letter, one, populate_existing=True) for one in (first, second)
    )
    assert (tried.attempts, untried.attempts) == (1, 0)
    assert tried.due_at is not None


def test_a_line_that_breaks_before_the_dot_loses_no_letter(
    session: Session, office: Office, mail_server: MailServer
) -> None:
    mail_server.hang_up = "RCPT"
    trial(session)
    with pytest.raises(NotReached):
        send_round(session, office)
    mail_server.hang_up = ""
    make_due(session)
    assert send_round(session, office) == 1


@pytest.mark.both_databases
def test_a_line_that_breaks_after_the_dot_sends_nothing_twice(
    session: Session, office: Office, mail_server: MailServer, lines: list[str]
) -> None:
    mail_server.hang_up = "DOT"
    trial(session)
    assert send_round(session, office) == 0
    assert len(mail_server.taken) == 1  # it took the letter; only its answer is lost
    letter = the_letter(session)
    assert letter.handed_at is not None
    assert letter.sent_at is None
    mail_server.hang_up = ""
    make_due(session)
    assert send_round(session, office) == 0
    assert len(mail_server.taken) == 1
    assert "may have left or not" in "\n".join(lines)


def test_a_letter_that_is_late_is_not_sent(
    session: Session, office: Office, mail_server: MailServer
) -> None:
    trial(session, until=now() - timedelta(seconds=1))
    assert send_round(session, office) == 0
    assert the_letter(session).trouble == TOO_LATE
    assert mail_server.taken == []


def test_a_letter_taken_by_another_meanwhile_is_left_to_them(
    session: Session, office: Office, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So slow that the lease ended: the mail breaks off before its dot."""
    monkeypatch.setattr("portal.mail.queue.LEASE", timedelta(0))
    letter = trial(session).id
    prepare = Office.prepare

    def slow(self: Office, *given: object) -> object:
        make_due(session)
        return prepare(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Office, "prepare", slow)
    assert send_round(session, office) == 0
    assert mail_server.taken == []
    assert session.get_one(Letter, letter, populate_existing=True).due_at is not None


def test_a_letter_sealed_with_another_key_is_told_as_failed(
    session: Session, office: Office, mail_server: MailServer
) -> None:
    trial(session)
    session.info["sealing_key"] = "another one, as after a move without the file"
    assert send_round(session, office) == 0
    letter = the_letter(session)
    assert letter.failed_at is not None
    assert letter.trouble is not None
    assert letter.trouble.startswith("CannotOpen")


@pytest.mark.parametrize("step", ["", "RCPT", "DOT", "MAIL"])
def test_neither_log_nor_database_names_anybody(
    session: Session,
    office: Office,
    mail_server: MailServer,
    lines: list[str],
    greeting: str,
    step: str,
) -> None:
    """Whatever the server says about them."""
    said = "lan.nguyen@example.vn Nguyễn Thị Lan"
    if step:
        mail_server.replies[step] = f"550 5.1.1 {said}"
    values = {"name": "Nguyễn Thị Lan", "note": "0123456789", "day": DAY}
    post(session, greeting, to=LAN, locale="vi", values=values)
    session.commit()
    letter = the_letter(session)
    before = repr({c.name: getattr(letter, c.name) for c in Letter.__table__.columns})
    try:
        send_round(session, office)
    except NotReached as trouble:
        lines.append(str(trouble))
    letter = the_letter(session)
    after = repr({c.name: getattr(letter, c.name) for c in Letter.__table__.columns})
    for secret in ("lan.nguyen", "Lan", "Nguy", "0123456789", "Thị"):
        assert secret not in "\n".join((*lines, before, after))
    assert lines
