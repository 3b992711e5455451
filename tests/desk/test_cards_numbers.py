"""Ranges of numbers at the desk: who opens them and prints blanks, none of them twice."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.cards import numbering
from portal.cards.models import NumberRange
from portal.cards.numbering import allocate, open_range
from portal.cards.numbers import make_number
from portal.db import db
from portal.roles import Role
from tests.cards.bus import BUS
from tests.cards.seeing import CODE128, codes, pages, texts
from tests.databases import counted_queries
from tests.desk.conftest import SignIn, Two
from tests.desk.readers import token_on
from tests.pages import PageClient

pytestmark = pytest.mark.both_databases

HERE, BLANKS = "/quay/the/so", "/quay/the/so/phoi"


@pytest.fixture
def minh(sign_in: SignIn, two: Two) -> PageClient:
    """The head of Tây Hồ, signed in."""
    return sign_in("Minh", Role.HEAD, two.tay_ho)


def kept(session: Session) -> dict[str, int]:
    """The ranges kept for desks: prefix → the next serial."""
    session.rollback()
    rows = session.scalars(select(NumberRange).where(NumberRange.desk.is_not(None)))
    return {row.prefix: row.next_serial for row in rows}


def printed(answer: TestResponse) -> list[str]:
    """What a scanner reads on the sheets."""
    assert answer.mimetype == "application/pdf", answer.text
    found = [codes(page) for page in pages(answer.data)]
    return sorted(text for page in found for kind, text in page if kind == CODE128)


def test_a_librarian_has_no_such_page(sign_in: SignIn, session: Session, two: Two) -> None:
    lan = sign_in("Lan", at=two.tay_ho)
    assert lan.get(HERE).status_code == 403
    assert HERE not in lan.get("/quay").text.replace("/quay/the/so-lieu", "")
    assert lan.send(HERE, "/quay", desk=BUS).status_code == 403
    assert lan.send(BLANKS, "/quay", number_range="1000", count="1").status_code == 403
    assert kept(session) == {}


def test_a_head_opens_a_range_and_takes_sheets_along(
    minh: PageClient, session: Session, two: Two
) -> None:
    allocate(session, two.tay_ho.id, 3)
    assert f'href="{HERE}"' in minh.get("/quay").text
    page = minh.get(HERE).text
    assert "cấp trên mạng" in page
    assert "999.997" in page
    assert "In phôi thẻ" not in page, "no range is kept for a desk yet"
    assert minh.send(HERE, desk=f"  {BUS} ").location == HERE
    page = minh.get(HERE).text
    assert f"Đã mở dải 1001 cho {BUS}" in page
    first = minh.send(BLANKS, HERE, number_range="1001", count="12")
    assert printed(first) == sorted(make_number("1001", n) for n in range(12))
    assert "Thư viện KV-TH" in texts(first.data)[0]
    assert f"phoi-the-{make_number('1001', 0)}-" in first.headers["Content-Disposition"]
    again = minh.send(BLANKS, HERE, number_range="1001", count="12")
    assert printed(again) == sorted(make_number("1001", n) for n in range(12, 24))
    assert "999.976" in minh.get(HERE).text
    assert allocate(session, two.tay_ho.id)[0][:4] == "1000"


def test_blanks_are_vietnamese_whoever_prints_them(
    minh: PageClient, session: Session, two: Two
) -> None:
    open_range(session, two.tay_ho.id, desk=BUS)
    minh.set_cookie("lang", "en")
    assert "Print blank cards" in minh.get(HERE).text
    sheet = minh.send(BLANKS, HERE, number_range="1000", count="1")
    assert "Ngày sinh" in texts(sheet.data)[0]


def test_nobody_reaches_another_librarys(minh: PageClient, session: Session, two: Two) -> None:
    theirs = open_range(session, two.ba_dinh.id, desk=BUS)
    open_range(session, two.tay_ho.id, desk=BUS)
    there = "?thu-vien=KV-BD"
    assert minh.get(HERE + there).status_code == 403
    assert minh.send(HERE + there, HERE, desk="Quầy xã").status_code == 403
    assert minh.send(BLANKS + there, HERE, number_range=theirs, count="1").status_code == 403
    answer = minh.send(BLANKS, HERE, number_range=theirs, count="1")
    assert answer.status_code == 422
    assert f">{theirs}<" not in answer.text
    assert kept(session) == {"1000": 0, "1001": 0}


def test_the_city_sees_all_and_acts_for_one(sign_in: SignIn, session: Session, two: Two) -> None:
    city = sign_in("Hà", Role.CITY_STAFF)
    open_range(session, two.tay_ho.id, desk=BUS)
    page = city.get(HERE).text
    assert "Tây Hồ" in page
    assert BUS in page
    assert "Chọn một thư viện" in page
    assert city.send(HERE, desk=BUS).status_code == 404
    there = HERE + "?thu-vien=KV-BD"
    assert city.send(there, desk="Quầy xã").location == there
    sheet = city.send(BLANKS + "?thu-vien=KV-BD", there, number_range="1001", count="1")
    assert printed(sheet) == [make_number("1001", 0)]


def test_an_administrator_too(sign_in: SignIn, two: Two) -> None:
    assert sign_in("An", Role.ADMINISTRATOR).get(HERE).status_code == 200


def test_a_desk_that_has_a_range_is_told_of_it(
    minh: PageClient, session: Session, two: Two
) -> None:
    assert [minh.send(HERE, desk=BUS).status_code for _again in range(2)] == [303, 303]
    page = minh.get(HERE).text
    assert "Quầy này đã có dải số." in page
    assert "Dải 1000 còn 1.000.000 số." in page
    assert kept(session) == {"1000": 0}


def test_what_is_wrong_is_said_beside_it(
    minh: PageClient, session: Session, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbering, "LAST_SERIAL", 4)
    open_range(session, two.tay_ho.id, desk=BUS)
    for count, said in (
        ("6", "Dải này chỉ còn 5 số."),
        ("0", "Số phải từ 1 đến 500."),
        ("501", "Số phải từ 1 đến 500."),
        ("vài", "Xin nhập một số nguyên."),
        ("", "Xin điền mục này."),
    ):
        answer = minh.send(BLANKS, HERE, number_range="1000", count=count)
        assert answer.status_code == 422, count
        assert said in answer.text, count
        assert f'value="{count}"' in answer.text
    for name, said in ((" \u200b", "Xin điền mục này."), ("x" * 101, "100")):
        answer = minh.send(HERE, desk=name)
        assert answer.status_code == 422
        assert said in answer.text
    assert kept(session) == {"1000": 0}


def test_after_a_wrong_count_it_is_still_the_page_of_ranges(
    minh: PageClient, session: Session, two: Two
) -> None:
    open_range(session, two.tay_ho.id, desk=BUS)
    current = re.compile(r'aria-current="page">([^<]+)</a></li>')
    page = minh.get(HERE).text
    assert "nhiều nhất 500 phôi" in page
    assert "Dải số" in current.findall(page)
    wrong = minh.send(BLANKS, HERE, number_range="1000", count="501").text
    assert current.findall(wrong) == ["Dải số"]
    assert current.findall(minh.send(HERE, desk="").text) == current.findall(page)


def test_a_range_that_is_used_up_prints_no_more(
    minh: PageClient, session: Session, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbering, "LAST_SERIAL", 4)
    open_range(session, two.tay_ho.id, desk=BUS)
    assert len(printed(minh.send(BLANKS, HERE, number_range="1000", count="5"))) == 5
    assert "In phôi thẻ" not in minh.get(HERE).text
    assert minh.send(BLANKS, HERE, number_range="1000", count="1").status_code == 422
    minh.send(HERE, desk=BUS)
    assert len(printed(minh.send(BLANKS, HERE, number_range="1001", count="1"))) == 1


def test_a_form_without_its_token_does_nothing(
    minh: PageClient, session: Session, two: Two
) -> None:
    open_range(session, two.tay_ho.id, desk=BUS)
    assert minh.post(HERE, data={"desk": "Quầy xã"}).status_code == 400
    assert minh.post(BLANKS, data={"number_range": "1000", "count": "1"}).status_code == 400
    assert kept(session) == {"1000": 0}


def test_two_who_print_at_once_have_different_sheets(
    sign_in: SignIn, session: Session, two: Two
) -> None:
    open_range(session, two.tay_ho.id, desk=BUS)
    clients = [sign_in(name, Role.HEAD, two.tay_ho) for name in ("Minh", "Thu", "Hạnh")]
    tokens = [token_on(client.get(HERE).text) for client in clients]
    for client in clients:
        client.session = None  # each has a connection of its own
    session.rollback()
    together = Barrier(len(clients))

    def press(number: int) -> list[str]:
        data = {"csrf_token": tokens[number], "number_range": "1000", "count": "4"}
        together.wait(timeout=30)
        return printed(clients[number].post(BLANKS, data=data))

    with ThreadPoolExecutor(len(clients)) as pool:
        sheets = list(pool.map(press, range(len(clients))))
    given = sorted(number for sheet in sheets for number in sheet)
    assert given == sorted(make_number("1000", serial) for serial in range(12))


def test_more_ranges_ask_no_more(app: Flask, sign_in: SignIn, session: Session, two: Two) -> None:
    city = sign_in("Hà", Role.CITY_STAFF)
    with app.app_context():
        engine = db.engine

    def asked() -> int:
        city.get(HERE)
        with counted_queries(engine) as statements:
            city.get(HERE)
        return len(statements)

    before = asked()
    for number in range(5):
        open_range(session, two.tay_ho.id, desk=f"Quầy {number}")
    assert asked() == before
