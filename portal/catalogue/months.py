"""Months as the address has them ("2026-11") and as spans of days and moments (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from portal.clock import HANOI

_MONTH = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str | None) -> Month | None:
        """The month of "2026-11"; None for anything else."""
        found = _MONTH.fullmatch((text or "").strip())
        if not found or not 1 <= int(found[1]) <= 9998 or not 1 <= int(found[2]) <= 12:
            return None
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next(self) -> Month:
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def begins(self) -> datetime:
        """The first moment of the month in Hà Nội."""
        return datetime.combine(self.first_day, time(), HANOI)
