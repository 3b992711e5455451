"""What a desk does to a registration and to a card, and what it may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import SignInName
from portal.cards import approving, blocking, details, finding, issuing, statuses, walk_in
from portal.cards.acting import Clerk
from portal.cards.ages import add_months
from portal.cards.desk_passwords import first_password
from portal.cards.documents import own_number
from portal.cards.issuing import NumberDiffers, Outgrown
from portal.cards.models import CardEvent, CardNumber
from portal.cards.numbering import living_number
from portal.cards.refusals import (
    AlreadyDone,
    BadApplication,
    ChangedMeanwhile,
    Duplicate,
    NothingNew,
    NotPossible,
    NotYours,
    ReasonNeeded,
)
from portal.cards.registering import register
from portal.cards.states import Act, State, Who
from portal.cards.words import Death, Document, Gender
from portal.clock import today
from portal.libraries.models import Library
from portal.roles import Role
from tests.cards import people

pytestmark = pytest.mark.both_databases


def last(session: Session) -> CardEvent:
    return session.scalars(select(CardEvent).order_by(CardEvent.id.desc()).limit(1)).one()


def test_from_the_list_to_a_card_in_the_hand(session: Session, library: Library, ha: Clerk) -> None:
    row = people.waiting(session, library)
    number = approving.approve(session, ha, row.id, seen=row.version)
    until = issuing.see_document(session, ha, row.id, seen=row.version)
    issuing.issue(session, ha, row.id, seen=row.version)
    assert row.state is State.ACTIVE
    assert until == row.valid_until == add_months(today(), 12)
    assert living_number(session, row.id) == number
    event = last(session)
    assert (event.act, event.who, event.name, event.library_id) == (
        Act.ISSUE, Who.STAFF, "Thủ thư Hà", library.id
    )  # fmt: skip


def test_a_question_is_answered_by_the_private_link(
    session: Session, library: Library, ha: Clerk
) -> None:
    received = register(session, people.by_phone(people.adult(library)))
    status = statuses.status(session, received.status_token)
    (hit,) = finding.waiting(session, ha)
    approving.ask(session, ha, hit.borrower_id, seen=status.version, question=" Số nhà mấy? ")
    asked = statuses.status(session, received.status_token)
    assert (asked.state, asked.reason) == (State.NEEDS_INFO, "Số nhà mấy?")
    with pytest.raises(BadApplication):
        statuses.answer_by_link(session, received.status_token, "  ", seen=asked.version)
    statuses.answer_by_link(session, received.status_token, "Số 12", seen=asked.version)
    with pytest.raises(AlreadyDone):
        statuses.answer_by_link(session, received.status_token, "Số 12", seen=asked.version)
    answered = statuses.status(session, received.status_token)
    assert (answered.state, answered.answer) == (State.PENDING, "Số 12")


def test_a_refusal_says_why_and_ends_the_number(
    session: Session, library: Library, ha: Clerk
) -> None:
    row = people.provisional(session, ha, library)
    number = living_number(session, row.id)
    with pytest.raises(ReasonNeeded):
        approving.refuse(session, ha, row.id, seen=row.version, reason="  ")
    approving.refuse(session, ha, row.id, seen=row.version, reason="Giấy tờ của người khác")
    assert (row.state, row.reason) == (State.REJECTED, "Giấy tờ của người khác")
    ended = session.get_one(CardNumber, number)
    assert ended.why is Death.REFUSED
    assert session.scalars(select(SignInName)).all() == []


def test_the_document_is_compared_with_the_form(
    session: Session, library: Library, ha: Clerk
) -> None:
    row = people.provisional(session, ha, library)
    own = own_number(session, row) or ""
    other = people.cccd(row.birthday or today())
    with pytest.raises(NumberDiffers):
        issuing.see_document(
            session, ha, row.id, seen=row.version, document=Document.CCCD, number=other
        )
    issuing.see_document(
        session, ha, row.id, seen=row.version, document=Document.CCCD, number=f"{own[:6]} {own[6:]}"
    )
    assert row.state is State.ACTIVE


def test_a_child_without_a_number_gets_the_one_that_is_shown(
    session: Session, library: Library, ha: Clerk
) -> None:
    row = people.registered(session, people.by_phone(people.child(library)))
    approving.approve(session, ha, row.id, seen=row.version)
    number = people.cccd(row.birthday or today(), Gender.MALE)
    issuing.see_document(
        session, ha, row.id, seen=row.version, document=Document.CCCD, number=number
    )
    assert own_number(session, row) == number
    with pytest.raises(Duplicate) as there:
        walk_in.register_here(
            session, ha, people.child(library, number=number, document=Document.CCCD)
        )
    assert there.value.borrower_ids == (row.id,)


def test_a_lost_card_is_dead_at_once_and_given_anew(
    session: Session, library: Library, ha: Clerk
) -> None:
    row = people.active(session, ha, library)
    old = living_number(session, row.id) or ""
    issuing.lose(session, ha, row.id, seen=row.version)
    assert living_number(session, row.id) is None
    assert session.scalars(select(SignInName)).all() == []
    new = issuing.reissue(session, ha, row.id, seen=row.version)
    assert new != old
    assert session.scalars(select(SignInName.name)).all() == [new]
    (hit,) = finding.by_number(session, ha, old)
    assert (hit.borrower_id, hit.number, hit.dead) == (row.id, new, True)


def test_renewing_goes_on_from_the_last_day(session: Session, library: Library, ha: Clerk) -> None:
    row = people.active(session, ha, library)
    first = row.valid_until or today()
    assert issuing.renew(session, ha, row.id, seen=row.version) == add_months(first, 12)
    row.valid_until = today() - timedelta(days=400)
    session.flush()
    assert issuing.renew(session, ha, row.id, seen=row.version) == add_months(today(), 12)


def test_who_outgrew_a_kind_gets_another(session: Session, library: Library, ha: Clerk) -> None:
    row = people.active(session, ha, library)
    row.kind = "thieu-nhi"
    session.flush()
    with pytest.raises(Outgrown):
        issuing.renew(session, ha, row.id, seen=row.version)
    issuing.renew(session, ha, row.id, seen=row.version, kind="ban-doc")
    assert row.kind == "ban-doc"


@pytest.mark.parametrize("made", [people.provisional, people.active])
def test_unblocked_it_is_as_it_was(
    session: Session, library: Library, ha: Clerk, made: Callable[..., Any]
) -> None:
    row = made(session, ha, library)
    before = row.state
    blocking.block(session, ha, row.id, seen=row.version, reason="Mượn quá hạn")
    assert row.state is State.BLOCKED
    blocking.unblock(session, ha, row.id, seen=row.version)
    assert (row.state, row.reason) == (before, None)


def test_a_closed_card_is_opened_with_a_new_number(
    session: Session, library: Library, ha: Clerk
) -> None:
    row = people.active(session, ha, library)
    old = living_number(session, row.id)
    blocking.close(session, ha, row.id, seen=row.version, why="Chuyển đi")
    assert last(session).why == "Chuyển đi"
    blocking.reopen(session, ha, row.id, seen=row.version)
    assert row.state is State.PENDING
    assert approving.approve(session, ha, row.id, seen=row.version) != old


def test_who_registered_again_is_not_reopened_beside(
    session: Session, library: Library, ha: Clerk
) -> None:
    application = people.by_phone(people.adult(library))
    row = people.registered(session, application)
    blocking.close(session, ha, row.id, seen=row.version)
    again = people.registered(session, application)
    with pytest.raises(Duplicate) as there:
        blocking.reopen(session, ha, row.id, seen=row.version)
    assert there.value.borrower_ids == (again.id,)


def test_the_name_is_corrected_at_the_desk(session: Session, library: Library, ha: Clerk) -> None:
    row = people.waiting(session, library)
    details.correct(session, ha, row.id, seen=row.version, full_name="Nguyễn Thị  Lân")
    assert (row.full_name, row.name_key) == ("Nguyễn Thị Lân", "nguyen thi lan")
    assert last(session).why == "full_name"
    with pytest.raises(BadApplication):
        details.correct(session, ha, row.id, seen=row.version, birthday=date(1991, 1, 1))
    with pytest.raises(NothingNew):
        details.correct(session, ha, row.id, seen=row.version, full_name="Nguyễn Thị Lân")


def test_a_corrected_number_may_not_be_anothers(
    session: Session, library: Library, ha: Clerk
) -> None:
    one, other = people.waiting(session, library), people.waiting(session, library)
    with pytest.raises(Duplicate) as there:
        details.correct(session, ha, one.id, seen=one.version, number=own_number(session, other))
    assert there.value.borrower_ids == (other.id,)


def test_a_card_for_whoever_walks_in(session: Session, library: Library, ha: Clerk) -> None:
    card = walk_in.register_here(session, ha, people.by_phone(people.adult(library)))
    (hit,) = finding.by_number(session, ha, card.number)
    assert (hit.state, hit.borrower_id) == (State.ACTIVE, card.borrower_id)
    assert first_password(session, ha, card.borrower_id)


def test_a_pupil_who_changes_school_still_has_their_card(
    session: Session, library: Library, ha: Clerk
) -> None:
    """A pupil's number means something in its school only."""
    pupil = people.child(
        library, document=Document.PUPIL, number="HS 0012", school="THCS Chu Văn An"
    )
    row = people.registered(session, people.by_phone(pupil))
    details.edit_here(session, ha, row.id, {"school": "THCS Ba Đình"}, seen=row.version)
    assert not finding.by_document(session, ha, Document.PUPIL, "HS 0012", "THCS Chu Văn An")
    walk_in.admit_here(
        session, ha, row.id, seen=row.version, document=Document.PUPIL, number="HS 0012"
    )
    (hit,) = finding.by_document(session, ha, Document.PUPIL, "HS 0012", "THCS Ba Đình")
    assert hit.borrower_id == row.id


