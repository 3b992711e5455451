"""When the desk has done with a class: one word for a list, whoever is on it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cards import class_desk, classes
from portal.cards.acting import Clerk
from portal.cards.applications import Person
from portal.cards.approving import approve
from portal.cards.class_applications import ClassApplication, Pupil
from portal.cards.class_desk import NotConfirmed
from portal.cards.classes import ClassReceived
from portal.cards.models import Borrower, CardEvent, ClassList
from portal.cards.states import Act, State
from portal.clock import now
from portal.config import Settings
from portal.db import db, writing
from portal.libraries.models import Library
from portal.migrating import alembic, foreign_keys_off, migrate
from tests.cards import people
from tests.databases import SEALING_KEY
from tests.pages import PageClient

pytestmark = pytest.mark.both_databases

KNOWN, NEW = "Trần Minh Khôi", "Lê Gia Bảo"
BORN = date(2017, 9, 1)
SCHOOL = "Trường Tiểu học Chu Văn An"
BEFORE = "1795884900"
"""The structure without a column for it."""


def sent(session: Session, library: Library, *names: str) -> ClassReceived:
    """5A of a school with some pupils, which brings paper with a stamp."""
    return classes.register_class(
        session,
        ClassApplication(
            school=SCHOOL,
            class_name="5A",
            teacher="Cô Mai",
            phone="0243 123 4567",
            library_id=library.id,
            pupils=tuple(
                Pupil(line=n, person=Person(full_name=name, birthday=BORN))
                for n, name in enumerate(names, 2)
            ),
        ),
    )


def known(session: Session, library: Library) -> Borrower:
    """Registered by a mother before the class is."""
    return people.registered(
        session, people.by_phone(people.child(library, full_name=KNOWN, school=SCHOOL))
    )


def shown(client: PageClient, received: ClassReceived) -> str:
    """The teacher's page, without what is of this one link."""
    page = client.get(f"/the/lop/xem/{received.status_token}").text
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    assert main
    return main[0].replace(received.status_token, "")


@pytest.mark.parametrize("has_card", [True, False])
def test_the_teacher_sees_the_same_of_known_pupils_and_of_new_ones(
    client: PageClient, session: Session, library: Library, ha: Clerk, has_card: bool
) -> None:
    there = known(session, library)
    if has_card:
        approve(session, ha, there.id, seen=there.version)
    lists = [sent(session, library, name) for name in (KNOWN, NEW)]
    pages = [shown(client, one) for one in lists]
    assert pages[0] == pages[1]
    assert "chưa cấp" in pages[0]
    for one in lists:
        class_desk.vouch_for_class(session, ha, one.class_list_id)
    pages = [shown(client, one) for one in lists]
    assert pages[0] == pages[1]
    assert "chưa cấp" in pages[0]
    made = [len(class_desk.issue_class(session, ha, one.class_list_id).made) for one in lists]
    assert made == [0, 1], "or they are no such lists"
    pages = [shown(client, one) for one in lists]
    assert pages[0] == pages[1]
    assert "đã cấp" in pages[0]


def test_cards_given_one_by_one_tell_the_teacher_nothing(
    client: PageClient, session: Session, library: Library, ha: Clerk
) -> None:
    received = sent(session, library, NEW)
    class_desk.vouch_for_class(session, ha, received.class_list_id)
    (member,) = class_desk.members(session, ha, received.class_list_id)
    approve(session, ha, member.pupil.id, seen=member.pupil.version)
    assert "chưa cấp" in shown(client, received)


def test_a_list_without_a_card_to_make_waits_for_the_desk_too(
    session: Session, library: Library, elsewhere: Library, ha: Clerk, city: Clerk
) -> None:
    """Else nobody would ever press the button that its teacher waits for."""
    known(session, library)
    received = sent(session, library, KNOWN)
    stranger = people.clerk(session, elsewhere)
    counted = [class_desk.count_classes(session, who) for who in (ha, city, stranger)]
    assert counted == [1, 1, 0]
    class_desk.vouch_for_class(session, ha, received.class_list_id)
    class_desk.issue_class(session, ha, received.class_list_id)
    assert class_desk.count_classes(session, ha) == 0


def test_the_first_time_counts(session: Session, library: Library, ha: Clerk) -> None:
    received = sent(session, library, NEW)
    row = session.get_one(ClassList, received.class_list_id)
    with pytest.raises(NotConfirmed):
        class_desk.issue_class(session, ha, row.id)
    assert row.issued_at is None
    class_desk.vouch_for_class(session, ha, row.id)
    class_desk.issue_class(session, ha, row.id)
    first = row.issued_at
    assert first is not None
    with time_machine.travel(now() + timedelta(days=1)):
        class_desk.issue_class(session, ha, row.id)
    assert row.issued_at == first


def test_lists_of_before_are_done_with_where_those_they_made_have_cards(
    session: Session, library: Library, ha: Clerk, database_url: str, tmp_path: Path
) -> None:
    """And those that made nobody wait for the desk."""
    known(session, library)
    half, done, nobody = (
        sent(session, library, *names)
        for names in (("Lê An", "Lê Bình"), ("Lê Chi", KNOWN), (KNOWN,))
    )
    for one in (half, done):
        pupil = class_desk.members(session, ha, one.class_list_id)[0].pupil
        approve(session, ha, pupil.id, seen=pupil.version)
    last = select(CardEvent.at).where(CardEvent.borrower_id == pupil.id)
    given = session.scalar(last.where(CardEvent.act == Act.APPROVE))
    session.commit()
    app = create_app(
        Settings(
            instance=tmp_path,
            database_url=database_url,
            secret_key="x" * 40,
            sealing_key=SEALING_KEY,
        )
    )
    with app.app_context():
        with writing(), foreign_keys_off(alembic.migration_context.connection):
            alembic.downgrade(BEFORE)
        migrate()
        assert alembic.compare_metadata() == []
        db.engine.dispose()
    issued = {row.id: row.issued_at for row in session.scalars(select(ClassList))}
    assert given is not None
    assert issued == {
        half.class_list_id: None,
        done.class_list_id: given,
        nobody.class_list_id: None,
    }
    assert session.scalars(select(Borrower.state)).all().count(State.PENDING) == 2
