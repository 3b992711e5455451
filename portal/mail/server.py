"""The mail server, as its address says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from portal.config import BadSetting

FORMS = "smtps://user:password@host:465 or smtp://user:password@host:587"


class Encryption(Enum):
    """NONE only where the address says so, or where the server is this machine."""

    WHOLE = "smtps"
    STARTTLS = "starttls"
    NONE = "none"


PORTS = {Encryption.WHOLE: 465, Encryption.STARTTLS: 587, Encryption.NONE: 25}


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> Server:
        """`smtps://` is encrypted from the first byte, `smtp://` by STARTTLS, which is demanded.

        On this machine `smtp://` is plain, elsewhere with `?tls=no` (a relay in a trusted network);
        `?tls=yes` demands STARTTLS here too. Raises BadSetting.
        """
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError:
            raise BadSetting("smtp_url", f"the port is no port; write {FORMS}") from None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
            raise BadSetting("smtp_url", f"write {FORMS}")
        encryption = _encryption(parts.scheme, parts.hostname, parse_qs(parts.query))
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if user and encryption is Encryption.NONE and not _is_here(parts.hostname):
            raise BadSetting("smtp_url", "a password does not travel unencrypted; leave out tls=no")
        if not (user + password).isascii():
            raise BadSetting("smtp_url", "user and password may hold ASCII characters only")
        return cls(parts.hostname, port or PORTS[encryption], encryption, user, password)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def _encryption(scheme: str, host: str, asked: dict[str, list[str]]) -> Encryption:
    wish = asked.pop("tls", ["no" if _is_here(host) else "yes"])[-1]
    if asked or wish not in ("yes", "no"):
        raise BadSetting("smtp_url", "after the question mark stands tls=yes or tls=no")
    if scheme == "smtps":
        return Encryption.WHOLE
    return Encryption.STARTTLS if wish == "yes" else Encryption.NONE


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
