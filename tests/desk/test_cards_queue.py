"""Who waits at the counter, and finding whoever stands before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.guesses import Pace
from portal.cards.approving import ask
from portal.cards.issuing import reissue
from portal.cards.models import Look
from portal.cards.numbering import living_number
from portal.cards.numbers import grouped
from portal.cards.states import State
from portal.cards.words import Document, Found
from portal.db import db
from portal.desk import finding
from portal.libraries.models import Library
from portal.roles import Role
from tests.cards import people
from tests.databases import counted_queries
from tests.desk.conftest import SignIn
from tests.desk.readers import buttons, press, scan


def looks(session: Session, borrower_id: int) -> list[Found]:
    session.expire_all()
    query = select(Look.found).where(Look.borrower_id == borrower_id).order_by(Look.id)
    return list(session.scalars(query))


def test_the_oldest_comes_first_and_only_of_the_own_library(
    session: Session, library: Library, elsewhere: Library, sign_in: SignIn
) -> None:
    people.waiting(session, library, full_name="Người Đến Trước")
    people.waiting(session, library, full_name="Người Đến Sau")
    people.waiting(session, elsewhere, full_name="Người Nơi Khác")
    shown = sign_in("Lan", at=library).get("/quay/the").text
    assert shown.index("Người Đến Trước") < shown.index("Người Đến Sau")
    assert "Người Nơi Khác" not in shown
    city = sign_in("Minh", Role.CITY_STAFF)
    assert "Người Nơi Khác" in city.get("/quay/the").text
    assert "Người Nơi Khác" not in city.get("/quay/the?thu-vien=KV-TAYHO").text


def test_lists_by_what_they_wait_for_with_their_counts(
    session: Session, library: Library, sign_in: SignIn
) -> None:
    ha = people.clerk(session, library)
    asked = people.waiting(session, library, full_name="Đang Được Hỏi")
    ask(session, ha, asked.id, seen=asked.version, question="Số giấy tờ?")
    people.provisional(session, ha, library, full_name="Có Thẻ Tạm")
    lan = sign_in("Lan", at=library)
    assert "Không có ai đang chờ" in lan.get("/quay/the").text
    assert "Đang Được Hỏi" in lan.get("/quay/the?danh-sach=bo-sung").text
    assert "Có Thẻ Tạm" in lan.get("/quay/the?danh-sach=the-tam").text
    assert "Không có ai đang chờ" in lan.get("/quay/the?danh-sach=lung-tung").text
    desk = lan.get("/quay").text
    assert "0 người chờ duyệt, 1 người cần bổ sung, 1 thẻ tạm" in desk


def test_long_lists_have_pages(session: Session, library: Library, sign_in: SignIn) -> None:
    for number in range(51):
        people.waiting(session, library, birthday=date(1960, 1, 1) + timedelta(number))
    lan = sign_in("Lan", at=library)
    assert "Trang 1 trên 2" in lan.get("/quay/the").text
    assert lan.get("/quay/the?trang=2").text.count('<th scope="row">') == 1
    assert "Không có trang này" in lan.get("/quay/the?trang=7").text


@pytest.mark.both_databases
def test_asks_the_database_as_often_for_fifty_as_for_five(
    app: Flask, session: Session, library: Library, sign_in: SignIn
) -> None:
    lan = sign_in("Lan", at=library)
    for _ in range(5):
        people.waiting(session, library)
    lan.get("/quay/the")
    counts = []
    for more in (0, 45):
        for _ in range(more):
            people.waiting(session, library)
        session.commit()
        with app.app_context(), counted_queries(db.engine) as asked:
            assert lan.get("/quay/the").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_whoever_may_be_somebody_else_is_marked(
    session: Session, library: Library, elsewhere: Library, sign_in: SignIn
) -> None:
    people.waiting(session, library, full_name="Lê Một")
    lan = sign_in("Lan", at=library)
    assert "Có thể trùng" not in lan.get("/quay/the").text
    people.waiting(session, library, full_name="Trần Hai", birthday=date(1991, 1, 1))
    people.waiting(session, elsewhere, full_name="Tran Hai", birthday=date(1991, 1, 1))
    assert lan.get("/quay/the").text.count("Có thể trùng") == 1


@pytest.mark.parametrize("gaps", ["{}", "{0[0]}{0[1]} {0[2]}-{0[3]}", " {} \r\n"])
def test_a_card_goes_straight_to_its_reader(
    session: Session, library: Library, sign_in: SignIn, gaps: str
) -> None:
    ha = people.clerk(session, library)
    row = people.active(session, ha, library)
    number = living_number(session, row.id) or ""
    typed = (
        gaps.format((number[:2], number[2:4], number[4:8], number[8:]))
        if "[" in gaps
        else (gaps.format(grouped(number)))
    )
    answer = scan(sign_in("Lan", at=library), typed)
    assert answer.status_code == 303
    assert answer.location == f"/quay/the/{row.id}?tim=number"
    assert looks(session, row.id)[-1] is Found.NUMBER


def test_names_are_not_tried_through(
    library: Library, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = sign_in("Lan", at=library)
    monkeypatch.setattr(finding, "SEARCH_PACE", Pace(burst=3, pause=60))
    tried = [scan(lan, f"Nguyễn Thị Lan {day}/3/1990") for day in range(1, 5)]
    assert [one.status_code for one in tried] == [404, 404, 404, 429]
    assert "Xin đợi" in tried[-1].text
    assert 'value="Nguyễn Thị Lan 4/3/1990"' in tried[-1].text
    assert int(tried[-1].headers["Retry-After"]) <= 60


def test_a_wrong_check_digit_is_said_and_nothing_typed_is_lost(
    session: Session, library: Library, sign_in: SignIn
) -> None:
    ha = people.clerk(session, library)
    number = living_number(session, people.active(session, ha, library).id) or ""
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    answer = scan(sign_in("Lan", at=library), wrong)
    assert answer.status_code == 422
    assert "sai chữ số kiểm tra" in answer.text
    assert f'value="{wrong}"' in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Chưa có gì để tìm"),
        ("123456", "không phải số thẻ (11 chữ số) hay số căn cước (12 chữ số)"),
        ("003090012345", "Ba chữ số đầu không phải mã tỉnh nào"),
        ("Nguyễn Thị Lan", "cần cả ngày sinh"),
        ("Nguyễn Thị Lan 31/2/1990", "cần cả ngày sinh"),
        ("1' OR '1'='1", "cần cả ngày sinh"),
    ],
)
def test_what_cannot_be_looked_for_is_explained(
    session: Session, library: Library, sign_in: SignIn, typed: str, said: str
) -> None:
    answer = scan(sign_in("Lan", at=library), typed)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_document_or_its_qr_code_finds_a_reader_of_another_library(
    session: Session, elsewhere: Library, library: Library, sign_in: SignIn
) -> None:
    number = people.cccd(date(1990, 3, 14))
    row = people.active(session, people.clerk(session, elsewhere), elsewhere, number=number)
    lan = sign_in("Lan", at=library)
    assert lan.get(f"/quay/the/{row.id}").status_code == 403
    code = f"{number}|012345678|Nguyễn Thị Lan|14031990|Nữ|Số 1, Tây Hồ, Hà Nội|01012022"
    for typed in (number, f"{number[:6]} {number[6:]}", code):
        answer = scan(lan, typed)
        assert answer.location == f"/quay/the/{row.id}?tim=document"
    assert lan.get(f"/quay/the/{row.id}").status_code == 200
    assert looks(session, row.id)[-1] is Found.DOCUMENT
    assert number not in lan.get(f"/quay/the/{row.id}").text


def test_a_passport_and_a_name_with_a_birthday_find_too(
    session: Session, library: Library, sign_in: SignIn
) -> None:
    row = people.waiting(session, library, document=Document.PASSPORT, number="C1234567")
    lan = sign_in("Lan", at=library)
    assert scan(lan, "c1234567").location == f"/quay/the/{row.id}?tim=document"
    for typed in (
        "Nguyễn Thị Lan 14/3/1990",
        "nguyen thi lan, 14031990",
        "NGUYỄN THỊ LAN 14-03-1990",
    ):
        assert scan(lan, typed).location == f"/quay/the/{row.id}?tim=name"
    assert scan(lan, "Nguyễn Thị Lan 15/3/1990").status_code == 404


def test_two_of_one_name_and_birthday_are_both_shown(
    session: Session, library: Library, sign_in: SignIn
) -> None:
    rows = [people.waiting(session, library) for _ in range(2)]
    answer = scan(sign_in("Lan", at=library), "Nguyễn Thị Lan 14/3/1990")
    assert answer.status_code == 200
    assert all(f'/quay/the/{row.id}"' in answer.text for row in rows)
    assert [looks(session, row.id) for row in rows] == [[Found.NAME]] * 2


def test_a_number_that_is_dead_leads_to_its_reader_and_says_so(
    session: Session, library: Library, sign_in: SignIn
) -> None:
    ha = people.clerk(session, library)
    row = people.active(session, ha, library)
    old = living_number(session, row.id) or ""
    reissue(session, ha, row.id, seen=row.version)
    lan = sign_in("Lan", at=library)
    answer = scan(lan, old)
    assert answer.location.startswith(f"/quay/the/{row.id}")
    assert "không dùng được nữa" in lan.get(answer.location).text


def test_a_desk_left_alone_shows_nobody_by_the_back_button(
    session: Session, library: Library, sign_in: SignIn
) -> None:
    row = people.waiting(session, library)
    lan = sign_in("Lan", at=library)
    for path in ("/quay", "/quay/the", f"/quay/the/{row.id}", "/quay/the/moi"):
        assert lan.get(path).headers["Cache-Control"] == "no-store"


def test_readers_do_not_come_behind_the_desk(
    session: Session, library: Library, sign_in: SignIn
) -> None:
    row = people.waiting(session, library)
    reader = sign_in("Bạn đọc", Role.READER)
    for path in ("/quay/the", f"/quay/the/{row.id}", "/quay/the/moi", "/quay/the/lop"):
        assert reader.get(path).status_code == 403


def test_whoever_comes_before_opening_the_letter_gets_the_card_at_once(
    session: Session, library: Library, sign_in: SignIn
) -> None:
    number = people.cccd(date(1990, 3, 14))
    row = people.registered(session, people.adult(library, number=number))
    lan = sign_in("Lan", at=library)
    assert "Không có ai đang chờ" in lan.get("/quay/the").text
    answer = scan(lan, number)
    assert buttons(lan.get(answer.location).text) == {"tai-quay"}
    assert press(lan, row.id, "tai-quay", by_eye=True, document="cccd").status_code == 303
    session.rollback()
    session.refresh(row)
    assert row.state is State.ACTIVE
