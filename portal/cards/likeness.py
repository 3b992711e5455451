"""Who may be the same person: found for the desk, which decides; nothing is refused for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from portal.cards.models import Borrower, ToldApart
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


_One = type[Borrower]


def likely_same(session: Session, row: Borrower) -> Sequence[Like]:
    """Living borrowers of the whole network that may be this one and were not told apart.

    Nobody where it was merged: that question is answered.
    """
    other = aliased(Borrower)
    pairs = select(other).join(Borrower, _alike(Borrower, other)).where(Borrower.id == row.id)
    found = [
        Like(one.id, one.library_id, one.state, why)
        for one in session.scalars(pairs)
        if (why := why_alike(row, one)) is not None
    ]
    order = list(Likeness)
    return sorted(found, key=lambda like: (order.index(like.why), like.borrower_id))


def with_likes(session: Session, borrower_ids: Collection[int]) -> frozenset[int]:
    """Which of some borrowers may be somebody else, in one query."""
    other = aliased(Borrower)
    pairs = select(Borrower.id).join(other, _alike(Borrower, other))
    return frozenset(session.scalars(pairs.where(Borrower.id.in_(borrower_ids)).distinct()))


def why_alike(one: Borrower, other: Borrower) -> Likeness | None:
    """What speaks for two being one, in whatever state they are, told apart or not."""

    def same(name: str) -> bool:
        return getattr(one, name) is not None and getattr(one, name) == getattr(other, name)

    if one.id == other.id:
        return None
    if same("id_hash"):
        return Likeness.DOCUMENT
    if same("name_key") and same("birthday"):
        return Likeness.NAME_AND_BIRTHDAY
    return Likeness.NAME_AND_PHONE if same("name_key") and same("phone") else None


def _alike(row: _One, other: _One) -> ColumnElement[bool]:
    told = select(ToldApart.one_id).where(
        or_(
            (ToldApart.one_id == row.id) & (ToldApart.other_id == other.id),
            (ToldApart.one_id == other.id) & (ToldApart.other_id == row.id),
        )
    )
    return (
        (other.id != row.id)
        & row.merged_into_id.is_(None)
        & other.state.in_(LIVING - {State.UNVERIFIED})
        & or_(
            other.id_hash == row.id_hash,
            (other.name_key == row.name_key) & (other.birthday == row.birthday),
            (other.name_key == row.name_key) & (other.phone == row.phone),
        )
        & ~told.exists()
    )
