"""What is erased, when, and what stays; who comes of age."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards import approving, blocking, class_desk, classes, confirming, statuses
from portal.cards.acting import Clerk
from portal.cards.applications import Person
from portal.cards.class_applications import ClassApplication, Pupil
from portal.cards.editing import edit_policy
from portal.cards.models import (
    Borrower,
    CardEvent,
    CardNumber,
    Claim,
    ClassList,
    ClassMember,
    Consent,
    StatusLink,
)
from portal.cards.policies import Policy
from portal.cards.purging import PERSONAL
from portal.cards.refusals import DeadLink, NoSuchBorrower
from portal.cards.registering import register
from portal.cards.retention import come_of_age, forget
from portal.cards.states import Act, State
from portal.clock import now, today
from portal.config import Settings
from portal.libraries.models import Library
from tests import make
from tests.cards import people
from tests.databases import counted_queries

pytestmark = pytest.mark.both_databases


def after(session: Session, settings: Settings, **time: float) -> int:
    """What the job erases when so much time has gone by."""
    with time_machine.travel(now() + timedelta(**time)):
        done = forget(session, settings)
    session.expire_all()
    return done


def erased(row: Borrower) -> bool:
    gone = [name for name in PERSONAL if getattr(row, name) is None]
    assert gone == list(PERSONAL) or row.state is not State.PURGED
    return row.state is State.PURGED


def test_who_never_opened_the_letter(
    session: Session, settings: Settings, library: Library
) -> None:
    row = people.registered(session, people.adult(library))
    after(session, settings, hours=23)
    assert not erased(row)
    after(session, settings, hours=25)
    assert erased(row)
    assert session.scalars(select(Claim)).all() == []


def test_who_was_refused(session: Session, settings: Settings, library: Library, ha: Clerk) -> None:
    row = people.waiting(session, library)
    approving.refuse(session, ha, row.id, seen=row.version, reason="Địa chỉ không có thật")
    after(session, settings, days=29)
    assert not erased(row)
    after(session, settings, days=31)
    assert erased(row)
    assert set(session.scalars(select(CardEvent.why))) == {None}


def test_who_never_came(session: Session, settings: Settings, library: Library, ha: Clerk) -> None:
    waits, came = people.waiting(session, library), people.active(session, ha, library)
    has_number = people.provisional(session, ha, library)
    after(session, settings, days=91)
    assert (erased(waits), erased(has_number), erased(came)) == (True, False, False)
    after(session, settings, days=122)
    assert (erased(has_number), erased(came)) == (True, False)


def test_who_closed_years_ago(
    session: Session, settings: Settings, library: Library, ha: Clerk
) -> None:
    row = people.active(session, ha, library)
    account = row.account_id
    blocking.close(session, ha, row.id, seen=row.version)
    after(session, settings, days=720)
    assert not erased(row)
    after(session, settings, days=740)
    assert erased(row)
    assert session.get_one(Account, account).closed_at is not None
    assert session.scalars(select(Consent)).all() == []
    (number,) = session.scalars(select(CardNumber))
    assert number.dead_at is not None
    assert Act.SEE_DOCUMENT in set(session.scalars(select(CardEvent.act)))
    after(session, settings, days=740)
    assert session.scalar(select(func.count()).where(CardEvent.act == Act.PURGE)) == 1


def test_a_reader_with_a_valid_card_is_never_erased(
    session: Session, settings: Settings, library: Library, ha: Clerk
) -> None:
    row = people.active(session, ha, library)
    blocked = people.active(session, ha, library)
    blocking.block(session, ha, blocked.id, seen=blocked.version, reason="Nợ sách")
    after(session, settings, days=5000)
    assert (erased(row), erased(blocked)) == (False, False)


def test_links_of_duplicates_end_like_those_of_registrations(
    session: Session, settings: Settings, library: Library
) -> None:
    application = people.adult(library)
    tokens = [register(session, application).status_token for _ in range(2)]
    for token in tokens:
        assert statuses.status(session, token).state is State.UNVERIFIED
    after(session, settings, hours=25)
    for token in tokens:
        with pytest.raises((DeadLink, NoSuchBorrower)):
            statuses.status(session, token)
    assert session.scalars(select(StatusLink)).all() == []


@pytest.mark.parametrize(
    ("by_mail", "longer", "shorter"),
    [
        (True, {"hours_unverified": 72}, {"hours_unverified": 6}),
        (False, {"days_never_shown": 300}, {"days_never_shown": 10}),
    ],
)
def test_how_long_a_link_lives_tells_nobody_that_it_is_a_duplicates(
    session: Session, settings: Settings, library: Library, city: Clerk,
    by_mail: bool, longer: dict[str, int], shorter: dict[str, int],
) -> None:  # fmt: skip
    """By the policy of their library both end in the same second, whatever the network's is."""
    slow, quick = make.library(session, "KV-BADINH"), make.library(session, "KV-HADONG")
    places = {slow: longer, quick: shorter, library: {}}
    for at, values in places.items():
        if values:
            edit_policy(session, city, at.id, values, seen=0)
    for at, values in places.items():
        name = "hours_unverified" if by_mail else "days_never_shown"
        number = values.get(name, getattr(Policy(), name))
        lifetime = timedelta(hours=number) if by_mail else timedelta(days=number)
        application = people.adult(at) if by_mail else people.by_phone(people.adult(at))
        begin = now()
        with time_machine.travel(begin, tick=False):
            tokens = [register(session, application).status_token for _ in range(2)]
        for age, there in ((lifetime - timedelta(seconds=1), True), (lifetime, False)):
            with time_machine.travel(begin + age, tick=False):
                forget(session, settings)
            session.expire_all()
            assert [alive(session, token) for token in tokens] == [there, there]


