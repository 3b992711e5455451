"""The link of the letter: a button, once, within its day, clicked twice, by mail scanners."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cards import walk_in
from portal.cards.acting import Clerk
from portal.cards.models import Borrower, Confirmation
from portal.cards.numbering import living_number
from portal.cards.numbers import grouped
from portal.cards.states import State
from portal.clock import now
from portal.libraries.models import Library
from tests.cards.filling import adult, hidden, letter_link, send
from tests.pages import PageClient

pytestmark = pytest.mark.both_databases


@pytest.fixture
def link(client: PageClient, session: Session, library: Library) -> str:
    """The link in the letter of a registration that was just sent."""
    assert send(client, "toi", library, adult()).status_code == 303
    session.rollback()
    return letter_link(session)


def state(session: Session) -> State:
    session.rollback()
    return session.scalars(select(Borrower.state)).one()


def test_opening_it_does_nothing(client: PageClient, session: Session, link: str) -> None:
    for _ in range(3):
        page = client.get(link)
        assert "Nguyễn Thị Lan" in page.text
        assert page.headers["Cache-Control"] == "no-store"
        client.head(link)
    assert state(session) is State.UNVERIFIED


def test_the_button_gives_a_number_at_once(client: PageClient, session: Session, link: str) -> None:
    page = client.get(client.send(link).location).text
    session.rollback()
    number = living_number(session, session.scalars(select(Borrower.id)).one())
    assert number
    assert grouped(number) in page
    assert page.count("data:image/svg+xml") == 2  # bars and QR
    assert "Chọn mật khẩu" in page


def test_on_another_device_too_and_there_a_password_is_chosen(
    client: PageClient, app: Flask, session: Session, library: Library
) -> None:
    status = send(client, "toi", library, adult()).location
    session.rollback()
    phone = PageClient.of(app, session)
    confirmed = phone.send(letter_link(session)).location
    assert "Chọn mật khẩu" in phone.get(confirmed).text
    page = client.get(status).text
    assert "Thẻ tạm" in page
    assert "Chọn mật khẩu" not in page


def test_a_double_click_gives_one_number(client: PageClient, session: Session, link: str) -> None:
    csrf = hidden(client.get(link).text, "csrf_token")
    answers = [client.post(link, data={"csrf_token": csrf}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    pages = [client.get(answer.location).text for answer in answers]
    assert all("Số thẻ tạm của bạn" in page for page in pages)
    assert "Chọn mật khẩu" in pages[1]


def test_later_it_is_used_up(client: PageClient, link: str) -> None:
    csrf = hidden(client.get(link).text, "csrf_token")
    client.post(link, data={"csrf_token": csrf})
    with time_machine.travel(now() + timedelta(minutes=5)):
        for answer in (client.get(link), client.post(link, data={"csrf_token": csrf})):
            assert answer.status_code == 410
            assert "đã được dùng" in answer.text
            assert "/dang-nhap" in answer.text


def test_after_a_day_it_says_so(client: PageClient, session: Session, link: str) -> None:
    csrf = hidden(client.get(link).text, "csrf_token")
    with time_machine.travel(now() + timedelta(hours=24, minutes=1)):
        for answer in (client.get(link), client.post(link, data={"csrf_token": csrf})):
            assert answer.status_code == 410
            assert "quá hạn" in answer.text
            assert "Đăng ký lại" in answer.text
    assert state(session) is State.UNVERIFIED


def test_one_that_never_was(client: PageClient, library: Library) -> None:
    answer = client.get("/the/xac-nhan/khong-co")
    assert answer.status_code == 410


def test_not_me_erases_everything(client: PageClient, session: Session, link: str) -> None:
    csrf = hidden(client.get(link).text, "csrf_token")
    for _ in range(2):  # a double click
        answer = client.post(f"{link}/khong-phai-toi", data={"csrf_token": csrf})
        assert answer.status_code == 303
    session.rollback()
    row = session.scalars(select(Borrower)).one()
    assert (row.state, row.full_name, row.email) == (State.PURGED, None, None)
    assert session.scalars(select(Confirmation)).all() == []
    assert client.get(link).status_code == 410


def test_not_me_is_not_confirmed_after_all(
    client: PageClient, session: Session, library: Library, link: str, ha: Clerk
) -> None:
    """Nor is the account of somebody who has been at the desk meanwhile opened that way."""
    row = session.scalars(select(Borrower)).one()
    walk_in.admit_here(session, ha, row.id, seen=row.version)
    csrf = hidden(client.get(link).text, "csrf_token")
    for _ in range(2):  # a double click
        disowned = client.post(f"{link}/khong-phai-toi", data={"csrf_token": csrf})
        assert disowned.status_code == 303
    answer = client.post(link, data={"csrf_token": csrf})
    assert answer.status_code == 410
    assert "Chọn mật khẩu" not in answer.text


def test_what_was_confirmed_is_not_disowned(
    client: PageClient, session: Session, link: str
) -> None:
    csrf = hidden(client.get(link).text, "csrf_token")
    client.post(link, data={"csrf_token": csrf})
    answer = client.post(f"{link}/khong-phai-toi", data={"csrf_token": csrf})
    assert answer.status_code == 410
    assert state(session) is State.PROVISIONAL


def test_without_the_token_of_the_page_nothing_is_confirmed(
    client: PageClient, session: Session, link: str
) -> None:
    assert client.post(link).status_code == 400
    assert state(session) is State.UNVERIFIED
