"""Encryption and sign-in, with a real certificate that is trusted, or is not."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.clock import now
from portal.mail.delivery import Mail, NotReached
from portal.mail.server import Server
from portal.mail.smtp import SmtpLine
from tests import guards
from tests.mail.server import PASSWORD, USER, MailServer, started

CONTENT = b"Subject: x\r\n\r\n.\r\n..\r\nend"
MAIL = Mail("a.eml", "a@example.vn", "b@example.vn", CONTENT)
SIGN_IN = "cong:mat%20khau%3A%20%40%2F%3F@"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of 127.0.0.1, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(secret + made.public_bytes(pem))
    return path


@pytest.fixture
def tls(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    guards.allow_mail(monkeypatch)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture
def strict(tls: ssl.SSLContext) -> Iterator[MailServer]:
    """Takes nothing before STARTTLS and signing in."""
    server = MailServer()
    controller = started(
        server,
        tls_context=tls,
        require_starttls=True,
        auth_required=True,
        authenticator=server.authenticate,
    )
    yield server
    controller.stop()


@pytest.fixture
def wrapped(tls: ssl.SSLContext, trusted: None) -> Iterator[MailServer]:
    """Encrypted from the first byte."""
    server = MailServer()
    controller = started(server, ssl_context=tls)
    yield server
    controller.stop()


def send(url: str) -> None:
    with closing(SmtpLine(Server.of(url), "example.vn")) as line:
        line.send(MAIL, lambda: None)


@pytest.mark.usefixtures("trusted")
def test_encrypted_and_signed_in(strict: MailServer) -> None:
    send(f"smtp://{SIGN_IN}127.0.0.1:{strict.port}?tls=yes")
    assert strict.users == [USER]
    assert strict.taken[0].get_payload() == ".\r\n..\r\nend\r\n"  # dots come as they were written


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_told_by_its_number_alone(strict: MailServer) -> None:
    with pytest.raises(NotReached, match=r": 535 5\.7\.8$") as refused:
        send(f"smtp://cong:sai@127.0.0.1:{strict.port}?tls=yes")
    assert PASSWORD not in str(refused.value)


def test_a_certificate_nobody_vouches_for_ends_it(strict: MailServer) -> None:
    with pytest.raises(NotReached, match="SSLCertVerificationError"):
        send(f"smtp://{SIGN_IN}127.0.0.1:{strict.port}?tls=yes")
    assert strict.users == []


def test_a_server_without_starttls_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    guards.allow_mail(monkeypatch)
    server = MailServer()
    controller: Controller = started(server)
    with pytest.raises(NotReached, match="SMTPNotSupportedError"):
        send(f"smtp://127.0.0.1:{server.port}?tls=yes")
    controller.stop()
    assert not server.steps


def test_encrypted_from_the_first_byte(wrapped: MailServer) -> None:
    send(f"smtps://127.0.0.1:{wrapped.port}")
    assert len(wrapped.taken) == 1
