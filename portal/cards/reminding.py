"""A job: a letter before a card expires, once for each last day, when renewing online begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards.ages import is_child
from portal.cards.keepers import address
from portal.cards.kinds import Kind, kinds_named
from portal.cards.letters import Ending, Way, tell_of_end
from portal.cards.models import Borrower
from portal.cards.policies import Policy, per_library, policies
from portal.cards.states import State
from portal.clock import today
from portal.config import Settings
from portal.jobs import job
from portal.libraries.models import Library

AT_ONCE = 1000  # letters in one transaction: the next run goes on

EARLIEST = 90
"""Days before the last one. Where a library renews at any time, a letter a year ahead would come
with the card itself.
"""

LATEST = 30
"""Days after the last one. A portal that stood still catches up with whoever can still be helped by
it; who let a card lapse for longer knows, and thousands of letters about old cards are noise.
"""


@job("cards.remind", every=timedelta(hours=1))
def remind(session: Session, settings: Settings) -> int:
    """Write to whoever's card ends soon, or just ended unseen; how many letters.

    Only a card in use is renewed: none is written about one that is blocked, closed or waits.
    """
    ways = policies(session)
    rows = _due(session, ways)
    kinds = kinds_named(session, {(row.library_id, row.kind) for row in rows})
    endings = [
        _ending(row, kinds.get((row.library_id, row.kind)), ways.get(row.library_id, ways[None]))
        for row in rows
    ]
    if endings:
        tell_of_end(session, endings)
        told = [{"id": one.borrower_id, "reminded_of": one.last} for one in endings]
        session.execute(update(Borrower), told)
    return len(endings)


def _due(session: Session, ways: Mapping[int | None, Policy]) -> list[Row[Any]]:
    """Whoever was not told of this last day yet and has an address; the nearest days first."""
    day = today()
    begun = per_library(ways, Borrower.library_id, Borrower.valid_until, _until(day))
    query = (
        select(
            Borrower.id,
            Borrower.library_id,
            Borrower.kind,
            Borrower.full_name,
            Borrower.birthday,
            Borrower.guardian_name,
            Borrower.valid_until,
            Borrower.locale,
            address().label("to"),
            Library.name.label("library"),
        )
        .join(Library, Library.id == Borrower.library_id)
        .outerjoin(Account, Account.id == Borrower.account_id)
        .where(
            Borrower.state == State.ACTIVE,
            Borrower.valid_until >= day - timedelta(days=LATEST),
            Borrower.valid_until <= begun,
            Borrower.reminded_of.is_distinct_from(Borrower.valid_until),
            address().is_not(None),
        )
        .order_by(Borrower.valid_until, Borrower.id)
        .limit(AT_ONCE)
    )
    return list(session.execute(query))


def _until(day: date) -> Callable[[Policy], date]:
    """The latest last day that is told of on a day."""
    return lambda policy: day + timedelta(days=min(policy.days_renewal, EARLIEST))


def _ending(row: Row[Any], kind: Kind | None, policy: Policy) -> Ending:
    return Ending(
        borrower_id=row.id,
        to=row.to,
        locale=row.locale,
        name=row.full_name,
        library=row.library,
        last=row.valid_until,
        over=row.valid_until < today(),
        way=_way(row, kind, policy),
    )


def _way(row: Row[Any], kind: Kind | None, policy: Policy) -> Way:
    """What `own.renew_own` would say today."""
    child = is_child(row.birthday, today(), policy.adult_age)
    if kind is None or not kind.suits(row.birthday, today(), child=child):
        return Way.DESK
    return Way.HAND_OVER if row.guardian_name is not None and not child else Way.ONLINE
