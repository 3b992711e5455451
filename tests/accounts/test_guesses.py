"""How often somebody may guess: by itself, and by many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import guesses
from portal.accounts.guesses import Pace
from portal.accounts.secrets_models import Guesses
from portal.db import session_scope

KEY = b"k" * 32
PACE = Pace(burst=3, pause=60)


@pytest.mark.both_databases
def test_a_few_at_once_then_one_a_pause(session: Session) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        assert [guesses.take(session, KEY, PACE) for _ in range(5)] == [0, 0, 0, 60, 60]
        clock.shift(59)
        assert guesses.take(session, KEY, PACE) == 1
        clock.shift(1)
        assert [guesses.take(session, KEY, PACE) for _ in range(2)] == [0, 60]
        clock.shift(3600)
        assert [guesses.take(session, KEY, PACE) for _ in range(4)] == [0, 0, 0, 60]


def test_one_that_was_right_is_given_back(session: Session) -> None:
    for _ in range(10):
        assert guesses.take(session, KEY, PACE) == 0
        guesses.give_back(session, KEY, PACE)


def test_what_is_past_leaves_nothing(session: Session) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        guesses.take(session, KEY, PACE)
        assert guesses.forget_past(session) == 0
        clock.shift(61)
        assert guesses.forget_past(session) == 1
        assert session.scalars(select(Guesses)).all() == []


def test_a_key_says_of_nobody_who_it_is(session: Session) -> None:
    key = guesses.key_of(session, "sign-in", "lan@example.vn|")
    assert len(key) == 32
    assert key != guesses.key_of(session, "client", "lan@example.vn|")


@pytest.mark.both_databases
def test_many_at_once_are_many(engine: sa.Engine) -> None:
    def one(_: int) -> int:
        with session_scope(engine) as mine:
            return guesses.take(mine, KEY, PACE)

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(one, range(24)))
    assert waits.count(0) == PACE.burst
