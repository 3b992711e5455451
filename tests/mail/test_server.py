"""The address of a mail server, and what it says about encryption."""

import pytest

from portal.config import BadSetting, Settings
from portal.mail.office import _sender
from portal.mail.server import Encryption, Server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://mail.example.vn", Server("mail.example.vn", 465, Encryption.WHOLE)),
        ("smtp://mail.example.vn", Server("mail.example.vn", 587, Encryption.STARTTLS)),
        ("smtp://mail.example.vn:2525/", Server("mail.example.vn", 2525, Encryption.STARTTLS)),
        ("smtp://10.0.0.9?tls=no", Server("10.0.0.9", 25, Encryption.NONE)),
        ("smtp://localhost", Server("localhost", 25, Encryption.NONE)),
        ("smtp://127.0.0.1:1025", Server("127.0.0.1", 1025, Encryption.NONE)),
        ("smtp://[::1]:1025?tls=yes", Server("::1", 1025, Encryption.STARTTLS)),
        (
            "smtps://cong%40example.vn:mat%3A%2F@mail.example.vn",
            Server("mail.example.vn", 465, Encryption.WHOLE, "cong@example.vn", "mat:/"),
        ),
    ],
)
def test_an_address_says_how_to_reach_it(url: str, server: Server) -> None:
    assert Server.of(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.vn",
        "http://mail.example.vn",
        "smtp://",
        "smtp://mail.example.vn:many",
        "smtp://mail.example.vn/path",
        "smtp://mail.example.vn?tls=maybe",
        "smtp://mail.example.vn?ssl=yes",
        "smtp://user:secret@mail.example.vn?tls=no",
        "smtps://user:secret-m%E1%BA%ADt@mail.example.vn",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(BadSetting, match="PORTAL_SMTP_URL") as refused:
        Server.of(url)
    assert "secret" not in str(refused.value)


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Server.of("smtps://user:secret@mail.example.vn"))


@pytest.mark.parametrize("sender", ["", "nobody", "A <a@b.vn>\nBcc: c@d.vn", "a@b.vn, c@d.vn"])
def test_a_server_needs_a_sender(sender: str) -> None:
    with pytest.raises(BadSetting, match="PORTAL_MAIL_FROM"):
        _sender(Settings(smtp_url="smtps://mail.example.vn", mail_from=sender))


def test_a_sender_may_have_a_name() -> None:
    sender = _sender(Settings(mail_from="Thư viện, Hà Nội <thuvien@example.vn>"))
    assert sender.addr_spec == "thuvien@example.vn"
