"""Cards given where there is no network: blanks to take along, and their numbers afterwards.

The blanks are numbers of a range kept for that desk (`numbering.open_range`), which nothing else
draws from. A number is handed out once its blank may have been printed, used or not, so no blank
is printed twice. Whose it is, is decided by `card_number`, as for every number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cards import numbering
from portal.cards.models import Borrower, CardNumber, NumberRange
from portal.cards.numbers import DIGITS, make_number, prefix_and_serial, read_number
from portal.cards.refusals import BadApplication, Problem
from portal.refusals import Refusal

MOST_BLANKS: Final = 500  # at once: fifty sheets
FIELD: Final = "card_number"


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


def expected(session: Session, library_id: int) -> bool:
    """Whether a library has cards out of which nobody knows yet whose they are."""
    printed = select(NumberRange.prefix).where(
        NumberRange.library_id == library_id,
        NumberRange.desk.is_not(None),
        NumberRange.next_serial > 0,
    )
    return session.scalar(printed.limit(1)) is not None


def number_for(session: Session, row: Borrower, handed_over: str = "") -> str:
    """Give a borrower the number of a card they were handed offline, else the library's next one.

    handed_over: as typed or scanned. Raises NoPrefixLeft, BadApplication about `card_number`.
    """
    if handed_over.strip():
        number = _handed_out(session, row.library_id, handed_over)
        _claim(session, row, number)
        return number
    (number,) = numbering.allocate(session, row.library_id)
    numbering.give(session, row.id, number)
    return number


def _handed_out(session: Session, library_id: int, text: str) -> str:
    """The number in what was typed, if a desk of the library may have given it."""
    number = read_number(text)
    if number is None:
        digits = sum(letter.isdigit() for letter in text)
        raise _problem("check_digit" if digits == DIGITS else "shape")
    prefix, serial = prefix_and_serial(number)
    found = _range(session, prefix)
    if found is not None and found.library_id != library_id:
        raise _problem("elsewhere")
    if found is None or found.desk is None or serial >= found.next_serial:
        raise _problem("not_offline")
    return number


def _claim(session: Session, row: Borrower, number: str) -> None:
    """Nobody is asked beforehand: of two desks at once the primary key lets one through."""
    try:
        with session.begin_nested():
            numbering.give(session, row.id, number)
    except IntegrityError:
        if session.get(CardNumber, number) is None:
            raise
        raise _problem("taken") from None


def _range(session: Session, prefix: str) -> NumberRange | None:
    return session.get(NumberRange, prefix, populate_existing=True)


def _problem(code: str) -> BadApplication:
    return BadApplication((Problem(FIELD, code),))
