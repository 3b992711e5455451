"""Finding a reader, and who looked at whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards import finding, overview
from portal.cards.acting import Clerk
from portal.cards.documents import own_number
from portal.cards.models import Look
from portal.cards.numbering import living_number
from portal.cards.numbers import grouped
from portal.cards.refusals import NoSuchBorrower, NotYours
from portal.cards.states import Act, State
from portal.cards.words import Document, Found
from portal.clock import now
from portal.libraries.models import Library
from tests.cards import people

pytestmark = pytest.mark.both_databases


def looks(session: Session) -> list[tuple[int, Found]]:
    rows = session.execute(select(Look.borrower_id, Look.found).order_by(Look.id))
    return [(one, found) for one, found in rows]


def test_the_oldest_waits_first(
    session: Session, library: Library, elsewhere: Library, ha: Clerk, city: Clerk
) -> None:
    with time_machine.travel(now() - timedelta(days=2), tick=False):
        old = people.waiting(session, library)
    new = people.waiting(session, library)
    other = people.waiting(session, elsewhere)
    people.registered(session, people.adult(library))  # not confirmed: nobody's business yet
    people.provisional(session, ha, library)
    assert [one.borrower_id for one in finding.waiting(session, ha)] == [old.id, new.id]
    assert [one.borrower_id for one in finding.waiting(session, ha, limit=1, offset=1)] == [new.id]
    assert {one.borrower_id for one in finding.waiting(session, city)} == {old.id, new.id, other.id}
    mine = finding.waiting(session, city, library_id=elsewhere.id)
    assert [one.borrower_id for one in mine] == [other.id]
    assert finding.count_waiting(session, ha) == {
        State.PENDING: 2, State.NEEDS_INFO: 0, State.PROVISIONAL: 1
    }  # fmt: skip


def test_found_by_what_they_bring(
    session: Session, library: Library, elsewhere: Library, ha: Clerk
) -> None:
    there = people.clerk(session, elsewhere)
    row = people.active(session, there, elsewhere)
    number, document = living_number(session, row.id) or "", own_number(session, row) or ""
    found = [
        finding.by_number(session, ha, grouped(number)),
        finding.by_document(session, ha, Document.CCCD, f" {document[:3]} {document[3:]}"),
        finding.by_name(session, ha, "NGUYEN thi lan", date(1990, 3, 14)),
    ]
    assert [[one.borrower_id for one in hits] for hits in found] == [[row.id]] * 3
    assert looks(session) == [
        (row.id, Found.NUMBER), (row.id, Found.DOCUMENT), (row.id, Found.NAME)
    ]  # fmt: skip


def test_nothing_is_found_by_less(session: Session, library: Library, ha: Clerk) -> None:
    row = people.active(session, ha, library)
    number = living_number(session, row.id) or ""
    assert finding.by_name(session, ha, "Nguyễn Thị", date(1990, 3, 14)) == []
    assert finding.by_name(session, ha, " ", date(1990, 3, 14)) == ()
    assert finding.by_number(session, ha, number[:-1]) == ()
    assert finding.by_document(session, ha, Document.PASSPORT, "B1234567") == []
    assert looks(session) == []


def test_who_comes_before_the_letter_was_opened_is_found(
    session: Session, library: Library, ha: Clerk
) -> None:
    row = people.registered(session, people.adult(library))
    (hit,) = finding.by_name(session, ha, "Nguyễn Thị Lan", date(1990, 3, 14))
    assert (hit.borrower_id, hit.state) == (row.id, State.UNVERIFIED)


def test_a_page_is_opened_for_ones_own_and_written_down(
    session: Session, library: Library, ha: Clerk
) -> None:
    row = people.active(session, ha, library)
    page = overview.overview(session, ha, row.id)
    assert page.document is not None
    assert page.document.startswith("•••••••••")
    assert Act.BLOCK in page.acts
    assert [event.act for event in page.events][-1] is Act.REGISTER
    assert looks(session) == [(row.id, Found.OWN)]


def test_a_guessed_address_opens_nobody_elses(
    session: Session, library: Library, elsewhere: Library, ha: Clerk
) -> None:
    row = people.waiting(session, elsewhere)
    for borrower_id in (row.id, row.id + 999):
        with pytest.raises((NotYours, NoSuchBorrower)):
            overview.overview(session, ha, borrower_id)
    assert looks(session) == []


def test_a_search_opens_the_page_for_a_while(
    session: Session, library: Library, elsewhere: Library, ha: Clerk
) -> None:
    row = people.active(session, people.clerk(session, elsewhere), elsewhere)
    finding.by_name(session, ha, "Nguyễn Thị Lan", date(1990, 3, 14))
    page = overview.overview(session, ha, row.id)
    assert Act.RENEW in page.acts
    assert Act.BLOCK not in page.acts
    with time_machine.travel(now() + timedelta(hours=3)), pytest.raises(NotYours):
        overview.overview(session, ha, row.id)


def test_somebody_alike_is_shown_beside(
    session: Session, library: Library, elsewhere: Library, ha: Clerk
) -> None:
    row = people.waiting(session, library)
    alike = people.waiting(session, elsewhere)
    other = people.waiting(session, elsewhere, full_name="Lê Văn Tám", birthday=date(1950, 1, 1))
    assert overview.beside(session, ha, row.id, alike.id).row is alike
    assert looks(session)[-1] == (alike.id, Found.LIKENESS)
    with pytest.raises(NotYours):
        overview.beside(session, ha, row.id, other.id)


def test_a_name_longer_than_its_key_is_found(session: Session, library: Library, ha: Clerk) -> None:
    row = people.waiting(session, library, full_name="王" * 150)
    (found,) = finding.by_name(session, ha, "王" * 150, row.birthday or date.min)
    assert found.borrower_id == row.id
