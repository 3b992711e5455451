"""Many at once: the database lets one through, and the others are told what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards import (
    approving,
    blocking,
    confirming,
    issuing,
    merging,
    numbering,
    offline,
    statuses,
    walk_in,
)
from portal.cards.acting import Clerk
from portal.cards.applications import Application
from portal.cards.models import Borrower, CardEvent, CardNumber, Claim
from portal.cards.numbers import make_number
from portal.cards.refusals import (
    AlreadyDone,
    BadApplication,
    ChangedMeanwhile,
    NotPossible,
    Problem,
    UsedLink,
)
from portal.cards.registering import Received, register
from portal.cards.states import Act, State
from portal.libraries.models import Library
from portal.refusals import Refusal
from tests.cards import people
from tests.cards.bus import BUS, blanks
from tests.cards.racing import all_at_once, in_the_middle

pytestmark = pytest.mark.both_databases

READERS, DESKS = 20, 5


def registrations(engine: sa.Engine, applications: list[Application]) -> list[Received | Refusal]:
    return all_at_once(engine, [lambda s, one=one: register(s, one) for one in applications])  # type: ignore[misc]


@pytest.mark.parametrize("same", ["email", "number"])
def test_twenty_readers_with_one(
    engine: sa.Engine, session: Session, library: Library, same: str
) -> None:
    first = people.adult(library)
    others = [people.adult(library) for _ in range(READERS - 1)]
    shared = {same: getattr(first.person, same)}
    crowd = [first, *(replace(one, person=replace(one.person, **shared)) for one in others)]
    session.commit()
    results = registrations(engine, crowd)
    assert all(isinstance(one, Received) and one.by_mail for one in results), results
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Borrower)) == 1
    acts = list(session.scalars(select(CardEvent.act)))
    assert acts.count(Act.REGISTER) == 1
    assert acts.count(Act.REGISTER_AGAIN) == READERS - 1
    holders = session.scalars(select(Claim.borrower_id).distinct()).all()
    assert len(holders) == 1


def test_twenty_readers_are_twenty(engine: sa.Engine, session: Session, library: Library) -> None:
    crowd = [people.adult(library, full_name=f"Lê {'A' * n}") for n in range(1, READERS + 1)]
    session.commit()
    registrations(engine, crowd)
    assert session.scalar(select(func.count()).select_from(Borrower)) == READERS


def test_claims_crosswise_wait_for_nobody_for_ever(
    engine: sa.Engine, session: Session, library: Library
) -> None:
    """Each has the document of one and the address of another."""
    born = date(1990, 3, 14)
    numbers = [people.cccd(born) for _ in range(6)]
    mails = [f"cheo-{n}@example.vn" for n in range(6)]
    crowd = [
        people.adult(library, number=numbers[n % 6], email=mails[(n * 5 + n // 6) % 6])
        for n in range(READERS)
    ]
    session.commit()
    results = registrations(engine, crowd)
    assert all(isinstance(one, Received) for one in results), results
    kept = session.execute(select(Borrower.email, Borrower.id_hash)).all()
    assert len({one.email for one in kept}) == len({one.id_hash for one in kept}) == len(kept)


def test_five_desks_approve_one(engine: sa.Engine, session: Session, library: Library) -> None:
    row = people.waiting(session, library)
    clerks = [people.clerk(session, library, f"Thủ thư {n}") for n in range(DESKS)]
    number, seen = row.id, row.version
    session.commit()
    results = all_at_once(
        engine,
        [lambda s, one=one: approving.approve(s, one, number, seen=seen) for one in clerks],  # type: ignore[misc]
    )
    made = [one for one in results if isinstance(one, str)]
    late = [one for one in results if isinstance(one, AlreadyDone)]
    assert (len(made), len(late)) == (1, DESKS - 1), results
    session.rollback()
    winner = session.scalars(select(CardEvent.name).where(CardEvent.act == Act.APPROVE)).one()
    assert {one.by for one in late} == {winner}
    assert session.scalars(select(CardNumber.number)).all() == made
    assert session.scalar(select(func.count()).where(Account.email.is_(None))) == 1


def test_one_approves_while_another_refuses(
    engine: sa.Engine, session: Session, library: Library, ha: Clerk, city: Clerk
) -> None:
    row = people.waiting(session, library)
    number, seen = row.id, row.version
    session.commit()

    def yes(mine: Session) -> None:
        approving.approve(mine, ha, number, seen=seen)

    def no(mine: Session) -> None:
        approving.refuse(mine, city, number, seen=seen, reason="Không rõ")

    results = all_at_once(engine, [yes, no])
    (late,) = [one for one in results if isinstance(one, Refusal)]
    assert isinstance(late, ChangedMeanwhile)
    session.rollback()
    assert session.get_one(Borrower, number).state is late.state


def test_a_double_click_renews_once(
    engine: sa.Engine, session: Session, library: Library, ha: Clerk
) -> None:
    row = people.active(session, ha, library)
    number, seen, before = row.id, row.version, row.valid_until
    session.commit()
    results = all_at_once(engine, [lambda s: issuing.renew(s, ha, number, seen=seen)] * 2)
    assert sum(isinstance(one, AlreadyDone) for one in results) == 1, results
    session.rollback()
    until = session.get_one(Borrower, number).valid_until
    assert before is not None
    assert until is not None
    assert until.year == before.year + 1


def test_a_link_clicked_twice_confirms_once(
    engine: sa.Engine, session: Session, library: Library
) -> None:
    people.registered(session, people.adult(library))
    token = people.token_of(session, "card_confirm")
    session.commit()
    results = all_at_once(engine, [lambda s: confirming.confirm(s, token)] * 4)
    assert sum(isinstance(one, UsedLink) for one in results) == 3, results
    assert session.scalar(select(func.count()).select_from(CardNumber)) == 1


def test_two_children_confirmed_at_once_have_one_account(
    engine: sa.Engine, session: Session, library: Library
) -> None:
    tokens = []
    for name in ("Trần Minh Khôi", "Trần Thu An", "Trần Bảo"):
        people.registered(session, people.child(library, full_name=name, email="me@example.vn"))
        tokens.append(people.token_of(session, "card_confirm"))
    session.commit()
    results = all_at_once(
        engine,
        [lambda s, one=one: confirming.confirm(s, one).account_id for one in tokens],  # type: ignore[misc]
    )
    assert len(set(map(str, results))) == 1, results


def test_two_merge_each_into_the_other(
    engine: sa.Engine, session: Session, library: Library, ha: Clerk, city: Clerk
) -> None:
    one, other = (people.active(session, ha, library) for _ in range(2))
    seen = {row.id: row.version for row in (one, other)}
    session.commit()

    def merge(clerk: Clerk, keep: int, drop: int) -> Callable[[Session], None]:
        return lambda s: merging.merge(
            s, clerk, keep, drop, seen_keep=seen[keep], seen_drop=seen[drop]
        )

    first, second = seen
    results = all_at_once(engine, [merge(ha, first, second), merge(city, second, first)])
    assert sum(isinstance(one, Refusal) for one in results) == 1, results
    session.rollback()
    states = list(session.scalars(select(Borrower.state)))
    assert sorted(states) == [State.ACTIVE, State.CLOSED]


def test_numbers_of_many_desks_never_clash(
    engine: sa.Engine, session: Session, library: Library, elsewhere: Library
) -> None:
    libraries = [library.id, elsewhere.id]
    session.commit()
    results = all_at_once(
        engine,
        [lambda s, at=libraries[n % 2]: numbering.allocate(s, at, 7) for n in range(10)],  # type: ignore[misc]
    )
    given = [number for one in results if isinstance(one, list) for number in one]
    assert len(given) == len(set(given)) == 70, results


def test_sheets_printed_at_once_have_no_number_in_common(
    engine: sa.Engine, session: Session, library: Library
) -> None:
    at, prefix = library.id, numbering.open_range(session, library.id, desk=BUS)
    session.commit()
    results = all_at_once(engine, [lambda s: offline.hand_out(s, at, prefix, 10)] * DESKS)
    printed = [number for one in results if isinstance(one, list) for number in one]
    assert sorted(printed) == [make_number(prefix, serial) for serial in range(10 * DESKS)], results


def test_a_desk_that_is_opened_twice_at_once_has_one_range(
    engine: sa.Engine, session: Session, library: Library
) -> None:
    at = library.id
    session.commit()
    results = all_at_once(engine, [lambda s: numbering.open_range(s, at, desk=BUS)] * DESKS)
    (prefix,) = [one for one in results if isinstance(one, str)]
    late = [one for one in results if isinstance(one, numbering.DeskHasRange)]
    assert {one.prefix for one in late} == {prefix}, results
    assert len(late) == DESKS - 1


def test_one_number_given_offline_is_typed_at_five_desks(
    engine: sa.Engine, session: Session, library: Library
) -> None:
    (number,) = blanks(session, library, 1)
    clerks = [people.clerk(session, library, f"Thủ thư {n}") for n in range(DESKS)]
    asked = [people.by_phone(people.adult(library)) for _ in clerks]
    waiting = people.waiting(session, library)
    there, seen = waiting.id, waiting.version
    session.commit()
    results = all_at_once(
        engine,
        [
            *(
                lambda s, by=by, one=one: walk_in.register_here(s, by, one, number)
                for by, one in zip(clerks, asked, strict=True)
            ),
            lambda s: walk_in.admit_here(s, clerks[0], there, seen=seen, card_number=number),
        ],
    )
    (card,) = [one for one in results if isinstance(one, walk_in.Card)]
    told = [one.problems for one in results if isinstance(one, BadApplication)]
    assert told == [(Problem("card_number", "taken"),)] * DESKS, results
    session.rollback()
    given = session.execute(select(CardNumber.number, CardNumber.borrower_id)).all()
    assert [tuple(one) for one in given] == [(number, card.borrower_id)]
    assert session.scalar(select(func.count()).select_from(Borrower)) == len(
        {card.borrower_id, there}
    )


def test_five_desks_block_one(
    engine: sa.Engine, session: Session, library: Library, ha: Clerk
) -> None:
    row = people.active(session, ha, library)
    number, seen = row.id, row.version
    session.commit()
    results = all_at_once(
        engine, [lambda s: blocking.block(s, ha, number, seen=seen, reason="Mượn quá hạn")] * DESKS
    )
    assert sum(isinstance(one, AlreadyDone) for one in results) == DESKS - 1, results


def test_an_address_is_put_right_while_its_letter_is_opened(
    engine: sa.Engine, session: Session, library: Library
) -> None:
    """What was confirmed stays so: the other address is somebody's who confirmed nothing."""
    status = register(session, people.adult(library, email="me@example.vn")).status_token
    token = people.token_of(session, "card_confirm")
    row = session.scalars(select(Borrower)).one()
    session.commit()
    late = in_the_middle(
        engine,
        lambda mine: confirming.confirm(mine, token),
        lambda mine: statuses.readdress_by_link(mine, status, "ai@example.vn"),
    )
    assert isinstance(late, NotPossible)
    session.rollback()
    session.refresh(row)
    assert (row.state, row.email) == (State.PROVISIONAL, "me@example.vn")
