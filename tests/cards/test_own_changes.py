"""What readers change of what is theirs, hand over, take along and leave behind."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session

from portal.accounts.passwords import hashed
from portal.cards import approving, blocking, details
from portal.cards.acting import Clerk
from portal.cards.consents import standing
from portal.cards.numbering import living_number
from portal.cards.states import State
from portal.clock import now, today
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.readers import (
    PASSWORD,
    account_of,
    browser_of,
    confirmed,
    fresh,
    hidden,
    lent,
    sent,
)
from tests.pages import PageClient

pytestmark = pytest.mark.both_databases


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


def test_an_answer_is_not_lost_where_something_else_happened(
    app: Flask, session: Session, library: Library, ha: Clerk
) -> None:
    row = confirmed(session, people.adult(library))
    row.state, row.provisional_until = State.PENDING, None
    approving.ask(session, ha, row.id, seen=row.version, question="Địa chỉ nào đúng?")
    client, at = browser_of(app, session, row), f"/the/{row.id}/tra-loi"
    page = client.get(at).text
    details.edit_here(session, ha, row.id, {"occupation": "Kỹ sư"}, seen=row.version)
    refused = client.post(at, data={**hidden(page), "answer": "Số 7 Quan Hoa"})
    assert refused.status_code == 422
    assert "Số 7 Quan Hoa</textarea>" in refused.text
    again = client.post(at, data={**hidden(refused.text), "answer": "Số 7 Quan Hoa"})
    assert again.status_code == 303
    assert fresh(session, row).answer == "Số 7 Quan Hoa"


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
        assert "Khôi" not in child.get(f"/the/nhan/{token}").text
        shown = {"number": living_number(session, row.id) or "", "birthday": f"{soon:%d/%m/%Y}"}
        wrong = child.send(f"/the/nhan/{token}", **{**shown, "birthday": "1/1/2010"})
        assert wrong.status_code == 422
        button = hidden(child.get(f"/the/nhan/{token}").text) | shown
        clicks = [child.post(f"/the/nhan/{token}", data=button) for _ in range(2)]
        assert all(one.location.startswith("/mat-khau-moi/") for one in clicks)
        assert child.get(clicks[1].location).status_code == 200
        assert client.get(at).status_code == 404
        assert child.get(f"/the/nhan/{token}").status_code == 409
        with time_machine.travel(now() + timedelta(minutes=2)):
            late = child.post(f"/the/nhan/{token}", data=button)
            assert late.status_code == 409


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
    form = {"seen": hidden(client.get(at).text)["seen"], "understood": "y", "current": PASSWORD}
    answers = client.send_twice(at, **form)
    assert [(one.status_code, one.location) for one in answers] == [(303, "/the")] * 2
    page = client.get("/the").text
    assert "Đã đóng thẻ." in page
    assert "Trần Minh Khôi" in page
    assert "Trần Bảo An" not in page
    with time_machine.travel(now() + timedelta(minutes=2)):
        form["seen"] = "1"
        assert client.send(at, "/the/dang-ky", **form).status_code == 404
