"""From what was written to a message as RFC 5322 wants it."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime

from portal.mail.delivery import Mail
from portal.mail.queue import Claim
from portal.mail.writing import Written

# Every server takes seven bits.
SEVEN_BITS: EmailPolicy[EmailMessage] = SMTP.clone(cte_type="7bit")


def composed(
    written: Written, claim: Claim, sender: Address, to: Address, moment: datetime
) -> Mail:
    """The letter, ready to go. Raises ValueError where a header breaks into two."""
    message = EmailMessage(SEVEN_BITS)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = written.subject
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{claim.token}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine shall answer
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(_whole(written.text))
    message.add_alternative(_whole(written.page), subtype="html")
    message["Content-Language"] = claim.locale
    content = message.as_bytes()
    if BytesHeaderParser().parsebytes(content).keys() != message.keys():
        raise ValueError("a header broke into two")
    return Mail(
        name=f"{claim.posted_at:%Y%m%d-%H%M%S}-{claim.kind}-{claim.token[:8]}.eml",
        sender=sender.addr_spec,
        to=to.addr_spec,
        content=content,
    )


def _whole(text: str) -> str:
    """Without halves of characters, which no mail can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
