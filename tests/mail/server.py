"""A mail server that does what a test wants it to, and remembers what it took."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.ports import free_port
from tests.waiting import until

USER, PASSWORD = "cong", "mat khau: @/?"


@dataclass
class MailServer:
    """taken: what it answered 250 to, or would have. replies: what it says instead, step by step.

    hold: at which step it says nothing before `let_go` is set. hang_up: at which it is gone.
    """

    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)
    replies: dict[str, str] = field(default_factory=dict)
    hold: str = ""
    hang_up: str = ""
    let_go: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await self._reply(server, "MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._reply(server, "RCPT")

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        reply = self.replies.get("DOT", "250 OK")
        if reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            found = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.taken.append(found)
            self.recipients.extend(envelope.rcpt_tos)
        return await self._reply(server, "DOT")

    async def _reply(self, server: Any, step: str) -> str:
        self.steps[step] += 1
        if self.hold == step:
            while not self.let_go.is_set():
                await asyncio.sleep(0.01)
        if self.hang_up == step:
            server.transport.abort()
        return self.replies.get(step, "250 OK")

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = data.password.decode() == PASSWORD
        if right:
            self.users.append(data.login.decode())
        return AuthResult(success=right, handled=False)

    def wait_for(self, step: str, times: int) -> None:
        """Until that many letters have come to this step."""
        until(lambda: self.steps[step] >= times, pause=0.01)

    @property
    def ids(self) -> list[str]:
        """Message-IDs of what it took, in order."""
        return [str(one["Message-ID"]) for one in self.taken]


def started(server: MailServer, **options: Any) -> Controller:
    """The server, listening on a port of its own. options: aiosmtpd's."""
    server.port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    return controller
