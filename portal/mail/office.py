"""The post office of an application: who sends, how, and with which templates."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from pathlib import Path

from portal.clock import now
from portal.config import BadSetting, Settings
from portal.mail.addresses import BadAddress, address_of, named_address
from portal.mail.contents import Contents
from portal.mail.delivery import Line, Mail
from portal.mail.folder import FolderLine
from portal.mail.message import composed
from portal.mail.queue import Claim
from portal.mail.server import Server
from portal.mail.smtp import SmtpLine
from portal.mail.writing import Pens

NOBODY = Address("Cổng bạn đọc", "cong-ban-doc", "localhost")  # where nothing is really sent


@dataclass(frozen=True)
class Office:
    """server: None where mails become files in the folder."""

    sender: Address
    server: Server | None
    folder: Path
    pens: Pens

    @classmethod
    def of(cls, settings: Settings, pens: Pens) -> Office:
        """Raises BadSetting."""
        server = Server.of(settings.smtp_url) if settings.smtp_url else None
        return cls(_sender(settings), server, settings.mail_folder, pens)

    def line(self) -> Line:
        """A way out; nothing is opened before the first letter."""
        if self.server is None:
            return FolderLine(self.folder)
        return SmtpLine(self.server, self.sender.domain)

    def prepare(self, claim: Claim, key: str) -> Mail:
        """Raises CannotOpen, BadAddress, and what a template may raise."""
        contents = Contents.opened(claim.contents, key)
        written = self.pens.write(claim.kind, claim.locale, contents.values)
        return composed(written, claim, self.sender, address_of(contents.to), now())


def _sender(settings: Settings) -> Address:
    if not settings.mail_from:
        if settings.smtp_url:
            raise BadSetting("mail_from", "is needed where smtp_url is set: Name <address>")
        return NOBODY
    try:
        return named_address(settings.mail_from)
    except BadAddress:
        raise BadSetting("mail_from", "write Name <address>") from None
