"""Addresses a mail can go to or come from: one, and nothing that would add a header."""

from __future__ import annotations

from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr

from portal.refusals import Refusal

LONGEST = 254  # characters, by RFC 5321


@dataclass(frozen=True)
class BadAddress(Refusal):
    """Not one mail address. It is not repeated here: refusals are logged."""


def address_of(text: str, name: str = "") -> Address:
    """`text` as the address of a header; `name` is shown before it. Raises BadAddress."""
    if not 3 <= len(text) <= LONGEST or not text.isprintable() or " " in text:
        raise BadAddress
    try:
        address = Address(name, addr_spec=text)
    except (MessageError, ValueError, IndexError):
        raise BadAddress from None
    if not address.username or ("." not in address.domain and address.domain != "localhost"):
        raise BadAddress
    return address


def named_address(text: str) -> Address:
    """`Thư viện <thuvien@example.vn>` or the address alone. Raises BadAddress."""
    if not text.isprintable():
        raise BadAddress
    name, address = parseaddr(text)
    return address_of(address, name)