def test_links_of_all_libraries_end_by_one_statement(
    session: Session, engine: Engine, settings: Settings, library: Library, city: Clerk
) -> None:
    def statements() -> int:
        with counted_queries(engine) as found:
            forget(session, settings)
        return sum("card_status_link" in one for one in found)

    assert statements() == 1
    for n in range(5):
        at = make.library(session, f"KV-{n}")
        edit_policy(session, city, at.id, {"hours_unverified": 30 + n}, seen=0)
    assert statements() == 1


def alive(session: Session, token: str) -> bool:
    try:
        statuses.status(session, token)
    except (DeadLink, NoSuchBorrower):
        return False
    return True


def test_a_librarys_own_time_counts(
    session: Session, settings: Settings, library: Library, elsewhere: Library, city: Clerk
) -> None:
    edit_policy(session, city, elsewhere.id, {"hours_unverified": 72}, seen=0)
    here, there = (people.registered(session, people.adult(at)) for at in (library, elsewhere))
    after(session, settings, hours=48)
    assert (erased(here), erased(there)) == (True, False)


def a_class(at: Library, *names: str) -> ClassApplication:
    return ClassApplication(
        school="Trường A",
        class_name="5A",
        teacher="Cô Mai",
        email="truong-a@example.vn",
        library_id=at.id,
        pupils=tuple(
            Pupil(line=n + 2, person=Person(full_name=one, birthday=date(2015, 3, 1)))
            for n, one in enumerate(names)
        ),
    )


def test_a_list_that_no_school_confirmed(
    session: Session, settings: Settings, library: Library
) -> None:
    """Its pupils go with it; not whom a parent registers, too."""
    classes.register_class(session, a_class(library, "Trần An", "Lê Bình"))
    an, binh = session.scalars(select(Borrower).order_by(Borrower.id))
    parents = people.child(
        library, full_name="Lê Bình", birthday=date(2015, 3, 1), school="Trường A"
    )
    register(session, parents)
    after(session, settings, days=13)
    assert not erased(an)
    after(session, settings, days=15)
    assert (erased(an), erased(binh)) == (True, False)
    assert session.scalars(select(ClassList)).all() == []
    assert session.scalars(select(ClassMember)).all() == []


def test_pupils_of_a_confirmed_list_stay_when_an_earlier_one_goes(
    session: Session, settings: Settings, library: Library
) -> None:
    classes.register_class(session, a_class(library, "Trần An"))
    classes.register_class(session, a_class(library, "Trần An"))
    classes.confirm_class(session, people.token_of(session, "class_confirm"))
    (row,) = session.scalars(select(Borrower))
    after(session, settings, days=15)
    assert not erased(row)
    assert session.scalar(select(func.count()).select_from(ClassList)) == 1


def test_a_list_that_did_its_work(
    session: Session, settings: Settings, library: Library, ha: Clerk
) -> None:
    """Goes with its teacher's name; the readers stay."""
    received = classes.register_class(session, a_class(library, "Trần An"))
    classes.confirm_class(session, people.token_of(session, "class_confirm"))
    class_desk.issue_class(session, ha, received.class_list_id)
    after(session, settings, days=89)
    assert session.scalars(select(ClassList)).all() != []
    after(session, settings, days=91)
    assert session.scalars(select(ClassList)).all() == []
    assert session.scalars(select(Borrower.state)).all() == [State.ACTIVE]


def test_parents_are_told_once_that_a_child_is_of_age(
    session: Session, settings: Settings, library: Library
) -> None:
    birthday = date(today().year - 16, 12, 31)
    register(session, people.child(library, birthday=birthday))
    confirming.confirm(session, people.token_of(session, "card_confirm"))
    assert come_of_age(session, settings) == 0
    for days in (2, 3):
        with time_machine.travel(date(today().year, 12, 31) + timedelta(days=days)):
            assert come_of_age(session, settings) == 1
    assert len(people.letters(session, "card_of_age")) == 1
