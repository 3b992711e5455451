"""A class: listed by its teacher, confirmed by the school, issued at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice

import pytest
import time_machine
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal.cards import approving, class_desk, classes, finding
from portal.cards.acting import Clerk
from portal.cards.applications import Person
from portal.cards.class_applications import ClassApplication, Pupil
from portal.cards.class_desk import NotConfirmed
from portal.cards.classes import ClassReceived
from portal.cards.models import Borrower, CardEvent, CardNumber, ClassMember
from portal.cards.refusals import BadApplication, LateLink, NotYours, Problem
from portal.cards.registering import register
from portal.cards.states import Act, State
from portal.cards.words import Document
from portal.clock import now, today
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.racing import all_at_once
from tests.databases import counted_queries

pytestmark = pytest.mark.both_databases

LETTERS = "ABCDEGHIKLMNOPQRSTUV"


def pupils(count: int = 40) -> tuple[Pupil, ...]:
    names = [f"Trần {one} {other}" for one in LETTERS for other in LETTERS]
    return tuple(
        Pupil(
            line=n + 2, person=Person(full_name=f"{names[n]}n", birthday=date(2015, 1 + n % 12, 5))
        )
        for n in range(count)
    )


def class_5a(at: Library, **fields: object) -> ClassApplication:
    application = ClassApplication(
        school="Trường Tiểu học Chu Văn An",
        class_name="5A",
        teacher="Cô Mai",
        email="vanphong@th-cva.example.vn",
        library_id=at.id,
        kind="thieu-nhi",
        pupils=pupils(),
    )
    return replace(application, **fields)  # type: ignore[arg-type]


def test_forty_cards_at_once(session: Session, library: Library, ha: Clerk) -> None:
    received = classes.register_class(session, class_5a(library))
    assert (received.taken, received.bad) == (40, ())
    with pytest.raises(NotConfirmed):
        class_desk.issue_class(session, ha, received.class_list_id)
    (letter,) = people.letters(session, "class_confirm")
    assert (letter.to, letter.values["pupils"]) == ("vanphong@th-cva.example.vn", 40)
    classes.confirm_class(session, people.token_of(session, "class_confirm"))
    made = class_desk.issue_class(session, ha, received.class_list_id).made
    assert len({number for _, number in made}) == 40
    assert set(session.scalars(select(Borrower.state))) == {State.ACTIVE}
    assert class_desk.issue_class(session, ha, received.class_list_id).made == []
    in_order = [one.pupil.id for one in class_desk.members(session, ha, received.class_list_id)]
    assert in_order == [borrower_id for borrower_id, _ in made]


def test_bad_lines_are_named_and_good_ones_kept(session: Session, library: Library) -> None:
    lines = list(pupils(5))
    lines[1] = Pupil(line=3, person=Person(full_name="", birthday=date(2015, 1, 1)))
    lines[3] = Pupil(
        line=5,
        person=Person(
            full_name="Trần An",
            birthday=today() + timedelta(days=9),
            document=Document.CCCD,
            number="12",
        ),
    )
    received = classes.register_class(session, class_5a(library, pupils=tuple(lines)))
    assert received.taken == 3
    assert {one.line: one.problems for one in received.bad} == {
        3: (Problem("full_name", "missing"),),
        5: (Problem("birthday", "future"),),
    }


def test_who_is_there_already_is_told_to_the_desk_only(
    session: Session, library: Library, ha: Clerk
) -> None:
    first = pupils(3)[0].person
    mine = people.child(
        library,
        full_name=first.full_name.upper(),
        birthday=first.birthday,
        school="Trường tiểu học Chu Văn An",
    )
    row = people.registered(session, people.by_phone(mine))
    received = classes.register_class(session, class_5a(library, pupils=pupils(3)))
    assert (received.taken, received.bad) == (3, ())
    members = class_desk.members(session, ha, received.class_list_id)
    there = [(one.pupil.id, one.there) for one in members]
    assert there[0] == (row.id, True)
    assert [was for _, was in there[1:]] == [False, False]
    acts = select(CardEvent.act).where(CardEvent.borrower_id == row.id)
    assert Act.REGISTER_AGAIN in set(session.scalars(acts))


def test_the_same_list_twice_makes_nobody_new(session: Session, library: Library) -> None:
    classes.register_class(session, class_5a(library))
    again = classes.register_class(session, class_5a(library))
    assert again.taken == 40
    assert session.scalar(select(func.count()).select_from(Borrower)) == 40


def test_paper_with_a_stamp_will_do(
    session: Session, library: Library, elsewhere: Library, ha: Clerk
) -> None:
    application = class_5a(library, email="", phone="0243 123 4567", pupils=pupils(2))
    received = classes.register_class(session, application)
    stranger = people.clerk(session, elsewhere)
    for verb in (class_desk.vouch_for_class, class_desk.issue_class, class_desk.members):
        with pytest.raises(NotYours):
            verb(session, stranger, received.class_list_id)
    class_desk.vouch_for_class(session, ha, received.class_list_id)
    (row,) = class_desk.class_lists(session, ha)
    assert row.confirmed_by == "Thủ thư Hà"
    assert class_desk.class_lists(session, stranger) == []
    assert len(class_desk.issue_class(session, ha, received.class_list_id).made) == 2


def test_who_got_a_card_meanwhile_keeps_it(session: Session, library: Library, ha: Clerk) -> None:
    received = classes.register_class(session, class_5a(library, pupils=pupils(3)))
    hit = finding.waiting(session, ha)[0]
    approving.approve(session, ha, hit.borrower_id, seen=hit.version)
    class_desk.vouch_for_class(session, ha, received.class_list_id)
    assert len(class_desk.issue_class(session, ha, received.class_list_id).made) == 2
    assert session.scalar(select(func.count()).select_from(CardNumber)) == 3


def test_the_schools_word_is_for_children_of_its_list_only(
    session: Session, library: Library, ha: Clerk
) -> None:
    """Not for whoever asked before it, nor for grown-ups without a document."""
    adult = people.by_phone(people.adult(library), "0912000111")
    asked = people.registered(session, adult)
    lines = [("Kẻ Tò Mò", date(1990, 3, 14), "0912000111"), ("Lê Lớn", date(1991, 3, 1), "")]
    grown = tuple(
        Pupil(line=80 + n, person=Person(full_name=name, birthday=birthday, phone=phone))
        for n, (name, birthday, phone) in enumerate(lines)
    )
    received = classes.register_class(
        session, class_5a(library, kind="", pupils=(*pupils(2), *grown))
    )
    assert received.taken == 4
    classes.confirm_class(session, people.token_of(session, "class_confirm"))
    assert set(class_desk.still_waiting(session, [received.class_list_id]).values()) == {2}
    done = class_desk.issue_class(session, ha, received.class_list_id)
    assert len(done.made) == 2
    assert done.left_out == ["Kẻ Tò Mò", "Lê Lớn"]
    assert asked.state is State.PENDING
    events = select(CardEvent.why).where(CardEvent.borrower_id == done.made[0][0])
    assert session.scalars(events).all().count(class_5a(library).school) == 2  # it stood for papers


def test_parents_on_the_list_are_asked_whether_the_address_is_theirs(
    session: Session, library: Library, ha: Clerk
) -> None:
    """Once there is a card; until then a teacher's list makes nobody write to anybody."""
    (pupil,) = pupils(1)
    pupil = replace(pupil, person=replace(pupil.person, email="me@example.vn"))
    received = classes.register_class(session, class_5a(library, pupils=(pupil,)))
    classes.confirm_class(session, people.token_of(session, "class_confirm"))
    assert people.letters(session, "card_address") == []
    class_desk.issue_class(session, ha, received.class_list_id)
    assert [one.to for one in people.letters(session, "card_address")] == ["me@example.vn"]


