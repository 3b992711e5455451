"""Whose data is due to be erased under a policy: asked by the job, and by a preview of an edit."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.cards.ages import add_months
from portal.cards.models import Borrower
from portal.cards.policies import Policy
from portal.cards.states import WAITING, State
from portal.clock import in_hanoi


def unverified(policy: Policy, moment: datetime) -> ColumnElement[bool]:
    """Nobody opened the letter in time."""
    return and_(
        Borrower.state == State.UNVERIFIED,
        Borrower.state_since <= moment - timedelta(hours=policy.hours_unverified),
    )


def rejected(policy: Policy, moment: datetime) -> ColumnElement[bool]:
    return and_(
        Borrower.state == State.REJECTED,
        Borrower.state_since <= moment - timedelta(days=policy.days_rejected),
    )


def never_shown(policy: Policy, moment: datetime) -> ColumnElement[bool]:
    """Nobody came: the time to show a document is long over, or nothing happened at all."""
    days = timedelta(days=policy.days_never_shown)
    return or_(
        and_(Borrower.state.in_(WAITING), Borrower.state_since <= moment - days),
        and_(
            Borrower.state == State.PROVISIONAL,
            Borrower.provisional_until < in_hanoi(moment).date() - days,
        ),
    )


def closed(policy: Policy, moment: datetime) -> ColumnElement[bool]:
    return and_(Borrower.state == State.CLOSED, Borrower.state_since <= _years_ago(policy, moment))


RULES = {
    "hours_unverified": unverified,
    "days_rejected": rejected,
    "days_never_shown": never_shown,
    "years_closed": closed,
}
"""The field of a policy that each rule goes by."""


def count(session: Session, libraries: list[int], field: str, policy: Policy, at: datetime) -> int:
    """How many of some libraries are due by one rule."""
    query = select(func.count()).select_from(Borrower)
    rule = RULES[field](policy, at)
    return session.scalar(query.where(Borrower.library_id.in_(libraries), rule)) or 0


def _years_ago(policy: Policy, moment: datetime) -> datetime:
    there: date = add_months(moment.date(), -12 * policy.years_closed)
    return moment.replace(year=there.year, month=there.month, day=there.day)
