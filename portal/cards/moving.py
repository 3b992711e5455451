"""One act on one borrower: the table says whether, a conditional UPDATE says who was first.

Every act goes through `move`. It writes the log in the same transaction, so there is no act
without its line and no line without its act.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.cards.acting import Actor
from portal.cards.ages import is_child
from portal.cards.models import Borrower, CardEvent
from portal.cards.policies import policy_of
from portal.cards.refusals import (
    AlreadyDone,
    ChangedMeanwhile,
    NoSuchBorrower,
    NotPossible,
    ReasonNeeded,
)
from portal.cards.states import Act, Move, State, moves, state_on
from portal.clock import now, today

_SAYS_WHY = frozenset({Act.ASK, Act.REFUSE, Act.BLOCK})


def borrower(session: Session, borrower_id: int) -> Borrower:
    """The row as it is now. Raises NoSuchBorrower, also for one that was erased."""
    found = session.get(Borrower, borrower_id, populate_existing=True)
    if found is None or found.state is State.PURGED:
        raise NoSuchBorrower
    return found


def locked(session: Session, borrower_id: int) -> Borrower:
    """The same, and nobody changes it till the transaction ends. Raises NoSuchBorrower."""
    session.execute(select(Borrower.id).where(Borrower.id == borrower_id).with_for_update())
    return borrower(session, borrower_id)


def state_of(row: Borrower) -> State:
    """The state by today's date."""
    return state_on(today(), row.state, row.valid_until)


def grown_up(session: Session, row: Borrower) -> bool:
    """Whether somebody signs for themselves today, as their library sees it."""
    adult_age = policy_of(session, row.library_id).adult_age
    return row.birthday is None or not is_child(row.birthday, today(), adult_age)


def move(
    session: Session,
    row: Borrower,
    act: Act,
    actor: Actor,
    *,
    seen: int | None = None,
    to: State | None = None,
    why: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> Borrower:
    """Do `act` and log it. seen: the version whoever acts decided on; to: which of two ends.

    Raises AlreadyDone, ChangedMeanwhile, NotPossible, ReasonNeeded.
    """
    why = (why or "").strip() or None
    if act in _SAYS_WHY and why is None:
        raise ReasonNeeded(act)
    if seen is not None and row.version != seen:
        raise _late(session, row, act)
    before = state_of(row)
    way = _way(session, row, act, actor, before, to)
    changed = session.scalar(
        update(Borrower)
        .where(Borrower.id == row.id, Borrower.version == row.version)
        .values(version=row.version + 1, **_state(before, way.after), **(values or {}))
        .returning(Borrower.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise _late(session, borrower(session, row.id), act)
    session.refresh(row)
    note(session, row, act, actor, before, way.after, why)
    return row


def note(
    session: Session,
    row: Borrower,
    act: Act,
    actor: Actor,
    before: State | None,
    after: State,
    why: str | None = None,
) -> None:
    """Write a line of the log."""
    child = not grown_up(session, row)
    session.add(CardEvent(**line(row.id, act, actor, before, after, why, child=child)))
    session.flush()


def line(
    borrower_id: int,
    act: Act,
    actor: Actor,
    before: State | None,
    after: State,
    why: str | None = None,
    *,
    child: bool,
) -> dict[str, Any]:
    """The columns of a line of the log. child: how their library sees them today."""
    return {
        "borrower_id": borrower_id,
        "at": now(),
        "day": today(),
        "act": act,
        "before": before,
        "after": after,
        "who": actor.who,
        "account_id": actor.account_id,
        "name": actor.name,
        "library_id": actor.library_id,
        "why": why,
        "child": child,
    }


def _way(
    session: Session, row: Borrower, act: Act, actor: Actor, before: State, to: State | None
) -> Move:
    ways = [one for one in moves(act, before) if actor.who in one.who and to in (None, one.after)]
    if ways:
        return ways[0]
    last = _last(session, row.id)
    if last is not None and last.act is act:
        raise AlreadyDone(act, before, last.name, last.at)
    raise NotPossible(act, before)


def _state(before: State, after: State) -> dict[str, Any]:
    """What changes with the state; an act that leaves it as it is leaves the stored one, too."""
    return {} if before is after else {"state": after, "state_since": now()}


def _late(session: Session, row: Borrower, act: Act) -> AlreadyDone | ChangedMeanwhile:
    last = _last(session, row.id)
    if last is None:
        raise NoSuchBorrower
    kind = AlreadyDone if last.act is act else ChangedMeanwhile
    return kind(last.act, state_of(row), last.name, last.at)


def _last(session: Session, borrower_id: int) -> CardEvent | None:
    """The last act that changed something."""
    mine = select(CardEvent).where(
        CardEvent.borrower_id == borrower_id, CardEvent.act != Act.REGISTER_AGAIN
    )
    return session.scalars(mine.order_by(CardEvent.id.desc()).limit(1)).first()