def test_an_address_beside_half_the_class_is_no_parents(
    session: Session, library: Library, ha: Clerk
) -> None:
    """Nor is the school's: whoever reads it would be asked for all their cards."""
    addresses = ["me@example.vn"] * 3 + ["co@example.vn"] * 4 + ["truong@example.vn"]
    some = tuple(
        replace(one, person=replace(one.person, email=email))
        for one, email in zip(pupils(8), addresses, strict=True)
    )
    received = classes.register_class(
        session, class_5a(library, pupils=some, email="truong@example.vn")
    )
    classes.confirm_class(session, people.token_of(session, "class_confirm"))
    assert len(class_desk.issue_class(session, ha, received.class_list_id).made) == 8
    assert [one.to for one in people.letters(session, "card_address")] == ["me@example.vn"] * 3


def test_a_confirmation_by_mail_names_the_address(
    session: Session, library: Library, ha: Clerk
) -> None:
    """And not the school: whose address it is nobody knows."""
    classes.register_class(session, class_5a(library, pupils=pupils(1)))
    token = people.token_of(session, "class_confirm")
    assert classes.confirm_class(session, token) == classes.confirm_class(session, token)
    session.expire_all()
    (row,) = class_desk.class_lists(session, ha)
    assert row.confirmed_by == "email vanphong@th-cva.example.vn"
    assert classes.confirmed_by_mail(row)


