"""Card numbers: prefix, serial, check digit. Pure.

Eleven digits: four of the range, six counted on, one to check. Digits only, because they are typed
on a number pad and packed two to a bar by Code 128; eleven, because a CCCD has twelve and a phone
ten. The check digit is Damm's: it finds every wrong digit and every two neighbours that changed
places.
"""

from __future__ import annotations

import re
from typing import Final

PREFIX_DIGITS: Final = 4
SERIAL_DIGITS: Final = 6
LAST_SERIAL: Final = 10**SERIAL_DIGITS - 1
FIRST_PREFIX: Final = 1000  # no nought in front: a spreadsheet would eat it
LAST_PREFIX: Final = 9999
DIGITS: Final = PREFIX_DIGITS + SERIAL_DIGITS + 1

_GAPS: Final = re.compile(r"[\s.\-]+")
# The quasigroup of order 10 that H. Michael Damm gives, weakly totally anti-symmetric.
_DAMM: Final = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def check_digit(digits: str) -> str:
    """The digit that makes `digits` whole."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def make_number(prefix: str, serial: int) -> str:
    """Raises ValueError for a prefix or a serial that no range has."""
    if not is_prefix(prefix) or not 0 <= serial <= LAST_SERIAL:
        raise ValueError(f"no card number has prefix {prefix!r} and serial {serial}")
    digits = f"{prefix}{serial:0{SERIAL_DIGITS}d}"
    return digits + check_digit(digits)


def prefix_and_serial(number: str) -> tuple[str, int]:
    """Of which range a number is, and its place there."""
    return number[:PREFIX_DIGITS], int(number[PREFIX_DIGITS:-1])


def is_prefix(text: str) -> bool:
    return bool(re.fullmatch(rf"[1-9][0-9]{{{PREFIX_DIGITS - 1}}}", text))


def read_number(text: str) -> str | None:
    """The number in what was typed or scanned, without its gaps; None when it cannot be one."""
    digits = _GAPS.sub("", text)
    if not re.fullmatch(rf"[1-9][0-9]{{{DIGITS - 1}}}", digits):
        return None
    return digits if check_digit(digits) == "0" else None


def grouped(number: str) -> str:
    """As it is printed and read out: `1024 0001 237`."""
    return f"{number[:4]} {number[4:8]} {number[8:]}"
