"""Giving numbers and ending them. A number is never given twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cards.models import CardNumber, NumberRange
from portal.cards.numbers import FIRST_PREFIX, LAST_PREFIX, LAST_SERIAL, is_prefix, make_number
from portal.cards.words import Death
from portal.clock import now
from portal.refusals import Refusal

_TRIES = 20  # others may take the same prefix at the same time


@dataclass(eq=False)
class NoPrefixLeft(Refusal):
    """Nine thousand ranges are in use, or many are being opened at once."""


@dataclass(eq=False)
class PrefixTaken(Refusal):
    """A prefix belongs to one library for ever."""

    prefix: str


@dataclass(eq=False)
class DeskHasRange(Refusal):
    """A desk gets another range when the one it has is used up."""

    prefix: str
    left: int


def allocate(session: Session, library_id: int, count: int = 1) -> list[str]:
    """The next numbers of a library; a range that is used up is followed by a new one.

    Ranges kept for a desk are left alone. Raises NoPrefixLeft.
    """
    made: list[str] = []
    while len(made) < count:
        made += _take(session, library_id, count - len(made))
    return made


def open_range(
    session: Session, library_id: int, prefix: str | None = None, *, desk: str | None = None
) -> str:
    """Give a library a range: of this prefix, or of the next free one. The prefix.

    desk: the one without the network that it is kept for, of 100 characters at most.

    Raises PrefixTaken, DeskHasRange, NoPrefixLeft, ValueError for what is no prefix.
    """
    if prefix is not None:
        if not is_prefix(prefix):
            raise ValueError(f"{prefix!r} is no prefix of four digits from 1000 on")
        if not _opened(session, library_id, prefix, desk):
            raise PrefixTaken(prefix)
        return prefix
    for _ in range(_TRIES):
        last = session.scalar(select(func.max(NumberRange.prefix)))
        following = int(last) + 1 if last else FIRST_PREFIX
        if following > LAST_PREFIX:
            break
        if _opened(session, library_id, str(following), desk):
            return str(following)
    raise NoPrefixLeft


def ranges(session: Session, library_id: int | None = None) -> Sequence[NumberRange]:
    """The ranges of a library, or all."""
    query = select(NumberRange).order_by(NumberRange.prefix)
    if library_id is not None:
        query = query.where(NumberRange.library_id == library_id)
    return session.scalars(query).all()


def give(session: Session, borrower_id: int, number: str) -> None:
    session.add(CardNumber(number=number, borrower_id=borrower_id, issued_at=now()))
    session.flush()


def end(session: Session, borrower_id: int, why: Death) -> str | None:
    """The number that lived is dead from this moment; None where none did."""
    return session.scalar(
        update(CardNumber)
        .where(CardNumber.borrower_id == borrower_id, CardNumber.dead_at.is_(None))
        .values(dead_at=now(), why=why)
        .returning(CardNumber.number)
    )


def had_number(session: Session, borrower_id: int, number: str | None = None) -> bool:
    """Whether somebody has or had a number; or this very one."""
    mine = select(CardNumber.number).where(CardNumber.borrower_id == borrower_id)
    if number is not None:
        mine = mine.where(CardNumber.number == number)
    return session.scalar(mine.limit(1)) is not None


def living_number(session: Session, borrower_id: int) -> str | None:
    return session.scalar(
        select(CardNumber.number).where(
            CardNumber.borrower_id == borrower_id, CardNumber.dead_at.is_(None)
        )
    )


def living_numbers(session: Session, borrower_ids: Collection[int]) -> Mapping[int, str]:
    """Borrower → number, of those who have one that lives."""
    rows = session.execute(
        select(CardNumber.borrower_id, CardNumber.number).where(
            CardNumber.borrower_id.in_(borrower_ids), CardNumber.dead_at.is_(None)
        )
    )
    return {row.borrower_id: row.number for row in rows}


def _take(session: Session, library_id: int, count: int) -> list[str]:
    """Up to `count` numbers of the library's oldest range that has some left."""
    prefix = session.scalar(
        select(NumberRange.prefix)
        .where(NumberRange.library_id == library_id, NumberRange.desk.is_(None), _has_some())
        .order_by(NumberRange.opened_at, NumberRange.prefix)
        .limit(1)
    ) or open_range(session, library_id)
    locked = select(NumberRange).where(NumberRange.prefix == prefix).with_for_update()
    row = session.scalars(locked.execution_options(populate_existing=True)).one()
    first, after = row.next_serial, min(row.next_serial + count, row.last_serial + 1)
    row.next_serial = after
    session.flush()
    return [make_number(prefix, serial) for serial in range(first, after)]


def _opened(session: Session, library_id: int, prefix: str, desk: str | None) -> bool:
    """Whether the prefix was free. Raises DeskHasRange."""
    opened = NumberRange(
        prefix=prefix,
        library_id=library_id,
        last_serial=LAST_SERIAL,
        opened_at=now(),
        desk=desk,
    )
    try:
        with session.begin_nested():
            session.add(opened)
    except IntegrityError:
        if desk and (there := _range_of_desk(session, library_id, desk)):
            raise DeskHasRange(there.prefix, there.left) from None
        return False
    return True


def _range_of_desk(session: Session, library_id: int, desk: str) -> NumberRange | None:
    return session.scalar(
        select(NumberRange).where(
            NumberRange.library_id == library_id, NumberRange.desk == desk, _has_some()
        )
    )


def _has_some() -> ColumnElement[bool]:
    return NumberRange.next_serial <= NumberRange.last_serial