def test_another_version_was_seen(session: Session, library: Library, ha: Clerk) -> None:
    row = people.waiting(session, library)
    seen = row.version
    details.correct(session, ha, row.id, seen=seen, full_name="Lê Lan")
    with pytest.raises(ChangedMeanwhile) as late:
        approving.approve(session, ha, row.id, seen=seen)
    assert (late.value.act, late.value.by) == (Act.CORRECT, "Thủ thư Hà")


def test_what_the_table_does_not_have(session: Session, library: Library, ha: Clerk) -> None:
    row = people.waiting(session, library)
    with pytest.raises(NotPossible):
        issuing.renew(session, ha, row.id, seen=row.version)


def test_another_librarys_reader_is_not_ours(
    session: Session, elsewhere: Library, library: Library, ha: Clerk, city: Clerk
) -> None:
    row = people.waiting(session, elsewhere)
    with pytest.raises(NotYours):
        approving.approve(session, ha, row.id, seen=row.version)
    approving.approve(session, city, row.id, seen=row.version)


def test_any_desk_may_see_the_document_of_who_stands_before_it(
    session: Session, elsewhere: Library, library: Library, ha: Clerk
) -> None:
    there = people.clerk(session, elsewhere, "Thủ thư Ba Đình")
    row = people.provisional(session, there, elsewhere)
    with pytest.raises(NotYours):
        issuing.see_document(session, ha, row.id, seen=row.version)
    finding.by_number(session, ha, living_number(session, row.id) or "")
    issuing.see_document(session, ha, row.id, seen=row.version)
    assert row.library_id == elsewhere.id
    assert last(session).library_id == library.id
    with pytest.raises(NotYours):
        blocking.block(session, ha, row.id, seen=row.version, reason="Không được")


def test_a_reader_is_no_clerk() -> None:
    with pytest.raises(ValueError, match="behind"):
        Clerk(1, "Lan", Role.READER, None)
