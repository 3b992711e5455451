"""Cards given where there is no network: blanks to take along.

The blanks are numbers of a range kept for that desk (`numbering.open_range`), which nothing else
draws from. A number is handed out once its blank may have been printed, used or not, so no blank
is printed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.cards.models import NumberRange
from portal.cards.numbers import make_number
from portal.refusals import Refusal

MOST_BLANKS: Final = 500  # at once: fifty sheets


@dataclass(eq=False)
class TooFewLeft(Refusal):
    """The range ends before so many blanks."""

    prefix: str
    left: int


def hand_out(session: Session, library_id: int, prefix: str, count: int) -> list[str]:
    """The next numbers of a range that a library keeps for a desk; all of them or none.

    Raises TooFewLeft, ValueError for a count under 1 and for a range that is not so kept.
    """
    if count < 1:
        raise ValueError("no blanks")
    first = session.scalar(
        update(NumberRange)
        .where(
            NumberRange.prefix == prefix,
            NumberRange.library_id == library_id,
            NumberRange.desk.is_not(None),
            NumberRange.next_serial + count <= NumberRange.last_serial + 1,
        )
        .values(next_serial=NumberRange.next_serial + count)
        .returning(NumberRange.next_serial - count)
    )
    if first is None:
        found = _range(session, prefix)
        if found is None or found.desk is None or found.library_id != library_id:
            raise ValueError(f"library {library_id} keeps no range {prefix!r} for a desk")
        raise TooFewLeft(prefix, found.left)
    return [make_number(prefix, serial) for serial in range(first, first + count)]


def _range(session: Session, prefix: str) -> NumberRange | None:
    return session.get(NumberRange, prefix, populate_existing=True)
