"""ISBN and ISSN: checked, never repaired. Rules: ISO 2108, ISO 3297."""

from __future__ import annotations

import re

_HYPHENS = re.compile(r"[\s\-‐-―−.]")
_ISBN = re.compile(r"^[^0-9]*([0-9][0-9\s\-‐-―−.]*[0-9Xx])")
_ISSN = re.compile(r"^(\d{4})[-‐-―−\s]?(\d{3}[\dXx])$")


def isbn13(text: str) -> str | None:
    """The 13 digits of the ISBN in `text` ("0-8044-2957-X (bìa mềm)"), None when there is none."""
    match = _ISBN.match(text)
    if not match:
        return None
    digits = _HYPHENS.sub("", match[1]).upper()
    if len(digits) == 13 and digits.isascii() and digits.isdigit():
        return digits if digits[:3] in {"978", "979"} and _check13(digits) else None
    if len(digits) == 10 and digits[:9].isdigit() and _check10(digits):
        body = "978" + digits[:9]
        return body + _digit13(body)
    return None


def issn8(text: str) -> str | None:
    """The 8 characters of an ISSN without its hyphen, None when the check digit is wrong."""
    match = _ISSN.match(text.strip())
    if not match:
        return None
    body = match[1] + match[2].upper()
    total = sum(
        int(digit) * weight for digit, weight in zip(body[:7], range(8, 1, -1), strict=True)
    )
    return body if "0123456789X"[-total % 11] == body[7] else None


def _digit13(body: str) -> str:
    total = sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(body))
    return str(-total % 10)


def _check13(digits: str) -> bool:
    return _digit13(digits[:12]) == digits[12]


def _check10(digits: str) -> bool:
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return "0123456789X"[-total % 11] == digits[9]
