"""The table of states, walked at random through the real services.

Every act is tried in every state that is met. What the table allows is done and ends where it
says; anything else is refused and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cards import (
    approving,
    blocking,
    confirming,
    details,
    issuing,
    merging,
    purging,
    registering,
    statuses,
)
from portal.cards.acting import Clerk
from portal.cards.applications import Application
from portal.cards.models import Borrower, CardEvent, Claim
from portal.cards.moving import state_of
from portal.cards.numbering import living_number
from portal.cards.purging import PERSONAL
from portal.cards.states import CARD_STATES, LIVING, Act, State, Who, moves
from portal.clock import today
from portal.libraries.models import Library
from portal.refusals import Refusal
from tests.cards import people

# Handing over needs a child of age: it has its own tests.
WALKED = [act for act in Act if act not in (Act.REGISTER, Act.HAND_OVER)]
ENDS = (Act.PURGE, Act.DISOWN)

STEPS = 30


class Walk:
    """One borrower on its way; `token` of the letter, `status` of the private link."""

    def __init__(self, session: Session, clerk: Clerk, application: Application) -> None:
        self.session, self.clerk, self.application = session, clerk, application
        self.status = registering.register(session, application).status_token
        self.row = session.scalars(select(Borrower).order_by(Borrower.id.desc()).limit(1)).one()
        self.token = ""  # of the letter, until it was used
        if application.person.email:
            self.token = people.token_of(session, "card_confirm")

    @property
    def state(self) -> State:
        return state_of(self.row)

    def step(self, act: Act) -> bool:
        """Try an act; whether it was done."""
        try:
            with self.session.begin_nested():
                self._verbs()[act]()
        except Refusal:
            self.session.refresh(self.row)
            return False
        self.session.refresh(self.row)
        if act in (Act.CONFIRM, Act.DISOWN):
            self.token = ""
        return True

    def _verbs(self) -> dict[Act, Callable[[], object]]:
        session, clerk, number, seen = self.session, self.clerk, self.row.id, self.row.version
        return {
            Act.REGISTER_AGAIN: lambda: registering.register(session, self.application),
            Act.CONFIRM: lambda: confirming.confirm(
                session, self.token, proof=people.proof_of(session, self.row)
            ),
            Act.DISOWN: lambda: confirming.disown(session, self.token),
            Act.APPROVE: lambda: approving.approve(session, clerk, number, seen=seen),
            Act.ASK: lambda: approving.ask(session, clerk, number, seen=seen, question="Ở đâu?"),
            Act.ANSWER: lambda: statuses.answer_by_link(session, self.status, "Đây", seen=seen),
            Act.REFUSE: lambda: approving.refuse(session, clerk, number, seen=seen, reason="Sai"),
            Act.SEE_DOCUMENT: lambda: issuing.see_document(session, clerk, number, seen=seen),
            Act.ISSUE: lambda: issuing.issue(session, clerk, number, seen=seen),
            Act.RENEW: lambda: issuing.renew(session, clerk, number, seen=seen),
            Act.LOSE: lambda: issuing.lose(session, clerk, number, seen=seen),
            Act.REISSUE: lambda: issuing.reissue(session, clerk, number, seen=seen),
            Act.BLOCK: lambda: blocking.block(session, clerk, number, seen=seen, reason="Nợ"),
            Act.UNBLOCK: lambda: blocking.unblock(session, clerk, number, seen=seen),
            Act.EDIT: lambda: details.edit(
                session,
                self.row,
                clerk.at(self.row.library_id),
                {"address": f"Số {seen}"},
                seen=seen,
            ),
            Act.CORRECT: lambda: details.correct(
                session, clerk, number, seen=seen, full_name=f"Lê {'A' * seen}"
            ),
            Act.MERGE: lambda: self._merge(into_another=True),
            Act.TAKE_IN: lambda: self._merge(into_another=False),
            Act.CLOSE: lambda: blocking.close(session, clerk, number, seen=seen),
            Act.REOPEN: lambda: blocking.reopen(session, clerk, number, seen=seen),
            Act.PURGE: lambda: purging.purge(session, self.row),
        }

    def _merge(self, *, into_another: bool) -> None:
        library = self.session.get_one(Library, self.row.library_id)
        name = self.row.full_name or "Đã Xóa"  # alike, whatever the name was corrected to
        other = people.waiting(self.session, library, full_name=name)
        keep, drop = (other, self.row) if into_another else (self.row, other)
        merging.merge(
            self.session,
            self.clerk,
            keep.id,
            drop.id,
            seen_keep=keep.version,
            seen_drop=drop.version,
        )

    def a_year_goes_by(self) -> None:
        """Only what it does to a card: its last day is past."""
        if self.row.valid_until is not None:
            self.row.valid_until = today() - timedelta(days=1)
            self.session.flush()


def check(walk: Walk) -> None:
    """What holds wherever the walk stands."""
    session, row, state = walk.session, walk.row, walk.state
    number = living_number(session, row.id)
    if state in CARD_STATES:
        lost = session.scalars(
            select(CardEvent.act)
            .where(CardEvent.borrower_id == row.id)
            .where(CardEvent.act.in_((Act.APPROVE, Act.LOSE, Act.REISSUE)))
            .order_by(CardEvent.id.desc())
        ).first()
        assert (number is None) == (lost is Act.LOSE)
    else:
        assert number is None
    claims = session.scalar(select(func.count()).where(Claim.borrower_id == row.id))
    assert bool(claims) == (row.state in LIVING)
    assert (row.valid_until is not None) >= (row.state is State.ACTIVE)
    if state is State.PURGED:
        assert [name for name in PERSONAL if getattr(row, name) is not None] == []
    events = session.scalars(
        select(CardEvent).where(CardEvent.borrower_id == row.id).order_by(CardEvent.id)
    ).all()
    assert events[0].before is None
    for earlier, later in pairwise(events):
        assert later.before in (earlier.after, State.EXPIRED)
    assert events[-1].after in (state, row.state, State.EXPIRED)


@pytest.mark.both_databases
@pytest.mark.parametrize("by_mail", [True, False])
def test_the_table_is_what_the_services_do(
    session: Session, library: Library, ha: Clerk, by_mail: bool
) -> None:
    met: set[State] = set()

    @settings(
        max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(st.integers(0, 2**32))
    def go(seed: int) -> None:
        dice = Random(seed)  # noqa: S311 - a walk, not a secret
        application = people.adult(library)
        walk = Walk(session, ha, application if by_mail else people.by_phone(application))
        for _ in range(STEPS):
            act = _choice(walk.state, dice)
            if act is None:
                walk.a_year_goes_by()
                met.add(walk.state)
                continue
            before, seen = walk.state, walk.row.version
            if act is Act.REGISTER_AGAIN and before not in LIVING:
                continue  # that makes somebody new
            allowed = set() if _gone(walk, act) else _allowed(act, before)
            done = walk.step(act)
            assert done == bool(allowed), (act, before)
            if not done:
                assert (walk.state, walk.row.version) == (before, seen)
            else:
                assert walk.state in allowed, (act, before, walk.state)
            check(walk)
            met.add(walk.state)

    go()
    assert met >= set(State) - {State.UNVERIFIED, State.REJECTED}, set(State) - met


def _gone(walk: Walk, act: Act) -> bool:
    """Whoever was merged into another is not opened again, no link is used twice, and what has no
    number is not lost again.
    """
    if act in (Act.CONFIRM, Act.DISOWN):
        return not walk.token
    if act is Act.LOSE:
        return living_number(walk.session, walk.row.id) is None
    return act is Act.REOPEN and walk.row.merged_into_id is not None


def _choice(state: State, dice: Random) -> Act | None:
    """An act to try, more often one that is possible; None: time goes by."""
    if dice.random() < (0.25 if state is State.ACTIVE else 0.02):
        return None
    possible = [act for act in WALKED if moves(act, state) and act not in ENDS]
    return dice.choice(possible if possible and dice.random() < 0.7 else WALKED)


def _allowed(act: Act, before: State) -> set[State]:
    """Where the table lets an act end."""
    ends = {one.after for one in moves(act, before)}
    if act is Act.CONFIRM and before is State.UNVERIFIED:
        return {State.PENDING, State.PROVISIONAL}  # a number at once
    if act is Act.REGISTER_AGAIN:
        return {before}  # never refused: nobody is told
    if act in (Act.RENEW, Act.LOSE):
        assert all(Who.STAFF in one.who for one in moves(act, before))
    return ends
