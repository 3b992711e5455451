"""A library bus: a desk without the network, and the blanks it takes along."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.cards import numbering, offline
from portal.libraries.models import Library

BUS = "Xe thư viện lưu động"


def blanks(session: Session, at: Library, count: int = 3, desk: str = BUS) -> list[str]:
    """The numbers on the first blanks of a desk's new range."""
    prefix = numbering.open_range(session, at.id, desk=desk)
    return offline.hand_out(session, at.id, prefix, count)


def mistyped(number: str) -> str:
    """The same with one digit wrong."""
    return number[:5] + str((int(number[5]) + 1) % 10) + number[6:]
