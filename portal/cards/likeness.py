"""Who may be the same person: found for the desk, which decides; nothing is refused for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.cards.models import Borrower
from portal.cards.states import LIVING, State


class Likeness(StrEnum):
    """Why two may be one, the strongest first."""

    DOCUMENT = "document"
    NAME_AND_BIRTHDAY = "name_and_birthday"
    NAME_AND_PHONE = "name_and_phone"


@dataclass(frozen=True, slots=True)
class Like:
    borrower_id: int
    library_id: int
    state: State
    why: Likeness


def likely_same(session: Session, row: Borrower) -> Sequence[Like]:
    """Living borrowers of the whole network that may be this one."""
    other = select(Borrower).where(
        Borrower.id != row.id,
        Borrower.state.in_(LIVING - {State.UNVERIFIED}),
        or_(
            (Borrower.id_hash == row.id_hash) & Borrower.id_hash.is_not(None),
            (Borrower.name_key == row.name_key) & (Borrower.birthday == row.birthday),
            (Borrower.name_key == row.name_key) & Borrower.phone.is_not(None)
            & (Borrower.phone == row.phone),
        ),
    )  # fmt: skip
    found = [
        Like(one.id, one.library_id, one.state, _why(one, row)) for one in session.scalars(other)
    ]
    order = list(Likeness)
    return sorted(found, key=lambda like: (order.index(like.why), like.borrower_id))


def _why(one: Borrower, row: Borrower) -> Likeness:
    if one.id_hash is not None and one.id_hash == row.id_hash:
        return Likeness.DOCUMENT
    if one.birthday == row.birthday:
        return Likeness.NAME_AND_BIRTHDAY
    return Likeness.NAME_AND_PHONE
