"""`/the/dang-ky` through the client: what is asked, refused beside its field, kept."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cards.models import Borrower, CardKind, Consent, Portrait, StatusLink
from portal.cards.states import State
from portal.cards.views import blueprint
from portal.cards.words import Consented, Consenter
from portal.clock import today
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests.cards import people
from tests.cards.filling import (
    START,
    address,
    adult,
    child,
    errors,
    hidden,
    picture,
    send,
    value,
)
from tests.pages import PageClient

pytestmark = pytest.mark.both_databases


def count(session: Session, table: Any = Borrower) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def only(session: Session) -> Borrower:
    session.rollback()
    return session.scalars(select(Borrower)).one()


def test_first_whom_it_is_for_and_where(client: PageClient, library: Library) -> None:
    page = client.get(START).text
    assert "Cho tôi" in page
    assert "Cho con tôi" in page
    assert f'value="{library.code}"' in page


def test_one_line_says_what_to_bring(
    client: PageClient, session: Session, library: Library
) -> None:
    page = client.get(address("toi", library)).text
    assert "Mang theo: một giấy tờ có ảnh" in page
    assert "Phí làm thẻ" not in page
    assert "Tiền đặt cọc" not in page
    kind = session.scalars(select(CardKind).where(CardKind.code == "ban-doc")).one()
    kind.fee, kind.deposit = 20_000, 100_000
    page = client.get(address("toi", library)).text
    assert "Phí làm thẻ 20.000đ" in page
    assert "Tiền đặt cọc 100.000đ" in page


def test_a_grown_up_with_an_address(client: PageClient, session: Session, library: Library) -> None:
    answer = send(client, "toi", library, adult(commune="Tây Hồ", address="12 Thụy Khuê"))
    assert answer.status_code == 303
    row = only(session)
    assert (row.state, row.full_name, row.birthday) == (
        State.UNVERIFIED, "Nguyễn Thị Lan", date(1990, 3, 14)
    )  # fmt: skip
    assert row.commune_code
    page = client.get(answer.location)
    assert "Chờ xác nhận email" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_without_a_document_it_is_brought_along(
    client: PageClient, session: Session, library: Library
) -> None:
    assert send(client, "toi", library, adult(number="")).status_code == 303
    assert only(session).id_hash is None


def test_by_phone_the_desk_has_it_at_once(
    client: PageClient, session: Session, library: Library
) -> None:
    answer = send(client, "toi", library, adult(email="", phone="+84 912 345 678"))
    assert only(session).state is State.PENDING
    assert "có thẻ ngay" in client.get(answer.location).text


def test_a_child_with_its_guardian(client: PageClient, session: Session, library: Library) -> None:
    sent = child(school="TH Chu Văn An", class_name="3A", name_by_guardian="y", name_by_self="y")
    assert send(client, "con", library, sent).status_code == 303
    row = only(session)
    assert (row.guardian_name, row.guardian_phone, row.class_name) == (
        "Lê Thu Hà", "0912345678", "3A"
    )  # fmt: skip
    agreed = {tuple(one) for one in session.execute(select(Consent.what, Consent.by))}
    assert agreed == people.CHILD | {
        (Consented.PUBLISH_NAME, Consenter.GUARDIAN), (Consented.PUBLISH_NAME, Consenter.SELF)
    }  # fmt: skip


def test_no_box_is_ticked_before(client: PageClient, library: Library) -> None:
    page = client.get(address("con", library)).text
    boxes = re.findall(r'<input[^>]*type="checkbox"[^>]*>', page)
    assert len(boxes) == 7
    assert not any("checked" in box for box in boxes)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("birthday", f"{today() + timedelta(days=1):%d/%m/%Y}"),
        ("birthday", "1/1/1890"),
        ("birthday", "31/2/1990"),
        ("birthday", "hôm qua"),
        ("birthday", ""),
        ("number", people.cccd(date(1991, 3, 14))),  # another year
        ("number", "001090000001"),  # a man's
        ("number", "003190000001"),  # no province
        ("number", "0011900"),
        ("full_name", ""),
        ("full_name", "Lan 2"),
        ("email", "lan@@example.vn"),
        ("phone", "12"),
        ("commune", "Xã Không Có"),
        ("agreed_rules", ""),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    client: PageClient, session: Session, library: Library, field: str, typed: str
) -> None:
    sent = adult(occupation="Giáo viên", address="12 Thụy Khuê", **{field: typed})
    answer = send(client, "toi", library, sent)
    assert answer.status_code == 422
    assert field in errors(answer)
    assert count(session) == 0
    for name in ("full_name", "birthday", "number", "email", "occupation", "address"):
        assert value(answer.text, name) == sent[name]


@pytest.mark.parametrize("typed", ["31/2/1990", "29/02/2001", "12/31/1990"])
def test_a_day_that_does_not_exist_is_told(
    client: PageClient, library: Library, typed: str
) -> None:
    answer = send(client, "toi", library, adult(birthday=typed))
    assert "Không có ngày ấy" in errors(answer)["birthday"]


@pytest.mark.parametrize("field", ["full_name", "address", "number", "occupation", "email"])
@pytest.mark.parametrize("typed", ["\0", "x\0y" * 3, "𝒳" * 50, "'; DROP TABLE borrower; --"])
def test_nothing_typed_breaks_it(
    client: PageClient, library: Library, field: str, typed: str
) -> None:
    answer = send(client, "toi", library, adult(**{field: typed}))
    assert answer.status_code in {303, 422}


def test_everything_wrong_is_told_at_once(client: PageClient, library: Library) -> None:
    answer = send(client, "con", library, {"kind": "thieu-nhi"})
    wrong = [
        "full_name", "birthday", "guardian_name", "guardian_number", "guardian_phone", "email",
        "agreed_data", "agreed_rules",
    ]  # fmt: skip
    assert list(errors(answer)) == wrong
    summary = answer.text.split('id="error-summary"')[1].split("</div>")[0]
    assert re.findall(r'href="#(\w+)"', summary) == wrong


@pytest.mark.parametrize(("whose", "fields"), [("toi", child()), ("con", adult())])
def test_who_took_the_wrong_form_changes_it_with_a_button(
    client: PageClient, session: Session, library: Library, whose: str, fields: dict[str, Any]
) -> None:
    answer = send(client, whose, library, fields)
    assert "Chuyển mẫu" in errors(answer)["birthday"]
    other = address("con" if whose == "toi" else "toi", library)
    changed = send(client, whose, library, {**fields, "doi": "1"}, path=other)
    assert changed.status_code == 200
    assert value(changed.text, "full_name") == fields["full_name"]
    assert count(session) == 0


class TestPhotos:
    def test_kept_as_a_small_upright_one(
        self, client: PageClient, session: Session, library: Library
    ) -> None:
        send(client, "toi", library, adult(photo=(picture(), "toi.jpg")))
        row = session.scalars(select(Portrait)).one()
        assert row.jpeg.startswith(b"\xff\xd8")
        assert len(row.jpeg) < 200_000

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"%PDF-1.7 not a picture", "PDF"),
            (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
            (b"\xff\xd8\xff" + b"x" * 40_000_000, "nặng quá"),
            (b"nothing", "không phải ảnh"),
        ],
        ids=["PDF named .jpg", "SVG with a script", "40 MB", "rubbish"],
    )
    def test_others_are_told_apart(
        self, client: PageClient, session: Session, library: Library, content: bytes, said: str
    ) -> None:
        sent = adult(photo=(io.BytesIO(content), "toi.jpg"))
        answer = send(client, "toi", library, sent)
        assert answer.status_code == 422
        assert said in errors(answer)["photo"]
        assert value(answer.text, "full_name") == "Nguyễn Thị Lan"
        assert count(session) == 0

    def test_one_beyond_all_bounds_gets_a_page_that_says_what_to_do(
        self, client: PageClient, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(blueprint, "ROOM_FOR_A_PHOTO", 100_000)
        sent = adult(photo=(io.BytesIO(b"x" * 200_000), "toi.jpg"))
        answer = send(client, "toi", library, sent)
        assert answer.status_code == 413
        assert "quay lại" in answer.text

    def test_a_good_one_comes_back_with_the_form(
        self, client: PageClient, session: Session, library: Library
    ) -> None:
        answer = send(client, "toi", library, adult(full_name="", photo=(picture(), "toi.jpg")))
        assert "Đã nhận ảnh này" in answer.text
        kept = hidden(answer.text, "photo_kept")
        send(client, "toi", library, adult(photo_kept=kept))
        assert count(session, Portrait) == 1


class TestTaken:
    """What somebody has already: the same page, and a letter to the address on file."""

    @pytest.mark.parametrize("what", ["email", "number", "phone"])
    def test_is_answered_like_anything_else(
        self, client: PageClient, app: Flask, session: Session, library: Library, what: str
    ) -> None:
        mine = adult(phone="0912345678")
        first = send(client, "toi", library, mine)
        other = adult(
            **{
                "full_name": "Phạm Thị Hoa",
                "email": "hoa@example.vn",
                "phone": "0987654321",
                what: mine[what],
            }
        )
        stranger = PageClient.of(app, session)
        second = send(stranger, "toi", library, other)
        assert (second.status_code, count(session)) == (303, 1)
        assert _plain(stranger.get(second.location).text) == _plain(client.get(first.location).text)


def _plain(page: str) -> str:
    """A page without what is at random on any: tokens, links, pictures of them."""
    page = re.sub(r"tinh-trang/[\w-]+", "", page)
    page = re.sub(r'name="csrf_token"[^>]*value="[^"]+"', "", page)
    return re.sub(r"base64,[\w+/=]+", "", page)


def test_a_double_click_is_one_registration(
    client: PageClient, session: Session, library: Library
) -> None:
    page = client.get(address("toi", library)).text
    sent = adult(csrf_token=hidden(page, "csrf_token"), form_token=hidden(page, "form_token"))
    answers = [client.post(address("toi", library), data=sent) for _ in range(3)]
    assert len({answer.location for answer in answers}) == 1
    assert (count(session), count(session, StatusLink), count(session, Letter)) == (1, 1, 1)


def test_the_same_page_changed_is_another(
    client: PageClient, session: Session, library: Library
) -> None:
    page = client.get(address("con", library)).text
    tokens = {name: hidden(page, name) for name in ("csrf_token", "form_token")}
    for name in ("Trần Minh Khôi", "Trần Thu An"):
        client.post(address("con", library), data={**child(full_name=name), **tokens})
    assert count(session) == 2


def test_nobodys_mailbox_is_filled(client: PageClient, library: Library) -> None:
    """By the address as it was typed, of somebody on file or not: all are told the same."""
    sent = [send(client, "toi", library, adult(email="a@example.vn")) for _ in range(9)]
    assert [one.status_code for one in sent] == [303] * 8 + [429]
    assert "xem cả mục thư rác" in sent[-1].text
    assert value(sent[-1].text, "full_name") == "Nguyễn Thị Lan"


class TestBudget:
    @pytest.fixture
    def settings(self, settings: Any) -> Any:
        return replace(settings, registrations_per_hour=3)

    def test_over_it_nothing_typed_is_lost(
        self, client: PageClient, session: Session, library: Library
    ) -> None:
        for number in range(3):
            answer = send(client, "toi", library, adult(**_another(number)))
            assert answer.status_code == 303
        answer = send(client, "toi", library, adult(**_another(9), address="12 Thụy Khuê"))
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 60
        assert "còn nguyên" in answer.text
        assert value(answer.text, "address") == "12 Thụy Khuê"
        assert count(session) == 3

    def test_a_slip_of_the_finger_costs_nothing(
        self, client: PageClient, session: Session, library: Library
    ) -> None:
        for _ in range(9):
            assert send(client, "toi", library, adult(full_name="")).status_code == 422


def _another(number: int) -> dict[str, str]:
    return {"email": f"lan{number}@example.vn", "number": people.cccd(date(1990, 3, 14))}
