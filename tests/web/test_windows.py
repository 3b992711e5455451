"""Counting in one process: a window moves, and who is silent is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from portal import clock
from portal.web.windows import ProcessStorage

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(clock, "now", lambda: made.now)
    return made


def test_the_window_moves_with_the_clock(ticking: Clock) -> None:
    counted = ProcessStorage()
    assert [counted.acquire_entry("a", 2, 60) for _ in range(3)] == [True, True, False]
    assert counted.get_moving_window("a", 2, 60) == (NOON.timestamp(), 2)
    ticking.later(40)
    assert not counted.acquire_entry("a", 2, 60)
    ticking.later(21)
    assert counted.acquire_entry("a", 2, 60)
    assert counted.get_moving_window("a", 2, 60) == (ticking.now.timestamp(), 1)


def test_windows_of_other_lengths_and_clients_are_their_own(ticking: Clock) -> None:
    counted = ProcessStorage()
    assert counted.acquire_entry("a", 1, 60)
    assert counted.acquire_entry("a", 1, 3600)
    assert counted.acquire_entry("b", 1, 60)
    assert not counted.acquire_entry("a", 2, 60, amount=2)
    counted.clear("a")
    assert counted.get_moving_window("a", 1, 60) == (ticking.now.timestamp(), 0)
    assert counted.acquire_entry("a", 1, 3600)


def test_the_silent_are_forgotten(ticking: Clock) -> None:
    counted = ProcessStorage()
    for number in range(100):
        assert counted.acquire_entry(str(number), 1, 60)
    ticking.later(61)
    for _ in range(50):
        counted.acquire_entry("new", 100, 60)
    assert counted.reset() == 1  # only the one who still asks was kept
