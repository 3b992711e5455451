"""Whose data is due to be erased under a policy: asked by the job, and by a preview of an edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.cards.ages import add_months
from portal.cards.classes import HOURS_TO_CONFIRM
from portal.cards.models import Borrower, CardEvent, ClassList, ClassMember, StatusLink
from portal.cards.policies import Policy, per_library
from portal.cards.states import WAITING, Act, State, Who
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


def on_an_unconfirmed_list(moment: datetime) -> ColumnElement[bool]:
    """A list made them and no school said in time that it is right; nor did anybody else ask."""
    of_list = select(ClassMember.borrower_id).join(ClassList)
    made = of_list.where(_unconfirmed(moment), ClassMember.was_there.is_(False))
    asked = select(CardEvent.id).where(
        CardEvent.borrower_id == Borrower.id,
        CardEvent.act == Act.REGISTER_AGAIN,
        CardEvent.who != Who.SCHOOL,
    )
    return and_(
        Borrower.state == State.PENDING,
        Borrower.id.in_(made),
        Borrower.id.not_in(of_list.where(ClassList.confirmed_at.is_not(None))),
        ~asked.exists(),
    )


def lists(policy: Policy, moment: datetime) -> ColumnElement[bool]:
    """Class lists that did their work or never will, with the teacher and the school on them."""
    days = timedelta(days=policy.days_never_shown)
    return or_(ClassList.confirmed_at <= moment - days, _unconfirmed(moment))


def links_of_nobody(policies: Mapping[int | None, Policy], moment: datetime) -> ColumnElement[bool]:
    """Links that duplicates got: over when a registration at the same library would be erased.

    By any other time, whoever has the link would learn from its end that somebody has a card.
    """
    unverified, waiting = (
        per_library(policies, StatusLink.library_id, StatusLink.created_at, since)
        for since in (
            lambda policy: moment - timedelta(hours=policy.hours_unverified),
            lambda policy: moment - timedelta(days=policy.days_never_shown),
        )
    )
    over = case((StatusLink.shown == State.UNVERIFIED, unverified), else_=waiting)
    return and_(StatusLink.borrower_id.is_(None), StatusLink.created_at <= over)


def _unconfirmed(moment: datetime) -> ColumnElement[bool]:
    late = ClassList.created_at <= moment - timedelta(hours=HOURS_TO_CONFIRM)
    return and_(ClassList.confirmed_at.is_(None), late)


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
