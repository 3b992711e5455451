"""Edition statements of records: their number, as portal.vietnamese reads them."""

from __future__ import annotations

from portal.vietnamese.editions import edition

_HIGHEST = 999


def edition_number(text: str | None) -> int | None:
    """The number an edition statement gives: 2 for "Tái bản lần thứ 2" and for "2nd ed."."""
    found = edition(text) if text else None
    number = found.number if found else None
    return number if number is not None and number <= _HIGHEST else None
