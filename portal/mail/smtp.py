"""Delivery by SMTP, with the moment known from which a letter may have left.

A server owns a mail once it answers the dot on a line of its own; before the dot it throws away
what it got when the line breaks. So everything but the dot is sent first, then `handing_over` is
called (which writes that down, on disk), then comes the dot. What remains uncertain is one packet
and its answer: if this process dies there, or the answer is lost, nobody here can know whether the
letter left, and it is not sent again unless a person decides so. Its Message-ID is the same at
every attempt, so that a mailbox may tell a second copy.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable

from portal.mail.delivery import Later, Mail, Never, NotReached, Uncertain
from portal.mail.server import Encryption, Server

TIMEOUT = 30.0  # seconds for one answer
DOT_TIMEOUT = 120.0  # … for the one to the dot, before which a server may look through the mail
CLOSING = 421  # the server is about to hang up

_DOTS = re.compile(rb"^\.", re.MULTILINE)
_ENHANCED = re.compile(rb"\b[245]\.\d{1,3}\.\d{1,3}\b")


class SmtpLine:
    """Connects at the first letter, and again when the line broke."""

    def __init__(self, server: Server, own_name: str) -> None:
        """own_name: what this machine calls itself towards the server."""
        self._server = server
        self._own_name = own_name
        self._smtp: smtplib.SMTP | None = None

    def send(self, mail: Mail, handing_over: Callable[[], None]) -> None:
        """See `Line`."""
        smtp = self._connected()
        try:
            self._envelope(smtp, mail)
            smtp.send(_with_dots_doubled(mail.content))
        except (NotReached, Later, Never):
            self._reset()
            raise
        except OSError as error:  # smtplib's own errors are such, too
            self._hang_up()
            raise NotReached(f"{self._server}: {_sort(error)}") from None
        except BaseException:
            self._hang_up()
            raise
        try:
            handing_over()
            self._dot(smtp)
        except (Later, Never):
            raise
        except BaseException:  # inside a mail that was not ended there is no other way out
            self._hang_up()
            raise

    def close(self) -> None:
        if self._smtp is not None:
            with contextlib.suppress(OSError):
                self._smtp.quit()
        self._hang_up()

    def _envelope(self, smtp: smtplib.SMTP, mail: Mail) -> None:
        code, answer = smtp.mail(mail.sender)
        if code != 250:
            raise NotReached(f"{self._server}: {_told(code, answer)} to MAIL")
        code, answer = smtp.rcpt(mail.to)
        if code not in (250, 251):
            self._refuse(code, answer, "RCPT")
        code, answer = smtp.docmd("DATA")
        if code != 354:
            self._refuse(code, answer, "DATA")

    def _dot(self, smtp: smtplib.SMTP) -> None:
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(DOT_TIMEOUT)
            smtp.send(b".\r\n")
            code, answer = smtp.getreply()
            if smtp.sock is not None:
                smtp.sock.settimeout(TIMEOUT)
        except OSError as error:
            raise Uncertain(f"{_sort(error)} after the whole letter") from None
        if code == CLOSING:
            self._hang_up()
        if code != 250:
            kind = Never if 500 <= code < 600 else Later
            raise kind(f"{_told(code, answer)} after the whole letter")

    def _refuse(self, code: int, answer: bytes, step: str) -> None:
        told = f"{_told(code, answer)} to {step}"
        if code == CLOSING:
            raise NotReached(f"{self._server}: {told}")
        raise (Never if 500 <= code < 600 else Later)(told)

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._connect()
            except OSError as error:
                raise NotReached(f"{self._server}: {_sort(error)}") from None
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        at = self._server
        trusted = ssl.create_default_context()
        smtp: smtplib.SMTP
        if at.encryption is Encryption.WHOLE:
            smtp = smtplib.SMTP_SSL(
                at.host, at.port, self._own_name, timeout=TIMEOUT, context=trusted
            )
        else:
            smtp = smtplib.SMTP(at.host, at.port, self._own_name, timeout=TIMEOUT)
        try:
            smtp.ehlo_or_helo_if_needed()
            if at.encryption is Encryption.STARTTLS:
                code, answer = smtp.starttls(context=trusted)
                if code != 220:
                    raise smtplib.SMTPResponseException(code, answer)
                smtp.ehlo_or_helo_if_needed()
            if at.user:
                smtp.login(at.user, at.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _reset(self) -> None:
        """Ready for the next letter, or not there any more."""
        try:
            if self._smtp is not None and self._smtp.rset()[0] != 250:
                self._hang_up()
        except OSError:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _with_dots_doubled(content: bytes) -> bytes:
    """As it travels: no line of it is the dot that ends it, and it ends with a whole line."""
    travelling = _DOTS.sub(b"..", content)
    return travelling if travelling.endswith(b"\r\n") else travelling + b"\r\n"


def _sort(error: OSError) -> str:
    """What went wrong, without the server's words: they may repeat an address."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return _told(error.smtp_code, answer if isinstance(answer, bytes) else answer.encode())
    return type(error).__name__


def _told(code: int, answer: bytes) -> str:
    found = _ENHANCED.search(answer)
    return f"{code} {found[0].decode()}" if found else str(code)
