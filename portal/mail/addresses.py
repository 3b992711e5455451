"""Addresses a mail can go to or come from: one, and nothing that would add a header."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address

from portal.refusals import Refusal

_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>")
LONGEST = 254  # characters, by RFC 5321


class BadAddress(Refusal):
    """Not one mail address. It is not repeated here: refusals are logged."""


def address_of(text: str, name: str = "") -> Address:
    """`text` as the address of a header; `name` is shown before it. Raises BadAddress.

    A domain with marks is turned into the form that every server knows; before the @ stand none.
    """
    if not 3 <= len(text) <= LONGEST or not text.isprintable() or " " in text:
        raise BadAddress
    try:
        address = Address(name, addr_spec=text)
        domain = address.domain.encode("idna").decode("ascii")
    except (MessageError, ValueError, IndexError):  # a UnicodeError is a ValueError
        raise BadAddress from None
    if not address.username or ("." not in domain and domain != "localhost"):
        raise BadAddress
    return Address(name, address.username, domain)


def named_address(text: str) -> Address:
    """`Thư viện <thuvien@example.vn>` or the address alone. Raises BadAddress."""
    found = _NAMED.fullmatch(text)
    if found is None:
        return address_of(text)
    name = found["name"].strip().strip('"')
    if not name.isprintable():
        raise BadAddress
    return address_of(found["address"], name)
