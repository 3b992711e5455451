"""Days are days in Hà Nội."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from portal.clock import in_hanoi, now, today


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 4, 20, 16, 59, tzinfo=UTC), date(2025, 4, 20)),
        (datetime(2025, 4, 20, 17, 0, tzinfo=UTC), date(2025, 4, 21)),
    ],
)
def test_the_day_changes_at_midnight_in_hanoi(moment: datetime, day: date) -> None:
    with time_machine.travel(moment, tick=False):
        assert today() == day
        assert now() == moment


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        in_hanoi(datetime(2025, 4, 21))  # noqa: DTZ001 - that is the point
