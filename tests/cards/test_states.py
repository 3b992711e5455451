"""The table of states: nobody is stuck, and nobody does what is another's."""

from datetime import date

import pytest

from portal.cards.rights import Right, rights_on
from portal.cards.states import (
    CARD_STATES,
    LIVING,
    MOVES,
    WAITING,
    Act,
    State,
    Who,
    acts,
    anywhere,
    may,
    state_on,
)

TODAY = date(2026, 11, 28)


def test_every_state_is_reached_and_all_but_the_last_are_left() -> None:
    reached = {one.after for one in MOVES} | {State.EXPIRED}
    left = {one.before for one in MOVES if one.before is not one.after}
    assert reached == set(State)
    assert left == {None, *State} - {State.PURGED}


def test_from_every_state_the_end_is_reached() -> None:
    ends = {State.PURGED}
    while more := {one.before for one in MOVES if one.after in ends and one.before} - ends:
        ends |= more
    assert ends == set(State)


def test_every_act_is_in_the_table() -> None:
    assert {one.act for one in MOVES} == set(Act)


def test_no_row_stands_twice() -> None:
    keys = [(one.act, one.before, one.after) for one in MOVES]
    assert len(keys) == len(set(keys))


def test_only_the_portal_erases_and_only_staff_decide() -> None:
    for state in State:
        assert not may(Who.STAFF, Act.PURGE, state)
        for act in (Act.APPROVE, Act.REFUSE, Act.SEE_DOCUMENT, Act.BLOCK, Act.UNBLOCK, Act.REOPEN):
            assert not may(Who.READER, act, state)


def test_whoever_is_blocked_cannot_help_themselves() -> None:
    own = set(acts(Who.READER, State.BLOCKED))
    assert own == {Act.REGISTER_AGAIN, Act.CONFIRM, Act.DISOWN, Act.EDIT, Act.HAND_OVER}


def test_what_another_desk_may_do() -> None:
    elsewhere = {act for act in Act for state in State if anywhere(act, state)}
    assert elsewhere == {
        Act.SEE_DOCUMENT, Act.ISSUE, Act.RENEW, Act.LOSE, Act.REISSUE, Act.EDIT
    }  # fmt: skip


def test_groups_of_states() -> None:
    assert WAITING | CARD_STATES | {State.UNVERIFIED} == LIVING
    assert not LIVING & {State.REJECTED, State.CLOSED, State.PURGED}


@pytest.mark.parametrize(
    ("stored", "until", "called"),
    [
        (State.ACTIVE, date(2026, 11, 28), State.ACTIVE),
        (State.ACTIVE, date(2026, 11, 27), State.EXPIRED),
        (State.BLOCKED, date(2026, 11, 27), State.BLOCKED),
        (State.PROVISIONAL, None, State.PROVISIONAL),
    ],
)
def test_a_card_expires_with_its_last_day(stored: State, until: date | None, called: State) -> None:
    assert state_on(TODAY, stored, until) is called


@pytest.mark.parametrize(
    ("state", "provisional_until", "valid_until", "rights"),
    [
        (State.ACTIVE, None, TODAY, set(Right)),
        (State.ACTIVE, None, date(2026, 11, 27), set()),
        (State.PROVISIONAL, TODAY, None, set(Right) - {Right.BORROW}),
        (State.PROVISIONAL, date(2026, 11, 27), None, set()),
        (State.PENDING, None, None, set()),
        (State.BLOCKED, None, TODAY, set()),
    ],
)
def test_what_a_card_is_good_for(
    state: State, provisional_until: date | None, valid_until: date | None, rights: set[Right]
) -> None:
    assert rights_on(TODAY, state, provisional_until, valid_until) == rights
