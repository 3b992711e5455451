"""A desk without the network: its numbers are its own, and are somebody's once it is back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cards import numbering, offline
from portal.cards.models import NumberRange
from portal.cards.numbering import DeskHasRange
from portal.cards.numbers import make_number, prefix_and_serial, read_number
from portal.libraries.models import Library
from tests.cards.bus import BUS

pytestmark = pytest.mark.both_databases


class TestRanges:
    def test_one_kept_for_a_desk_is_not_drawn_from_online(
        self, session: Session, library: Library
    ) -> None:
        kept = numbering.open_range(session, library.id, desk=BUS)
        (number,) = numbering.allocate(session, library.id)
        assert prefix_and_serial(number)[0] != kept
        assert session.get_one(NumberRange, kept).next_serial == 0

    def test_an_ordinary_one_gives_no_blanks(
        self, session: Session, library: Library, elsewhere: Library
    ) -> None:
        ordinary = numbering.open_range(session, library.id)
        theirs = numbering.open_range(session, elsewhere.id, desk=BUS)
        for prefix in (ordinary, theirs, "9999"):
            with pytest.raises(ValueError, match="keeps no range"):
                offline.hand_out(session, library.id, prefix, 1)

    def test_blanks_count_on_and_never_begin_anew(self, session: Session, library: Library) -> None:
        prefix = numbering.open_range(session, library.id, desk=BUS)
        first, second = (offline.hand_out(session, library.id, prefix, 2) for _ in range(2))
        assert [*first, *second] == [make_number(prefix, serial) for serial in range(4)]

    def test_all_of_them_or_none(
        self, session: Session, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(numbering, "LAST_SERIAL", 4)
        prefix = numbering.open_range(session, library.id, desk=BUS)
        with pytest.raises(offline.TooFewLeft) as few:
            offline.hand_out(session, library.id, prefix, 6)
        assert few.value.left == 5
        assert len(offline.hand_out(session, library.id, prefix, 5)) == 5
        with pytest.raises(offline.TooFewLeft) as few:
            offline.hand_out(session, library.id, prefix, 1)
        assert few.value.left == 0
        with pytest.raises(ValueError, match="no blanks"):
            offline.hand_out(session, library.id, prefix, 0)

    def test_a_desk_gets_another_when_its_own_is_used_up(
        self,
        session: Session,
        library: Library,
        elsewhere: Library,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(numbering, "LAST_SERIAL", 4)
        prefix = numbering.open_range(session, library.id, desk=BUS)
        with pytest.raises(DeskHasRange) as has:
            numbering.open_range(session, library.id, desk=BUS)
        assert (has.value.prefix, has.value.left) == (prefix, 5)
        others = {
            numbering.open_range(session, elsewhere.id, desk=BUS),
            numbering.open_range(session, library.id, desk="Quầy xã"),
        }
        offline.hand_out(session, library.id, prefix, 5)
        others.add(numbering.open_range(session, library.id, desk=BUS))
        assert len(others - {prefix}) == 3

    def test_the_check_of_the_serials_is_still_there(
        self, session: Session, library: Library
    ) -> None:
        """A table that is changed on SQLite may be made anew, and lose its checks by it."""
        prefix = numbering.open_range(session, library.id)
        session.get_one(NumberRange, prefix).next_serial = 10**6 + 1
        with pytest.raises(IntegrityError):
            session.flush()


def test_online_and_offline_numbers_never_clash(
    session: Session, library: Library, elsewhere: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes how many in whatever order, from ranges that end all the time."""
    monkeypatch.setattr(numbering, "LAST_SERIAL", 4)
    desks = [None, BUS, "Quầy xã"]
    takers = st.tuples(st.sampled_from(desks), st.booleans(), st.integers(1, 12))
    prefixes: dict[tuple[int, str], str] = {}

    def from_a_desk(library_id: int, desk: str, count: int) -> list[str]:
        """Sheet by sheet, a new range for each that is used up."""
        made: list[str] = []
        while len(made) < count:
            try:
                prefix = prefixes.get((library_id, desk), "")
                made += offline.hand_out(session, library_id, prefix, 1)
            except (ValueError, offline.TooFewLeft):
                opened = numbering.open_range(session, library_id, desk=desk)
                prefixes[library_id, desk] = opened
        return made

    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(takers, max_size=12))
    def go(taken: list[tuple[str | None, bool, int]]) -> None:
        with session.begin_nested() as attempt:
            prefixes.clear()
            online: list[str] = []
            by_desk: list[str] = []
            for desk, here, count in taken:
                at = library.id if here else elsewhere.id
                if desk is None:
                    online += numbering.allocate(session, at, count)
                else:
                    by_desk += from_a_desk(at, desk, count)
            given = online + by_desk
            assert len(given) == sum(count for _desk, _here, count in taken)
            assert len(set(given)) == len(given)
            assert all(read_number(number) == number for number in given)
            kept = set(
                session.scalars(select(NumberRange.prefix).where(NumberRange.desk.is_not(None)))
            )
            assert not kept & {prefix_and_serial(one)[0] for one in online}
            assert kept >= {prefix_and_serial(one)[0] for one in by_desk}
            attempt.rollback()

    go()
