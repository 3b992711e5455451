"""A desk without the network: its numbers are its own, and are somebody's once it is back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.models import SignInName
from portal.cards import approving, issuing, numbering, offline, walk_in
from portal.cards.acting import Clerk
from portal.cards.models import Borrower, CardNumber, NumberRange
from portal.cards.numbering import DeskHasRange, living_number
from portal.cards.numbers import grouped, make_number, prefix_and_serial, read_number
from portal.cards.presenters import problem_text
from portal.cards.refusals import BadApplication, Problem
from portal.cards.states import State
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.bus import BUS, blanks, mistyped

pytestmark = pytest.mark.both_databases


def refused(error: pytest.ExceptionInfo[BadApplication]) -> str:
    """The one thing that is wrong, which is the number of the card."""
    (problem,) = error.value.problems
    assert problem.field == "card_number"
    return problem.code


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


class TestBackWithNetwork:
    def test_whoever_was_given_a_blank_keeps_its_number(
        self, session: Session, library: Library, ha: Clerk
    ) -> None:
        number = blanks(session, library)[1]
        applied = people.by_phone(people.adult(library))
        card = walk_in.register_here(session, ha, applied, f" {grouped(number)} ")
        assert card.number == number == living_number(session, card.borrower_id)
        assert session.get_one(Borrower, card.borrower_id).state is State.ACTIVE
        assert session.scalars(select(SignInName.name)).all() == [number]

    def test_and_so_does_somebody_who_registered_online(
        self, session: Session, library: Library, ha: Clerk
    ) -> None:
        (number,) = blanks(session, library, 1)
        row = people.waiting(session, library)
        card = walk_in.admit_here(session, ha, row.id, seen=row.version, card_number=number)
        assert card.number == number == living_number(session, row.id)
        assert row.state is State.ACTIVE

    def test_a_number_from_before_gives_way_to_that_of_the_blank(
        self, session: Session, library: Library, ha: Clerk
    ) -> None:
        """The bus could not see that whoever came had a provisional number, or lost a card."""
        number = blanks(session, library)[0]
        row = people.provisional(session, ha, library)
        before = living_number(session, row.id)
        given = issuing.reissue(session, ha, row.id, seen=row.version, card_number=number)
        assert given == number == living_number(session, row.id)
        assert session.get_one(CardNumber, before).dead_at is not None
        assert session.scalars(select(SignInName.name)).all() == [number]

    def test_nothing_typed_is_the_next_number(
        self, session: Session, library: Library, ha: Clerk
    ) -> None:
        offline_number = blanks(session, library)[0]
        card = walk_in.register_here(session, ha, people.by_phone(people.adult(library)), "  ")
        assert card.number[:4] != offline_number[:4]

    def test_what_is_wrong_with_a_number_is_told_apart(
        self, session: Session, library: Library, elsewhere: Library, ha: Clerk
    ) -> None:
        ours, theirs = blanks(session, library), blanks(session, elsewhere)
        prefix = ours[0][:4]
        (online,) = numbering.allocate(session, library.id)
        told = {
            mistyped(ours[0]): "check_digit",
            ours[0][:10]: "shape",
            "abc": "shape",
            theirs[0]: "elsewhere",
            numbering.allocate(session, elsewhere.id)[0]: "elsewhere",
            online: "not_offline",
            make_number(prefix, len(ours)): "not_offline",  # not printed yet
            make_number("9999", 0): "not_offline",  # nobody's range
        }
        for typed, code in told.items():
            applied = people.by_phone(people.adult(library))
            with pytest.raises(BadApplication) as error, session.begin_nested():
                walk_in.register_here(session, ha, applied, typed)
            assert refused(error) == code, typed
        assert session.scalar(select(func.count()).select_from(CardNumber)) == 0
        assert session.scalar(select(func.count()).select_from(Borrower)) == 0
        said = {problem_text(Problem("card_number", code)) for code in {*told.values(), "taken"}}
        assert len(said) == 5
        assert problem_text(Problem("card_number", "no such")) not in said

    def test_a_number_is_one_readers_for_ever(
        self, session: Session, library: Library, ha: Clerk
    ) -> None:
        """Also once it is dead: whoever finds a lost card must not be taken for its reader."""
        (number,) = blanks(session, library, 1)
        applied = people.by_phone(people.adult(library))
        first = walk_in.register_here(session, ha, applied, number)
        row = session.get_one(Borrower, first.borrower_id)
        for _ in range(2):
            with pytest.raises(BadApplication) as error, session.begin_nested():
                walk_in.register_here(session, ha, people.by_phone(people.adult(library)), number)
            assert refused(error) == "taken"
            if living_number(session, row.id):
                issuing.lose(session, ha, row.id, seen=row.version)
        assert session.scalars(select(CardNumber.borrower_id)).all() == [row.id]

    def test_a_registration_that_was_refused_a_number_waits_as_before(
        self, session: Session, library: Library, ha: Clerk
    ) -> None:
        number = blanks(session, library)[0]
        row = people.waiting(session, library)
        seen = row.version
        session.commit()
        with pytest.raises(BadApplication):
            walk_in.admit_here(session, ha, row.id, seen=seen, card_number=mistyped(number))
        session.rollback()
        assert (row.state, row.version) == (State.PENDING, seen)
        approving.approve(session, ha, row.id, seen=seen)
