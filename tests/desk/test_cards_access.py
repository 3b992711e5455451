"""Whose page opens at the counter, to whom, and that every look is written down."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.cards.acting import Clerk
from portal.cards.issuing import issue
from portal.cards.models import Borrower, Look
from portal.cards.numbering import living_number
from portal.cards.numbers import grouped
from portal.cards.portraits import keep_portrait
from portal.cards.reach import BEFORE_THE_DESK
from portal.cards.states import State
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.test_photos import encoded, picture
from tests.desk.readers import buttons, now, page_of, press, scan, token_on
from tests.pages import PageClient


def test_every_look_is_written_down_and_shown(
    session: Session, library: Library, lan: PageClient
) -> None:
    row = people.waiting(session, library)
    for _ in range(2):
        shown = lan.get(page_of(row.id)).text
    assert session.scalar(select(func.count()).select_from(Look)) == 2
    assert shown.count("bạn đọc của thư viện") == 2


def test_a_photo_and_a_card_on_paper_are_looks(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    """Once for a page that was open within two hours."""
    row = people.active(session, ha, library)
    keep_portrait(session, row.id, encoded(picture()))
    paths = [f"{page_of(row.id)}/{name}" for name in ("anh.jpg", "the.pdf")]
    session.commit()
    assert [lan.get(path).status_code for path in paths] == [200, 200]
    assert _looks_at(session, row) == 1
    with time_machine.travel(clock.now() + BEFORE_THE_DESK + timedelta(minutes=1)):
        assert lan.get(paths[1]).status_code == 200
    assert _looks_at(session, row) == 2


def test_pages_that_note_a_look_open_in_every_new_hour(
    session: Session, library: Library, lan: PageClient
) -> None:
    """Then the device is noted, too, by another transaction while the page is being read."""
    one, other = people.waiting(session, library), people.waiting(session, library)
    paths = [page_of(one.id), f"{page_of(one.id)}/giong/{other.id}"]
    session.commit()
    for hours, path in enumerate(paths, start=1):
        with time_machine.travel(clock.now() + timedelta(hours=hours, minutes=1)):
            assert lan.get(path).status_code == 200


def _looks_at(session: Session, row: Borrower) -> int:
    session.rollback()
    looks = session.scalars(select(Look.id).where(Look.borrower_id == row.id)).all()
    session.rollback()
    return len(looks)


def test_another_library_guesses_addresses(
    session: Session, library: Library, elsewhere: Library, lan: PageClient
) -> None:
    theirs = people.clerk(session, elsewhere)
    row = people.active(session, theirs, elsewhere)
    other = people.waiting(session, elsewhere)
    own = people.waiting(session, library, full_name="Người Khác Hẳn")
    token = token_on(lan.get("/quay/the").text)
    for path in ("", "/anh.jpg", "/the.pdf", f"/giong/{other.id}"):
        assert lan.get(page_of(row.id) + path).status_code == 403
    for verb in ("trao", "khoa", "gia-han", "bao-mat", "sua", "dong", "anh", "mat-khau"):
        data = {
            "csrf_token": token,
            "khoa_why": "x",
            "sua_gender": "male",
            "sua_birthday": "1/1/1990",
        }
        assert lan.post(f"{page_of(row.id)}/{verb}", data=data).status_code == 403, verb
    for path in (f"{page_of(own.id)}/giong/{row.id}", page_of(row.id)):
        assert lan.get(path).status_code == 403
    for way in ("gop", "khac"):
        data = {"csrf_token": token, "keep": str(row.id)}
        path = f"{page_of(row.id)}/giong/{other.id}/{way}"
        assert lan.post(path, data=data).status_code == 403
    assert lan.get("/quay/the/999999").status_code == 404
    assert lan.get("/quay/the/99999999999").status_code == 404
    assert lan.post(f"{page_of(own.id)}/lung-tung", data={"csrf_token": token}).status_code == 404
    assert session.scalar(select(func.count()).where(Look.borrower_id == row.id)) == 0
    assert now(session, row).state is State.ACTIVE
    assert row.version == 3  # registered, approved, document seen: nothing since


def test_a_reader_of_another_library_is_served_with_what_any_desk_may_do(
    session: Session, elsewhere: Library, lan: PageClient
) -> None:
    theirs = people.clerk(session, elsewhere)
    row = people.active(session, theirs, elsewhere)
    issue(session, theirs, row.id, seen=row.version)
    scan(lan, grouped(living_number(session, row.id) or ""))
    offered = buttons(lan.get(page_of(row.id)).text)
    assert {"gia-han", "bao-mat", "cap-lai", "trao"} <= offered
    assert not {"khoa", "dong", "sua"} & offered
    assert press(lan, row.id, "gia-han", kind="ban-doc").status_code == 303


def test_a_form_without_a_token_does_nothing(
    session: Session, library: Library, lan: PageClient
) -> None:
    row = people.waiting(session, library)
    assert lan.post(f"{page_of(row.id)}/duyet", data={"duyet_seen": "1"}).status_code == 400
    assert now(session, row).state is State.PENDING
