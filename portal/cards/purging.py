"""Erasing what is personal. The number, the library and what was done stay, and name nobody."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.cards import claims, keepers, numbering, telling_apart
from portal.cards.acting import Actor
from portal.cards.models import (
    Borrower,
    CardEvent,
    CardNumber,
    ClassMember,
    Confirmation,
    Consent,
    Look,
    Portrait,
    StatusLink,
)
from portal.cards.moving import move
from portal.cards.states import Act, Who
from portal.cards.words import Death

PERSONAL = (
    "full_name", "name_key", "birthday", "gender", "occupation", "school", "class_name", "address",
    "commune_code", "phone", "email", "email_confirmed_at", "id_kind", "id_sealed", "id_hash",
    "guardian_name", "guardian_relation", "guardian_id_kind", "guardian_id_sealed",
    "guardian_id_hash", "guardian_phone", "reason", "answer",
)  # fmt: skip
"""Columns of a borrower that say who it was."""


@dataclass(frozen=True, slots=True)
class Stays:
    """What of somebody is kept when all else is erased, and cannot be traced back to them."""

    numbers: int  # so that none is given twice
    events: int  # what was done, when, at which library, for a child or not
    looks: int  # which librarian opened the page, and when


def purge(session: Session, row: Borrower) -> None:
    """Raises what `move` refuses."""
    move(session, row, Act.PURGE, Actor(Who.PORTAL, row.library_id))
    erase(session, row)


def erase(session: Session, row: Borrower) -> None:
    """Erase what is personal in a row whose state is purged already."""
    numbering.end(session, row.id, Death.CLOSED)
    keepers.let_go(session, row)
    claims.release(session, row.id)
    for table in (Consent, Confirmation, Portrait, StatusLink):
        session.execute(delete(table).where(table.borrower_id == row.id))
    telling_apart.forget(session, row.id)
    on_lists = ClassMember.borrower_id == row.id
    session.execute(update(ClassMember).where(on_lists).values(typed_name=None))
    session.execute(update(CardEvent).where(CardEvent.borrower_id == row.id).values(why=None))
    for name in PERSONAL:
        setattr(row, name, None)
    session.flush()


def what_stays(session: Session, borrower_id: int) -> Stays:
    """For whoever wants to be forgotten: what will be kept."""
    return what_stays_of(session, [borrower_id])[borrower_id]


def what_stays_of(session: Session, borrower_ids: Collection[int]) -> Mapping[int, Stays]:
    """The same for many: as many queries as for one."""

    def counts(table: type[CardNumber | CardEvent | Look]) -> Mapping[int, int]:
        mine = select(table.borrower_id, func.count()).where(table.borrower_id.in_(borrower_ids))
        return dict(session.execute(mine.group_by(table.borrower_id)).all())

    numbers, events, looks = counts(CardNumber), counts(CardEvent), counts(Look)
    return {
        one: Stays(numbers.get(one, 0), events.get(one, 0), looks.get(one, 0))
        for one in borrower_ids
    }
