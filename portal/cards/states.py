"""The table of states and acts: from where an act leads where, and who may do it.

    unverified → pending ⇄ needs_info
                 pending → rejected | provisional → active → expired | blocked | closed → purged

What is not in the table cannot be done. `expired` is never stored: it is what `active` is called
once the last day has passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product


class State(StrEnum):
    UNVERIFIED = "unverified"
    PENDING = "pending"
    NEEDS_INFO = "needs_info"
    REJECTED = "rejected"
    PROVISIONAL = "provisional"
    ACTIVE = "active"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    CLOSED = "closed"
    PURGED = "purged"


class Act(StrEnum):
    REGISTER = "register"
    REGISTER_AGAIN = "register_again"  # somebody who is there already: nothing new is made
    CONFIRM = "confirm"
    DISOWN = "disown"  # «không phải tôi»: whose e-mail it is never registered
    APPROVE = "approve"
    ASK = "ask"
    ANSWER = "answer"
    REFUSE = "refuse"
    SEE_DOCUMENT = "see_document"
    ISSUE = "issue"  # a card is handed over
    RENEW = "renew"
    LOSE = "lose"  # the number dies; the reader stays
    REISSUE = "reissue"
    BLOCK = "block"
    UNBLOCK = "unblock"
    EDIT = "edit"  # what a reader may change
    CORRECT = "correct"  # name, birthday, document: only where the document lies on the desk
    HAND_OVER = "hand_over"  # another account from now on
    MERGE = "merge"  # into another
    TAKE_IN = "take_in"  # another was merged into this one
    CLOSE = "close"
    REOPEN = "reopen"
    PURGE = "purge"


class Who(StrEnum):
    READER = "reader"  # the one it is about, or their guardian
    STAFF = "staff"
    SCHOOL = "school"
    PORTAL = "portal"  # a rule or a job, no person


@dataclass(frozen=True, slots=True)
class Move:
    """One row. `who` may do it; `anywhere`: any library's desk the reader stands before."""

    act: Act
    before: State | None
    after: State
    who: frozenset[Who]
    anywhere: bool = False


def _rows(
    act: Act,
    before: tuple[State | None, ...],
    after: State | None,
    who: str,
    anywhere: bool = False,
) -> list[Move]:
    """Rows that differ only in where they start; `after` None: the state stays."""
    persons = frozenset(map(Who, who.split()))
    return [Move(act, one, after or State(one or ""), persons, anywhere) for one in before]


_S = State
_WAITING = (_S.PENDING, _S.NEEDS_INFO)
_CARDS = (_S.PROVISIONAL, _S.ACTIVE, _S.EXPIRED)
_LIVING = (*_WAITING, *_CARDS, _S.BLOCKED)
_THERE = (_S.UNVERIFIED, *_LIVING)

MOVES: tuple[Move, ...] = (
    *_rows(Act.REGISTER, (None,), _S.UNVERIFIED, "reader"),
    *_rows(Act.REGISTER, (None,), _S.PENDING, "reader staff school"),
    *_rows(Act.REGISTER_AGAIN, _THERE, None, "reader staff school"),
    *_rows(Act.CONFIRM, (_S.UNVERIFIED,), _S.PENDING, "reader"),
    *_rows(Act.DISOWN, (_S.UNVERIFIED,), _S.PURGED, "reader"),
    # Whoever came to the desk first: only the address is confirmed, or taken away.
    *_rows(Act.CONFIRM, _LIVING, None, "reader"),
    *_rows(Act.DISOWN, _LIVING, None, "reader"),
    *_rows(Act.APPROVE, (_S.UNVERIFIED,), _S.PROVISIONAL, "staff"),
    *_rows(Act.APPROVE, _WAITING, _S.PROVISIONAL, "staff portal"),
    *_rows(Act.ASK, (_S.PENDING,), _S.NEEDS_INFO, "staff"),
    *_rows(Act.ANSWER, (_S.NEEDS_INFO,), _S.PENDING, "reader"),
    *_rows(Act.REFUSE, (*_WAITING, _S.PROVISIONAL), _S.REJECTED, "staff"),
    *_rows(Act.SEE_DOCUMENT, (_S.PROVISIONAL,), _S.ACTIVE, "staff", anywhere=True),
    *_rows(Act.ISSUE, (_S.ACTIVE,), None, "staff", anywhere=True),
    *_rows(Act.RENEW, (_S.ACTIVE, _S.EXPIRED), _S.ACTIVE, "staff reader", anywhere=True),
    *_rows(Act.LOSE, _CARDS, None, "staff reader", anywhere=True),
    *_rows(Act.REISSUE, (_S.PROVISIONAL, _S.ACTIVE), None, "staff", anywhere=True),
    *_rows(Act.BLOCK, _CARDS, _S.BLOCKED, "staff"),
    *_rows(Act.UNBLOCK, (_S.BLOCKED,), _S.PROVISIONAL, "staff"),
    *_rows(Act.UNBLOCK, (_S.BLOCKED,), _S.ACTIVE, "staff"),
    *_rows(Act.EDIT, _LIVING, None, "staff reader", anywhere=True),
    *_rows(Act.CORRECT, _LIVING, None, "staff"),
    *_rows(Act.HAND_OVER, _LIVING, None, "staff reader"),
    # A blocked reader is not lost in another: unblocked first, or the one that stays.
    *_rows(Act.MERGE, (*_WAITING, *_CARDS), _S.CLOSED, "staff"),
    *_rows(Act.TAKE_IN, _LIVING, None, "staff"),
    *_rows(Act.CLOSE, (*_WAITING, *_CARDS), _S.CLOSED, "staff reader"),
    *_rows(Act.CLOSE, (_S.BLOCKED,), _S.CLOSED, "staff"),
    *_rows(Act.REOPEN, (_S.REJECTED, _S.CLOSED), _S.PENDING, "staff"),
    *_rows(Act.PURGE, (_S.UNVERIFIED, _S.REJECTED, _S.CLOSED), _S.PURGED, "portal"),
    *_rows(Act.PURGE, (*_WAITING, _S.PROVISIONAL), _S.PURGED, "portal"),  # never came
)

_TABLE: Mapping[tuple[Act, State | None], tuple[Move, ...]] = {
    (act, before): tuple(one for one in MOVES if (one.act, one.before) == (act, before))
    for act, before in product(Act, (None, *State))
}


def moves(act: Act, before: State | None) -> tuple[Move, ...]:
    """The rows for an act in a state; none where it cannot be done."""
    return _TABLE[act, before]


def may(who: Who, act: Act, before: State | None) -> bool:
    return any(who in one.who for one in moves(act, before))


def acts(who: Who, before: State | None) -> tuple[Act, ...]:
    """What somebody may do in a state, in the order of the table: the buttons of a page."""
    return tuple(act for act in Act if may(who, act, before))


def anywhere(act: Act, before: State | None) -> bool:
    """Whether another library's desk may do it for a reader who stands before it."""
    return any(one.anywhere for one in moves(act, before))


def state_on(day: date, stored: State, valid_until: date | None) -> State:
    """What a stored state is called on a day; `valid_until` is the last day of the card."""
    if stored is State.ACTIVE and valid_until is not None and valid_until < day:
        return State.EXPIRED
    return stored


WAITING: frozenset[State] = frozenset(_WAITING)
"""States in which the desk has something to do, or waits for the reader's answer."""

CARD_STATES: frozenset[State] = frozenset(_CARDS) | {_S.BLOCKED}
"""States in which there is a card."""

LIVING: frozenset[State] = frozenset(_THERE)
"""States in which the same person cannot register again."""
