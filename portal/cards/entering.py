"""Many borrowers at once, as a school brings them: a few statements, however many they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cards import claims
from portal.cards.acting import Actor
from portal.cards.ages import is_child
from portal.cards.agreeing import TEXT_VERSION, kept
from portal.cards.applications import Application
from portal.cards.claims import Key
from portal.cards.models import Borrower, CardEvent, Claim, Consent
from portal.cards.moving import line, state_of
from portal.cards.policies import Policy
from portal.cards.registering import columns
from portal.cards.states import Act, State
from portal.clock import now, today

_TRIES = 5  # others may register the same pupils at the same moment

_WHO = ("full_name", "birthday", "class_name")
"""What tells the pupils of one list apart."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Who somebody is now: the one that was made, or whoever they are already."""

    borrower_ids: tuple[int, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class _One:
    application: Application
    child: bool
    keys: tuple[Key, ...]

    @property
    def email(self) -> str:
        """A grown-up's own."""
        return "" if self.child else self.application.person.email

    @property
    def who(self) -> tuple[Any, ...]:
        return tuple(getattr(self.application.person, name) or None for name in _WHO)


def enter_all(
    session: Session,
    applications: Sequence[Application],
    policy: Policy,
    state: State,
    actor: Actor,
) -> list[Entered]:
    """What `registering.enter` does for one, for checked applications of one library, in order.

    Whoever stands in the list twice is made once.
    """
    wanted = [_one(session, application, policy) for application in applications]
    for _ in range(_TRIES - 1):
        # Somebody may come at the same moment: they are there the next time.
        with suppress(IntegrityError), session.begin_nested():
            return _entered(session, wanted, policy, state, actor)
    with session.begin_nested():
        return _entered(session, wanted, policy, state, actor)


def note_again(session: Session, rows: Sequence[Borrower], policy: Policy, actor: Actor) -> None:
    """Leave a line with those who were there already, for the desk."""
    lines = [
        line(row.id, Act.REGISTER_AGAIN, actor, state, state, child=_is_child(row, policy))
        for row, state in ((row, state_of(row)) for row in rows)
    ]
    if lines:
        session.execute(insert(CardEvent), lines)


def _is_child(row: Borrower, policy: Policy) -> bool:
    return row.birthday is not None and is_child(row.birthday, today(), policy.adult_age)


def _one(session: Session, application: Application, policy: Policy) -> _One:
    child = is_child(application.person.birthday, today(), policy.adult_age)
    return _One(application, child, tuple(claims.keys_applied(session, application, child=child)))


def _entered(
    session: Session, wanted: Sequence[_One], policy: Policy, state: State, actor: Actor
) -> list[Entered]:
    there = claims.holders_by_key(session, {key for one in wanted for key in one.keys})
    by_email = claims.holders_by_email(session, {one.email for one in wanted if one.email})
    first: dict[object, int] = {}  # what a pupil has or is → where in the list it came first
    new: dict[int, _One] = {}
    found: list[frozenset[int] | int] = []
    for place, one in enumerate(wanted):
        ids = {there[key] for key in one.keys if key in there} | by_email.get(one.email, set())
        twin = next((first[mark] for mark in (*one.keys, one.who) if mark in first), None)
        if ids or twin is not None:
            found.append(frozenset(ids) if twin is None else twin)
            continue
        first |= dict.fromkeys((*one.keys, one.who), place)
        new[place] = one
        found.append(place)
    made = _store(session, new, policy, state, actor)
    return [
        Entered((made[one],), one == place)
        if isinstance(one, int)
        else Entered(tuple(sorted(one)), False)
        for place, one in enumerate(found)
    ]


def _store(
    session: Session, new: dict[int, _One], policy: Policy, state: State, actor: Actor
) -> dict[int, int]:
    """Make borrowers. Place in the list → borrower."""
    if not new:
        return {}
    rows = [columns(session, one.application, state, child=one.child) for one in new.values()]
    marks = (getattr(Borrower, name) for name in _WHO)
    made = {
        tuple(who): borrower_id
        for borrower_id, *who in session.execute(
            insert(Borrower).returning(Borrower.id, *marks), rows
        )
    }
    ids = {place: made[one.who] for place, one in new.items()}
    # In one order, whatever the list's is: of two schools neither waits for what the other has.
    taken = sorted((*key, ids[place]) for place, one in new.items() for key in one.keys)
    named = [dict(zip(("kind", "key", "borrower_id"), one, strict=True)) for one in taken]
    lines = [
        line(ids[place], Act.REGISTER, actor, None, state, child=one.child)
        for place, one in new.items()
    ]
    consents = [row for place, one in new.items() for row in _consents(ids[place], one, policy)]
    for table, values in ((Claim, named), (CardEvent, lines), (Consent, consents)):
        if values:
            session.execute(insert(table), values)
    return ids


def _consents(borrower_id: int, one: _One, policy: Policy) -> Iterator[dict[str, Any]]:
    application = one.application
    given = kept(application.agreed, application.person.birthday, today(), policy)
    for what, by in given:
        yield {
            "borrower_id": borrower_id,
            "what": what,
            "by": by,
            "text_version": TEXT_VERSION,
            "at": now(),
        }