def test_the_schools_link_lives_two_weeks(session: Session, library: Library) -> None:
    classes.register_class(session, class_5a(library, pupils=pupils(1)))
    token = people.token_of(session, "class_confirm")
    with time_machine.travel(now() + timedelta(days=15)), pytest.raises(LateLink):
        classes.confirm_class(session, token)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"school": " "}, ("school", "missing")),
        ({"class_name": ""}, ("class_name", "missing")),
        ({"email": "", "phone": ""}, ("email", "missing")),
        ({"email": "văn phòng"}, ("email", "shape")),
        ({"pupils": ()}, ("pupils", "how_many")),
        ({"pupils": pupils(1) * 10_001}, ("pupils", "how_many")),
        ({"kind": "khong-co"}, ("pupils", "none_good")),
    ],
)
def test_what_is_wrong_with_a_class(
    session: Session, library: Library, change: dict[str, object], problem: tuple[str, str]
) -> None:
    with pytest.raises(BadApplication) as refused:
        classes.register_class(session, class_5a(library, **change))
    assert problem in {(one.field, one.code) for one in refused.value.problems}


def test_a_pupil_may_be_registered_by_a_parent_too(session: Session, library: Library) -> None:
    classes.register_class(session, class_5a(library, pupils=pupils(1)))
    first = pupils(1)[0].person
    register(
        session,
        people.child(
            library,
            full_name=first.full_name,
            birthday=first.birthday,
            school="Trường Tiểu học Chu Văn An",
        ),
    )
    assert session.scalar(select(func.count()).select_from(Borrower)) == 1


def test_classes_of_one_file_are_lists_of_their_own(
    session: Session, library: Library, ha: Clerk
) -> None:
    """And the school confirms them with one word."""
    of = ("5A", "5B", "", "5B")
    lines = [
        replace(one, person=replace(one.person, class_name=name))
        for one, name in zip(pupils(4), of, strict=True)
    ]
    received = classes.register_class(
        session, class_5a(library, pupils=tuple(lines), class_name="5C")
    )
    lists = class_desk.class_lists(session, ha)
    assert [one.class_name for one in reversed(lists)] == ["5A", "5B", "5C"]
    assert [len(class_desk.members(session, ha, one.id)) for one in reversed(lists)] == [1, 2, 1]
    (letter,) = people.letters(session, "class_confirm")
    assert letter.values["class_name"] == "5A, 5B, 5C"
    classes.confirm_class(session, people.token_of(session, "class_confirm"))
    session.expire_all()
    assert all(one.confirmed_at for one in class_desk.class_lists(session, ha))
    assert received.taken == 4


def test_a_pupil_without_a_class_is_named(session: Session, library: Library) -> None:
    first, second = pupils(2)
    first = replace(first, person=replace(first.person, class_name="5A"))
    received = classes.register_class(
        session, class_5a(library, pupils=(first, second), class_name="")
    )
    assert [(one.line, one.problems) for one in received.bad] == [
        (3, (Problem("class_name", "missing"),))
    ]


def test_each_pupil_gets_the_kind_that_fits(session: Session, library: Library) -> None:
    young, old = pupils(2)
    old = replace(old, person=replace(old.person, birthday=date(today().year - 17, 1, 1)))
    classes.register_class(session, class_5a(library, kind="", pupils=(young, old)))
    assert set(session.scalars(select(Borrower.kind))) == {"thieu-nhi", "ban-doc"}


def test_a_school_of_five_thousand_asks_little(
    session: Session, library: Library, engine: Engine
) -> None:
    """Twenty times the pupils are not twenty times the queries."""
    asked = []
    for count, school in ((250, "Trường A"), (5000, "Trường B")):
        many = tuple(
            replace(
                one,
                line=n + 2,
                person=replace(one.person, full_name=f"{one.person.full_name} {word(n)}"),
            )
            for n, one in enumerate(islice(cycle(pupils(400)), count))
        )
        with counted_queries(engine) as queries:
            received = classes.register_class(
                session, class_5a(library, pupils=many, school=school)
            )
        assert received.taken == count
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 80


def word(number: int) -> str:
    """Letters that tell a number."""
    return "".join(LETTERS[int(digit)] for digit in str(number)).capitalize()


def test_teachers_who_send_one_class_at_once(
    engine: Engine, session: Session, library: Library
) -> None:
    """Each in an order of their own; nobody is made twice and nobody waits for ever."""
    orders = (pupils(40), tuple(reversed(pupils(40))), pupils(40)[20:] + pupils(40)[:20])
    lists = [class_5a(library, pupils=lines) for lines in orders]
    session.commit()
    results = all_at_once(
        engine,
        [lambda s, one=one: classes.register_class(s, one) for one in lists],  # type: ignore[misc]
    )
    assert [one.taken for one in results if isinstance(one, ClassReceived)] == [40] * 3
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Borrower)) == 40
    assert session.scalar(select(func.count()).select_from(ClassMember)) == 120
