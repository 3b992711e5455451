"""Codes of the second factor, as RFC 6238 has them, and the recovery codes beside them."""

from __future__ import annotations

from datetime import datetime

import pyotp
from pyotp.utils import strings_equal

ISSUER = "Cổng bạn đọc Hà Nội"
SLACK = 1  # steps of 30 seconds that a phone's clock may be wrong
RECOVERY_CODES = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another


def new_secret() -> str:
    """160 random bits in base 32, as RFC 4226 recommends."""
    return pyotp.random_base32()


def uri(secret: str, name: str) -> str:
    """What the QR code says to the app. name: which of somebody's accounts this is."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, moment: datetime) -> int | None:
    """The step of time whose code this is, near `moment`; None when it is none's."""
    totp = pyotp.TOTP(secret)
    now = totp.timecode(moment)
    steps = range(now - SLACK, now + SLACK + 1)
    return next((one for one in steps if strings_equal(totp.generate_otp(one), code)), None)


def recovery_code(seed: bytes) -> str:
    """«k7mq-x2fd-9hta»: 59 of the 256 bits of `seed`, too many to guess within any pace."""
    rest, letters = int.from_bytes(seed), ""
    for _ in range(3 * 4):
        rest, one = divmod(rest, len(_LETTERS))
        letters += _LETTERS[one]
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def plain_code(text: str) -> str:
    """A code as it was typed, without what only groups it."""
    return "".join(character for character in text.lower() if character.isalnum())
