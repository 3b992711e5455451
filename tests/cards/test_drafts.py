"""A form left half filled: taken up again on the same device for a day, and nowhere else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.cards.acting import Clerk
from portal.cards.drafts import LONGEST, Draft, opened, sealed
from portal.clock import now
from portal.libraries.models import Library
from portal.roles import Role
from tests import make
from tests.cards.filling import START, address, adult, child, hidden, send, value
from tests.cards.readers import PASSWORD, browser_of, lent
from tests.pages import PageClient

KEY = "only for this test, and sealing nothing that is real"


def draft(**values: str) -> Draft:
    return Draft("toi", {"full_name": "Nguyễn Thị Lan", **values}, now().replace(microsecond=0))


def test_opens_with_its_key_for_a_day() -> None:
    made = draft(number="001190000001")
    value = sealed(made, KEY) or ""
    assert opened(value, KEY, now()) == made
    assert opened(value, KEY, now() + timedelta(hours=23, minutes=59)) == made
    assert opened(value, KEY, now() + timedelta(hours=24, minutes=1)) is None
    assert opened(value, "another key, of another installation", now()) is None


@pytest.mark.parametrize("value", ["", "x", "đ", "%%%", "QUJD" * 20, "A"])
def test_anything_else_is_none(value: str) -> None:
    assert opened(value, KEY, now()) is None


def test_says_nothing_to_who_reads_the_cookie() -> None:
    assert "Lan" not in (sealed(draft(), KEY) or "")


def test_everything_a_form_takes_fits_into_a_cookie() -> None:
    whole = {"address": "Số 12, ngách 34/56 ngõ Thịnh Quang" * 4, "guardian_name": "Lê Thu Hà" * 5,
             "school": "Trường Trung học cơ sở Chu Văn An", "email": "x" * 60}  # fmt: skip
    assert len(sealed(draft(**whole), KEY) or "x" * LONGEST) < LONGEST


def test_what_does_not_fit_is_not_kept_by_halves() -> None:
    assert sealed(draft(address="x" * 4000), KEY) is None
    assert sealed(Draft("toi", {"full_name": ""}, now()), KEY) is None


class TestOnTheDevice:
    def test_saved_by_a_button_and_taken_up_again(
        self, client: PageClient, library: Library
    ) -> None:
        saved = send(client, "toi", library, adult(), path=f"{START}/toi/nhap?thu-vien=KV-TAYHO")
        assert saved.status_code == 303
        page = client.get(f"{START}/toi")
        assert value(page.text, "full_name") == "Nguyễn Thị Lan"
        assert "checked" not in page.text.split('name="agreed_rules"')[1][:200]
        assert page.headers["Cache-Control"] == "no-store"
        assert "Bạn đang điền dở" in client.get(START).text

    def test_a_form_with_nothing_on_it_may_be_kept_by_the_browser(
        self, client: PageClient, library: Library
    ) -> None:
        assert "no-store" not in client.get(address("toi", library)).headers["Cache-Control"]

    def test_too_long_to_be_kept_nothing_is_lost(
        self, client: PageClient, library: Library
    ) -> None:
        path = f"{START}/toi/nhap?thu-vien=KV-TAYHO"
        answer = send(client, "toi", library, adult(address="x" * 5000), path=path)
        assert answer.status_code == 422
        assert value(answer.text, "address") == "x" * 5000

    def test_kept_when_something_is_wrong(self, client: PageClient, library: Library) -> None:
        send(client, "con", library, child(full_name=""))
        page = client.get(f"{START}/con").text
        assert value(page, "guardian_name") == "Lê Thu Hà"

    def test_gone_after_a_day(self, client: PageClient, library: Library) -> None:
        send(client, "toi", library, adult(full_name=""))
        with time_machine.travel(now() + timedelta(hours=25)):
            assert value(client.get(address("toi", library)).text, "email") == ""

    def test_gone_once_sent(self, client: PageClient, library: Library) -> None:
        send(client, "toi", library, adult(full_name=""))
        send(client, "toi", library, adult())
        assert client.get_cookie("card_draft", path=START) is None
        assert "Đã gửi từ máy này" in client.get(START).text

    def test_gone_when_asked(self, client: PageClient, library: Library) -> None:
        send(client, "toi", library, adult(full_name=""))
        csrf = hidden(client.get(START).text, "csrf_token")
        client.post(f"{START}/xoa-nhap", data={"csrf_token": csrf})
        assert client.get_cookie("card_draft", path=START) is None

    def test_another_device_knows_nothing(
        self, client: PageClient, app: Flask, session: Session, library: Library
    ) -> None:
        send(client, "toi", library, adult(full_name=""))
        assert "Bạn đang điền dở" not in PageClient.of(app, session).get(START).text

    def test_the_next_child_has_the_same_guardian(
        self, client: PageClient, library: Library
    ) -> None:
        answer = send(client, "con", library, child(them="1", school="TH Chu Văn An"))
        page = client.get(answer.location).text
        assert value(page, "guardian_number")
        assert (value(page, "full_name"), value(page, "birthday")) == ("", "")
        assert value(page, "school") == "TH Chu Văn An"

    @pytest.mark.parametrize(
        ("email", "onward"), [("me@example.vn", "mở thư vừa gửi"), ("", "mang giấy tờ đến")]
    )
    def test_before_the_next_child_it_is_said_that_the_first_is_sent(
        self, client: PageClient, library: Library, email: str, onward: str
    ) -> None:
        answer = send(client, "con", library, child(them="1", email=email))
        page = client.get(answer.location).text
        assert "Đã gửi đăng ký của Trần Minh Khôi." in page
        assert onward in page
        [status] = re.findall(r'href="(/the/dang-ky/tinh-trang/[^"]+)"', page)
        assert client.get(status).status_code == 200

    def test_the_first_childs_form_names_no_other(
        self, client: PageClient, library: Library
    ) -> None:
        send(client, "con", library, child())
        assert "tinh-trang/" not in client.get(address("con", library)).text


class TestPublicComputer:
    @pytest.mark.parametrize("fields", [adult(), adult(full_name="")], ids=["sent", "refused"])
    def test_keeps_nothing(
        self, client: PageClient, library: Library, fields: dict[str, str]
    ) -> None:
        answer = send(client, "toi", library, {**fields, "shared": "y"})
        assert client.get_cookie("card_draft", path=START) is None
        assert client.get_cookie("card_sent", path=START) is None
        assert answer.headers["Clear-Site-Data"] == '"cache"'
        assert "Nguyễn" not in client.get(f"{START}/toi?thu-vien=KV-TAYHO").text

    def test_said_before_the_form_it_is_not_even_kept_by_the_browser(
        self, client: PageClient, library: Library
    ) -> None:
        page = client.get(address("toi", library, shared=True))
        assert page.headers["Cache-Control"] == "no-store"
        assert set(re.findall(r'autocomplete="([^"]*)"', page.text.split("<main")[1])) == {"off"}
        assert "Lưu để điền tiếp sau" not in page.text

    def test_the_next_child_begins_anew(self, client: PageClient, library: Library) -> None:
        answer = send(client, "con", library, child(them="1", shared="y"))
        assert "/tinh-trang/" in answer.location


class TestWhoeverComesNext:
    @pytest.fixture
    def left(self, app: Flask, session: Session, library: Library, ha: Clerk) -> PageClient:
        """Lan's browser, signed in, with a form half filled and another sent."""
        client = browser_of(app, session, lent(session, ha, library))
        send(client, "toi", library, adult(number="", email="ba@example.vn"))
        send(client, "toi", library, adult(full_name=""))
        assert {"card_draft", "card_sent"} <= kept(client)
        return client

    def test_finds_nothing_once_somebody_signed_out(
        self, left: PageClient, library: Library
    ) -> None:
        left.send("/dang-xuat", "/tai-khoan")
        assert kept(left) == set()
        page = left.get(START).text
        assert "Bạn đang điền dở" not in page
        assert "Đã gửi từ máy này" not in page
        assert value(left.get(address("toi", library)).text, "email") == ""

    def test_nor_by_signing_in_where_somebody_stayed(
        self, left: PageClient, session: Session
    ) -> None:
        make.account(session, "Minh", email="minh@example.vn", password=PASSWORD)
        with left.session_transaction() as cookie:
            cookie.clear()  # hers ran out
        left.send("/dang-nhap", name="minh@example.vn", password=PASSWORD)
        assert kept(left) == set()

    def test_but_who_signs_in_again_finds_their_own(
        self, left: PageClient, session: Session, library: Library
    ) -> None:
        email = session.scalars(select(Account.email).where(Account.role == Role.READER)).first()
        token = hidden(left.get("/tai-khoan/mat-khau").text, "csrf_token")
        fields = {"csrf_token": token, "name": email or "", "password": PASSWORD}
        assert left.post("/dang-nhap", data=fields).status_code == 303
        assert {"card_draft", "card_sent"} <= kept(left)


@pytest.mark.parametrize("shared", [True, False])
def test_whoever_said_that_others_use_the_computer_need_not_say_it_again(
    client: PageClient, session: Session, library: Library, shared: bool
) -> None:
    make.account(session, "Minh", email="minh@example.vn", password=PASSWORD)
    said = {"shared": "y"} if shared else {}
    client.send("/dang-nhap", name="minh@example.vn", password=PASSWORD, **said)
    start, form = client.get(START), client.get(address("con", library))
    school = client.get("/the/lop")
    assert bool(re.search(r'name="chung"[^>]* checked', start.text)) is shared
    box = re.search(r'<input[^>]*name="shared"[^>]*>', form.text)
    assert box
    assert (" checked" in box[0]) is shared
    for page in (form, school):
        assert (page.headers["Cache-Control"] == "no-store") is shared
        assert ('autocomplete="off"' in page.text.split("<main")[1]) is shared


def kept(client: PageClient) -> set[str]:
    """Cookies of registrations that the browser still sends."""
    names = ("card_draft", "card_sent")
    return {name for name in names if client.get_cookie(name, path=START) is not None}
