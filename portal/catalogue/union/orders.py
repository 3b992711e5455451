"""The order of call numbers on the shelf, as text that every database sorts alike."""

from __future__ import annotations

import re

from portal.vietnamese.order import sort_key

_DDC = re.compile(r"^\s*(\d{3})(?:[.,](\d+))?(?!\d)")
_MAX = 160


def shelf_order(call_number: str | None) -> str | None:
    """Hexadecimal text whose order is that of the shelf; None for no call number.

    Class numbers go by decimals (895.92 before 895.9223 before 895.93), accession-style marks by
    number (VV.9 before VV.10). Only 0–9 and a–f occur, so no collation can reorder it.
    """
    if not call_number:
        return None
    match = _DDC.match(call_number)
    if match:
        digits = f"{match[1]}.{match[2] or ''}"
        key = b"\x01" + digits.encode() + b"\x00" + sort_key(call_number[match.end() :])
    else:
        key = b"\x02" + sort_key(call_number)
    return key.hex()[:_MAX]
