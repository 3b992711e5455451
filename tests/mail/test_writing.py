"""Letters in the reader's language, whole addresses, and nothing smuggled into a header."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from portal.mail.contents import Contents
from portal.mail.office import Office
from portal.mail.outbox import TEMPLATES
from portal.mail.queue import Claim
from tests.mail.letters import DAY, LAN

KINDS = sorted(path.stem for path in TEMPLATES.glob("[!_]*.txt"))
HEADERS = {
    *("from", "to", "subject", "date", "message-id", "content-language", "auto-submitted"),
    *("x-auto-response-suppress", "mime-version", "content-type"),
}


def written(
    office: Office, kind: str, locale: str = "vi", to: str = LAN, **values: object
) -> EmailMessage:
    """The letter as it would be sent, read again as a mail program does."""
    moment = datetime(2026, 4, 21, tzinfo=UTC)
    sealed = Contents(to, values).sealed("k" * 40)
    claim = Claim(1, kind, locale, sealed, "f" * 32, moment, None, 1, moment)
    found = message_from_bytes(office.prepare(claim, "k" * 40).content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_subject_a_text_and_a_page(kind: str) -> None:
    first, _, rest = (TEMPLATES / f"{kind}.txt").read_text(encoding="utf-8").partition("\n")
    assert "_(" in first
    assert rest.startswith('{% extends "mail/_letter.txt" %}')
    page = (TEMPLATES / f"{kind}.html").read_text(encoding="utf-8")
    assert page.startswith('{% extends "mail/_letter.html" %}')


def test_a_letter_speaks_the_language_of_who_gets_it(office: Office) -> None:
    vietnamese, english = (written(office, "trial", code, day=DAY) for code in ("vi", "en"))
    assert vietnamese["Subject"] == "Thư thử của Cổng bạn đọc"
    assert "21/04/2026" in part(vietnamese, "plain")
    assert english["Subject"] == "A trial mail from the Readers’ Portal"
    assert "21 April 2026" in part(english, "html")
    assert '<html lang="en">' in part(english, "html")
    assert english["Content-Language"] == "en"
    assert written(office, "trial", "fr", day=DAY)["Subject"] == vietnamese["Subject"]


def test_links_are_whole(office: Office, greeting: str) -> None:
    mail = written(office, greeting, name="Lan", note="", day=DAY)
    assert "https://thuvien.example.vn/cong/thu-vien#a%20b" in part(mail, "plain")
    assert 'href="https://thuvien.example.vn/cong/"' in part(mail, "html")


def test_what_is_markup_in_a_page_is_plain_in_a_text(office: Office, greeting: str) -> None:
    mail = written(office, greeting, name="A & <B>", note="x", day=DAY)
    assert mail["Subject"] == "Xin chào A & <B>"
    assert "A & <B>: x" in part(mail, "plain")
    assert "A &amp; &lt;B&gt;: x" in part(mail, "html")


def test_a_value_that_is_missing_is_no_gap(office: Office) -> None:
    with pytest.raises(UndefinedError):
        written(office, "trial")


def test_a_domain_with_marks_is_written_as_every_server_knows_it(office: Office) -> None:
    assert written(office, "trial", to="lan@thư.vn", day=DAY)["To"] == "lan@xn--th-e0a.vn"


PIECES = ("\r\n", "\n", "\r", "\v", "\f", "\x85", "\u2028", "\0", "\ud800", "Bcc: a@b.vn", " ", ":")
MORE = ("=?utf-8?q?=0ABcc=3A?=", ".\r\n", "From ", "--", "x")
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES + MORE), max_size=12).map("".join),
)


@example(name="=??Q?=0A", note="")  # Python's own e-mail package writes this as two lines
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(name=HOSTILE, note=HOSTILE)
def test_no_value_becomes_a_header_or_ends_the_subject(
    app: Flask, office: Office, greeting: str, name: str, note: str
) -> None:
    mail = written(office, greeting, name=name, note=note, day=DAY)
    assert {header.lower() for header in mail.keys()} == HEADERS  # noqa: SIM118 - of a message
    assert len(mail.keys()) == len(HEADERS)
    assert mail["To"] == LAN
    assert mail["Subject"].startswith("Xin chào")
    assert [one.get_content_type() for one in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.defects == []
