"""What an edit of a policy or a kind of card would change, before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.cards import due
from portal.cards.ages import comes_of_age, fits
from portal.cards.kinds import Kind, kind_of
from portal.cards.models import Borrower, CardKind, CardPolicy
from portal.cards.policies import Policy, policy_of
from portal.cards.refusals import BadSetting
from portal.cards.setting_rules import wrong_kind, wrong_policy
from portal.cards.states import LIVING
from portal.clock import now, today
from portal.libraries.models import Library


@dataclass(frozen=True, slots=True)
class Effect:
    """One field. `touched`: for how many living borrowers something changes at once; 0 where only
    what comes later goes by it.
    """

    field: str
    old: object
    new: object
    touched: int


def preview_policy(
    session: Session, library_id: int | None, changes: Mapping[str, int | bool | None]
) -> Sequence[Effect]:
    """What some new values would change, at all libraries that go by them. Raises BadSetting.

    Of the times to keep: how many more are erased by the next run. Of the age of adulthood: how
    many are no longer children, or are again.
    """
    if wrong := wrong_policy(changes):
        raise BadSetting(wrong)
    old = policy_of(session, library_id)
    above = policy_of(session, None) if library_id is not None else Policy()
    effects = []
    for field, value in changes.items():
        value = getattr(above, field) if value is None else value
        if value != getattr(old, field):
            changed: dict[str, Any] = {field: value}
            libraries = _going_by(session, library_id, field)
            touched = _touched(session, libraries, field, old, replace(old, **changed))
            effects.append(Effect(field, getattr(old, field), value, touched))
    return effects


def preview_kind(
    session: Session, library_id: int | None, code: str, changes: Mapping[str, Any]
) -> Sequence[Effect]:
    """The same of a kind: of its ages, how many holders could not renew it any more.

    Raises BadSetting.
    """
    kind = kind_of(session, library_id, code)
    wrong = wrong_kind(kind, changes)
    if kind is None or wrong:
        raise BadSetting(wrong)
    effects = []
    for field, value in changes.items():
        if value != getattr(kind, field):
            changed: dict[str, Any] = {field: value}
            touched = 0
            if field in ("age_from", "age_to"):
                touched = _outgrown(session, library_id, kind, replace(kind, **changed))
            effects.append(Effect(field, getattr(kind, field), value, touched))
    return effects


def holders(session: Session, library_id: int | None, code: str) -> int:
    """How many have this kind of card, at the libraries that go by this row."""
    query = select(func.count()).select_from(Borrower)
    return session.scalar(query.where(_has_kind(session, library_id, code))) or 0


def _touched(session: Session, libraries: list[int], field: str, old: Policy, new: Policy) -> int:
    if field in due.RULES:
        moment = now()
        before = due.count(session, libraries, field, old, moment)
        return max(due.count(session, libraries, field, new, moment) - before, 0)
    if field == "adult_age":
        young, older = sorted((old.adult_age, new.adult_age))
        born = session.scalars(
            select(Borrower.birthday).where(
                Borrower.library_id.in_(libraries), Borrower.state.in_(LIVING)
            )
        )
        day = today()
        return sum(
            comes_of_age(one, young) <= day < comes_of_age(one, older) for one in born if one
        )
    return 0


def _going_by(session: Session, library_id: int | None, field: str) -> list[int]:
    """The library itself; for the network, all that do not set this field otherwise."""
    if library_id is not None:
        return [library_id]
    column = getattr(CardPolicy, field)
    own = select(CardPolicy.library_id).where(
        CardPolicy.library_id.is_not(None), column.is_not(None)
    )
    return list(session.scalars(select(Library.id).where(Library.id.not_in(own))))


def _outgrown(session: Session, library_id: int | None, old: Kind, new: Kind) -> int:
    day = today()
    born = session.scalars(
        select(Borrower.birthday).where(_has_kind(session, library_id, old.code))
    )
    return sum(
        fits(one, day, old.age_from, old.age_to) and not fits(one, day, new.age_from, new.age_to)
        for one in born
        if one
    )


def _has_kind(session: Session, library_id: int | None, code: str) -> ColumnElement[bool]:
    has = (Borrower.kind == code) & Borrower.state.in_(LIVING)
    if library_id is not None:
        return has & (Borrower.library_id == library_id)
    own = select(CardKind.library_id).where(CardKind.library_id.is_not(None), CardKind.code == code)
    return has & Borrower.library_id.not_in(own)
