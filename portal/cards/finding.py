"""What waits at a desk, and finding whoever stands before it. Every find is written down as a look.

A librarian sees the readers of their own library. Anybody else is found only by what they bring:
the number of the card, the document, or the name together with the birthday.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.documents import document_hash
from portal.cards.identity import name_key
from portal.cards.merging import leads_to
from portal.cards.models import Borrower, CardNumber
from portal.cards.numbers import read_number
from portal.cards.reach import write_look
from portal.cards.states import WAITING, State, state_on
from portal.cards.words import Document, Found
from portal.clock import today

_Query = Select[Borrower, str | None]

MOST = 20  # found at once: a name and a birthday are rarely two people's


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of a list. `number`: the living one; `dead`: the number typed lives no more."""

    borrower_id: int
    full_name: str
    birthday: date
    library_id: int
    kind: str
    state: State
    since: datetime
    number: str | None
    version: int
    dead: bool = False


def waiting(
    session: Session,
    clerk: Clerk,
    *,
    states: frozenset[State] = frozenset({State.PENDING}),
    library_id: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Sequence[Hit]:
    """Registrations that wait, the oldest first, of the librarian's library.

    library_id: of which library, for those who see all.
    """
    query = _hits().where(_theirs(clerk, library_id), Borrower.state.in_(states))
    query = query.order_by(Borrower.state_since, Borrower.id).limit(limit).offset(offset)
    return _read(session, query)


def count_waiting(
    session: Session, clerk: Clerk, *, library_id: int | None = None
) -> Mapping[State, int]:
    """How many wait for the desk, for their own answer, for showing a document."""
    wanted = WAITING | {State.PROVISIONAL}
    query = (
        select(Borrower.state, func.count())
        .where(_theirs(clerk, library_id), Borrower.state.in_(wanted))
        .group_by(Borrower.state)
    )
    found = {row[0]: row[1] for row in session.execute(query)}
    return {state: found.get(state, 0) for state in State if state in wanted}


def by_number(session: Session, clerk: Clerk, typed: str) -> Sequence[Hit]:
    """Whose card it is, also once its number is dead: then `dead` is set."""
    number = read_number(typed)
    row = session.get(CardNumber, number) if number else None
    if row is None:
        return ()
    query = _hits().where(Borrower.id == leads_to(session, row.borrower_id))
    return _found(session, clerk, query, Found.NUMBER, dead=row.dead_at is not None)


def by_document(
    session: Session, clerk: Clerk, kind: Document, number: str, school: str | None = None
) -> Sequence[Hit]:
    """Whose document it is; a pupil's card needs its school."""
    query = _hits().where(Borrower.id_hash == document_hash(session, kind, number, school))
    return _found(session, clerk, query, Found.DOCUMENT)


def by_name(session: Session, clerk: Clerk, name: str, birthday: date) -> Sequence[Hit]:
    """By the whole name, with or without marks, and the birthday."""
    key = name_key(name)
    if not key:
        return ()
    query = _hits().where(Borrower.name_key == key, Borrower.birthday == birthday)
    return _found(session, clerk, query, Found.NAME)


def _found(
    session: Session,
    clerk: Clerk,
    query: _Query,
    how: Found,
    *,
    dead: bool = False,
) -> Sequence[Hit]:
    """What a search finds, each written down; also whose address is not confirmed yet."""
    there = query.where(Borrower.state != State.PURGED)
    hits = _read(session, there.order_by(Borrower.id.desc()).limit(MOST), dead=dead)
    for hit in hits:
        write_look(session, clerk, hit.borrower_id, how)
    return hits


def _hits() -> _Query:
    living = (CardNumber.borrower_id == Borrower.id) & CardNumber.dead_at.is_(None)
    return select(Borrower, CardNumber.number).outerjoin(CardNumber, living)


def _read(session: Session, query: _Query, *, dead: bool = False) -> list[Hit]:
    return [_hit(row, number, dead) for row, number in session.execute(query)]


def _hit(row: Borrower, number: str | None, dead: bool) -> Hit:
    return Hit(
        borrower_id=row.id,
        full_name=row.full_name or "",
        birthday=row.birthday or date.min,
        library_id=row.library_id,
        kind=row.kind,
        state=state_on(today(), row.state, row.valid_until),
        since=row.state_since,
        number=number,
        version=row.version,
        dead=dead,
    )


def _theirs(clerk: Clerk, library_id: int | None) -> ColumnElement[bool]:
    if clerk.city_wide:
        return true() if library_id is None else Borrower.library_id == library_id
    return Borrower.library_id == clerk.library_id
