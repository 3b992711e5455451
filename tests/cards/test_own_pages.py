"""«Thẻ của tôi» in a browser without scripts."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from PIL import Image
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal.accounts.passwords import hashed
from portal.cards import approving, blocking
from portal.cards.acting import Clerk
from portal.cards.consents import standing
from portal.cards.models import Borrower, CardNumber
from portal.cards.numbering import living_number
from portal.cards.numbers import grouped
from portal.cards.states import State
from portal.clock import today
from portal.db import db
from portal.i18n import date_text
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests.cards import people, seeing
from tests.cards.readers import (
    PASSWORD,
    account_of,
    browser_of,
    confirmed,
    hidden,
    lent,
    pressed,
    sent,
)
from tests.databases import counted_queries
from tests.pages import PageClient

PAGES = ("", "/bao-mat", "/tra-loi", "/thong-tin", "/anh", "/dong-y", "/trao", "/du-lieu", "/dong",
         "/the-so")  # fmt: skip


def fresh(session: Session, row: Borrower) -> Borrower:
    session.expire_all()
    return session.get_one(Borrower, row.id)


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
        client.get("/the")
        with app.app_context():
            engine: Engine = db.engine
        with counted_queries(engine) as queries:
            assert client.get("/the").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("page", [*PAGES, "/anh.jpg", "/the.pdf", "/du-lieu.json"])
def test_anothers_card_is_no_card(
    app: Flask, session: Session, library: Library, ha: Clerk, page: str
) -> None:
    row, stranger = lent(session, ha, library), confirmed(session, people.adult(library))
    client = browser_of(app, session, stranger)
    anothers, none = (client.get(f"/the/{one}{page}") for one in (row.id, 999_999))
    assert anothers.status_code == none.status_code == 404
    texts = [
        re.sub(r"the(/|%2F)\d+", "the", one.text.replace(one.headers["X-Request-ID"], ""))
        for one in (anothers, none)
    ]
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


def test_details_are_changed_and_refusals_stand_beside_the_field(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = lent(session, ha, library)
    client, at = browser_of(app, session, row), f"/the/{row.id}/thong-tin"
    fields = {
        **hidden(client.get(at).text),
        "locale": "vi",
        "commune_code": "",
        "address": "Số 7 ngõ 12 Quan Hoa",
    }
    bad = client.post(at, data={**fields, "phone": "abc"})
    assert bad.status_code == 422
    assert "Số 7 ngõ 12 Quan Hoa" in bad.text
    assert 'id="phone-error"' in bad.text
    good = client.post(at, data={**fields, "phone": "0912 345 678"})
    assert good.status_code == 303
    assert client.post(at, data={**fields, "phone": "0912345678"}).status_code == 303
    row = fresh(session, row)
    assert (row.phone, row.address) == ("0912345678", "Số 7 ngõ 12 Quan Hoa")


def test_what_was_changed_meanwhile_is_told_and_nothing_typed_is_lost(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = lent(session, ha, library)
    client, at = browser_of(app, session, row), f"/the/{row.id}/thong-tin"
    fields = {
        **hidden(client.get(at).text),
        "locale": "vi",
        "commune_code": "",
        "address": "Nhà mới",
    }
    blocking.block(session, ha, row.id, seen=row.version, reason="Nợ sách")
    late = client.post(at, data=fields)
    assert late.status_code == 422
    assert "Nhà mới" in late.text
    assert client.post(at, data={**fields, **hidden(late.text)}).status_code == 303
    assert fresh(session, row).address == "Nhà mới"


def test_who_somebody_is_only_the_desk_changes(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = lent(session, ha, library)
    client, at = browser_of(app, session, row), f"/the/{row.id}/thong-tin"
    page = client.get(at).text
    assert "Chỉ sửa tại quầy" in page
    fields = {
        **hidden(page),
        "locale": "vi",
        "commune_code": "",
        "full_name": "Ai Khác",
        "birthday": "2000-01-01",
    }
    client.post(at, data=fields)
    assert fresh(session, row).full_name == "Nguyễn Thị Lan"


def test_the_desk_asks_and_the_reader_answers(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = confirmed(session, people.adult(library))
    row.state, row.provisional_until = State.PENDING, None
    approving.ask(session, ha, row.id, seen=row.version, question="Địa chỉ nào đúng?")
    client, at = browser_of(app, session, row), f"/the/{row.id}"
    assert "Địa chỉ nào đúng?" in client.get(at).text
    assert (
        client.post(f"{at}/tra-loi", data=hidden(client.get(f"{at}/tra-loi").text)).status_code
        == 422
    )
    fields = {**hidden(client.get(f"{at}/tra-loi").text), "answer": "Số 7 Quan Hoa"}
    for _twice in range(2):
        assert client.post(f"{at}/tra-loi", data=fields).status_code == 303
    row = fresh(session, row)
    assert (row.state, row.answer) == (State.PENDING, "Số 7 Quan Hoa")


def jpeg(size: tuple[int, int] = (600, 800)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG")
    return out.getvalue()


def test_a_photo_comes_and_goes(app: Flask, session: Session, library: Library, ha: Clerk) -> None:
    row = lent(session, ha, library)
    client, at = browser_of(app, session, row), f"/the/{row.id}/anh"
    token = hidden(client.get(at).text)
    sent_in = {**token, "photo": (io.BytesIO(jpeg()), "toi.jpg")}
    assert client.post(at, data=sent_in).status_code == 303
    kept = client.get(f"{at}.jpg")
    assert (kept.mimetype, kept.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert client.post(f"{at}/xoa", data=token).status_code == 303
    assert client.get(f"{at}.jpg").status_code == 404


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Tệp ảnh trống"),
        (b"%PDF-1.7 not a picture", "Đây là tệp PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (jpeg((90, 120)), "Ảnh nhỏ quá"),
    ],
)
def test_what_is_no_photo_is_refused(
    app: Flask, session: Session, library: Library, ha: Clerk, content: bytes, why: str
) -> None:
    row = lent(session, ha, library)
    client, at = browser_of(app, session, row), f"/the/{row.id}/anh"
    sent_in = {**hidden(client.get(at).text), "photo": (io.BytesIO(content), "toi.jpg")}
    answer = client.post(at, data=sent_in)
    assert answer.status_code == 422
    assert why in answer.text


def test_a_guardian_agrees_and_takes_it_back(
    app: Flask, session: Session, library: Library
) -> None:
    row = confirmed(session, people.child(library))
    client, at = browser_of(app, session, row), f"/the/{row.id}/dong-y"
    wanted = {"what": "publish_name", "by": "guardian"}
    assert "đã ghi đồng ý" in sent(client, at, at, **wanted, do="agree").lower()
    assert ("publish_name", "guardian") in standing(session, row.id)
    session.expire_all()
    assert "đã rút lại" in sent(client, at, at, **wanted, do="withdraw").lower()
    session.expire_all()
    assert ("publish_name", "guardian") not in standing(session, row.id)
    client.post(at, data={**hidden(client.get(at).text), "what": "rules", "by": "guardian"})
    session.expire_all()
    assert ("rules", "guardian") in standing(session, row.id)


def test_at_sixteen_the_card_is_handed_over(app: Flask, session: Session, library: Library) -> None:
    soon = date(today().year - 16, 12, 31)
    row = confirmed(session, people.child(library, birthday=soon))
    at = f"/the/{row.id}"
    with time_machine.travel(today().replace(month=12, day=31) + timedelta(days=1)):
        client = browser_of(app, session, row)
        assert "đã đến tuổi tự giữ thẻ" in client.get(at).text
        own_email = account_of(session, row).email or ""
        form = hidden(client.get(f"{at}/trao").text)
        assert client.post(f"{at}/trao", data={**form, "email": own_email}).status_code == 422
        assert (
            client.post(f"{at}/trao", data={**form, "email": "khoi@example.vn"}).status_code == 303
        )
        token = people.token_of(session, "card_heir")
        child = PageClient.of(app, session)
        assert "Nhận thẻ" in child.get(f"/the/nhan/{token}").text
        assert client.get(at).status_code == 200, "looking takes nothing over"
        onward = pressed(child, f"/the/nhan/{token}", f"/the/nhan/{token}")
        assert onward.startswith("/mat-khau-moi/")
        assert client.get(at).status_code == 404
        assert child.get(f"/the/nhan/{token}").status_code == 409


def test_everything_kept_is_told_and_can_be_taken_along(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = lent(session, ha, library)
    client, at = browser_of(app, session, row), f"/the/{row.id}/du-lieu"
    page = client.get(at).text
    answer = client.get(f"{at}.json")
    kept = json.loads(answer.data)
    assert kept["full_name"] == "Nguyễn Thị Lan"
    assert kept["id_number"] in page
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Nguyễn Thị Lan".encode() in answer.data


def test_leaving_is_told_before_and_proved(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = lent(session, ha, library)
    client, at = browser_of(app, session, row), f"/the/{row.id}/dong"
    page = client.get(at).text
    assert "tài khoản cũng được xóa" in page
    assert "2 năm nữa" in page
    form = {**hidden(page), "understood": "y"}
    assert client.post(at, data={**form, "current": "không phải"}).status_code == 422
    assert client.post(at, data={**hidden(page), "current": PASSWORD}).status_code == 422
    gone = client.post(at, data={**form, "current": PASSWORD})
    assert gone.headers["Clear-Site-Data"] == '"storage"'
    assert client.get("/the").text.count("Chưa có thẻ?") == 1, "signed out"
    assert fresh(session, row).state is State.CLOSED


def test_a_parent_closes_one_of_two_cards(app: Flask, session: Session, library: Library) -> None:
    first = confirmed(session, people.child(library))
    email = account_of(session, first).email or ""
    second = confirmed(session, people.child(library, full_name="Trần Bảo An", email=email))
    client = browser_of(app, session, second)
    account_of(session, second).password_hash = hashed(PASSWORD)
    at = f"/the/{second.id}/dong"
    form = {**hidden(client.get(at).text), "understood": "y", "current": PASSWORD}
    for _twice in range(2):
        assert client.post(at, data=form).location == "/the"
    page = client.get("/the").text
    assert "Trần Minh Khôi" in page
    assert "Trần Bảo An" not in page
