"""«Thẻ của tôi» in a browser without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.cards.acting import Clerk
from portal.cards.models import CardNumber
from portal.cards.numbering import living_number
from portal.cards.numbers import grouped
from portal.clock import today
from portal.i18n import date_text
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests.cards import people, seeing
from tests.cards.readers import (
    PASSWORD,
    account_of,
    browser_of,
    confirmed,
    fresh,
    hidden,
    lent,
    queries_of,
    sent,
)
from tests.pages import PageClient

PAGES = ("", "/bao-mat", "/tra-loi", "/thong-tin", "/anh", "/dong-y", "/trao", "/du-lieu", "/dong",
         "/the-so")  # fmt: skip


def test_a_stranger_is_told_what_a_card_is(client: PageClient) -> None:
    page = client.get("/the").text
    assert "/the/dang-ky" in page
    assert "/dang-nhap?next=/the" in page


def test_my_cards_say_what_they_are_and_what_to_do(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = lent(session, ha, library)
    page = browser_of(app, session, row).get("/the").text
    number = living_number(session, row.id) or ""
    for text in (grouped(number), "Đang dùng", library.name, date_text(row.valid_until)):
        assert text in page
    assert "Không cần làm gì" in page


def test_many_cards_take_no_more_queries_than_one(
    app: Flask, session: Session, library: Library, elsewhere: Library
) -> None:
    parent = confirmed(session, people.child(library))
    client, asked = browser_of(app, session, parent), []
    email = account_of(session, parent).email or ""
    for count in (0, 9):
        for n in range(count):
            at = elsewhere if n % 2 else library
            confirmed(session, people.child(at, full_name=f"Trần {'ABCDEGHIK'[n]}n", email=email))
        asked.append(queries_of(app, client, "/the"))
    assert asked[0] == asked[1]


def _without_its_own(answer: TestResponse) -> str:
    """The page without what is another in every answer: number, name of the request, token."""
    text = answer.text.replace(answer.headers["X-Request-ID"], "")
    text = re.sub(r'(name="csrf_token" value=)"[^"]*"', r"\1", text)
    return re.sub(r"the(/|%2F)\d+", "the", text)


@pytest.mark.parametrize("page", [*PAGES, "/anh.jpg", "/the.pdf", "/du-lieu.json"])
def test_anothers_card_is_no_card(
    app: Flask, session: Session, library: Library, ha: Clerk, page: str
) -> None:
    row, stranger = lent(session, ha, library), confirmed(session, people.adult(library))
    client = browser_of(app, session, stranger)
    anothers, none = (client.get(f"/the/{one}{page}") for one in (row.id, 999_999))
    assert anothers.status_code == none.status_code == 404
    texts = [_without_its_own(one) for one in (anothers, none)]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    "page", ["/gia-han", "/bao-mat", "/tra-loi", "/thong-tin", "/anh", "/anh/xoa", "/dong-y",
             "/trao", "/dong"]
)  # fmt: skip
def test_nothing_is_done_to_anothers_card(
    app: Flask, session: Session, library: Library, ha: Clerk, page: str
) -> None:
    row, stranger = lent(session, ha, library), confirmed(session, people.adult(library))
    client = browser_of(app, session, stranger)
    fields = hidden(client.get(f"/the/{stranger.id}/thong-tin").text)
    for one in (row.id, 999_999):
        assert client.post(f"/the/{one}{page}", data=fields).status_code == 404
    assert fresh(session, row).version == row.version


@pytest.mark.parametrize("page", PAGES)
def test_personal_pages_are_kept_by_nobody(
    app: Flask, session: Session, library: Library, ha: Clerk, page: str
) -> None:
    row = lent(session, ha, library)
    answer = browser_of(app, session, row).get(f"/the/{row.id}{page}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_renewing(app: Flask, session: Session, library: Library, ha: Clerk) -> None:
    row = lent(session, ha, library)
    at = f"/the/{row.id}"
    assert "Gia hạn đến" not in browser_of(app, session, row).get(at).text
    last = row.valid_until or today()
    with time_machine.travel(last - timedelta(days=30)):
        client = browser_of(app, session, row)
        page = client.get(at).text
        assert "Gia hạn đến" in page
        fields = hidden(page)
        told = client.get(client.post(f"{at}/gia-han", data=fields).location).text
        assert "Đã gia hạn thẻ đến hết ngày" in told
        again = client.get(client.post(f"{at}/gia-han", data=fields).location).text
        assert "Việc này đã làm rồi" in again
    assert (fresh(session, row).valid_until or last).year == last.year + 1


def test_renewing_too_early_is_refused_with_the_day(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = lent(session, ha, library)
    client, at = browser_of(app, session, row), f"/the/{row.id}"
    page = sent(client, f"{at}/gia-han", f"{at}/bao-mat")
    assert "Bạn gia hạn được từ ngày" in page


def test_a_lost_number_is_dead_at_once(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = lent(session, ha, library)
    number = living_number(session, row.id) or ""
    client, at = browser_of(app, session, row), f"/the/{row.id}"
    fields = hidden(client.get(f"{at}/bao-mat").text)
    for _twice in range(2):
        answer = client.post(f"{at}/bao-mat", data=fields)
        assert answer.status_code == 303
    page = client.get(at).text
    assert "Đến quầy thư viện để nhận số mới" in page
    session.expire_all()
    assert session.get_one(CardNumber, number).dead_at
    assert len(session.query(Letter).filter_by(kind="card_lost").all()) == 1
    assert client.get(f"{at}/the-so").status_code == 404
    assert client.get(f"{at}/the.pdf").status_code == 404
    assert "Thẻ này không có số nào đang dùng" in client.get(f"{at}/bao-mat").text


def test_the_digital_card(app: Flask, session: Session, library: Library, ha: Clerk) -> None:
    row = lent(session, ha, library)
    number = living_number(session, row.id) or ""
    page = browser_of(app, session, row).get(f"/the/{row.id}/the-so").text
    assert grouped(number) in page
    bars, qr = (f"<svg{one.split('</svg>')[0]}</svg>" for one in page.split("<svg")[-2:])
    assert seeing.codes(seeing.drawn(bars, 80, 20)) == [(seeing.CODE128, number)]
    assert seeing.codes(seeing.drawn(qr, 30, 30)) == [(seeing.QR, number)]


def test_a_shared_computer_keeps_no_card(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = lent(session, ha, library)
    email = account_of(session, row).email or ""
    for shared in (False, True):
        client = PageClient.of(app, session)
        fields = {"name": email, "password": PASSWORD, **({"shared": "y"} if shared else {})}
        entered = client.send("/dang-nhap", **fields)
        assert entered.headers["Clear-Site-Data"] == '"storage"'
        page = client.get(f"/the/{row.id}/the-so").text
        assert ("data-keep-card" in page) is not shared
        assert ("card-keep.js" in page) is not shared


def test_signing_out_clears_the_device(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    client = browser_of(app, session, lent(session, ha, library))
    gone = client.send("/dang-xuat", "/tai-khoan")
    assert gone.headers["Clear-Site-Data"] == '"storage"'


def test_the_worker_answers_beside_the_cards_only(client: PageClient) -> None:
    worker = client.get("/the/sw.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in worker.headers


def test_a_card_to_print(app: Flask, session: Session, library: Library, ha: Clerk) -> None:
    row = lent(session, ha, library)
    answer = browser_of(app, session, row).get(f"/the/{row.id}/the.pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert seeing.sizes_mm(answer.data)[0] == pytest.approx((85.6, 54), abs=0.1)
    assert "Nguyễn Thị Lan" in seeing.texts(answer.data)[0]
