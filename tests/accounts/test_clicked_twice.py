"""A button clicked twice: done once, and the second answer is the first one's."""

import re
from collections.abc import Iterator

import pyotp
import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.accounts.devices import devices_of
from portal.accounts.models import Account
from portal.accounts.second_factor import secret_begun
from portal.clock import now
from tests import make
from tests.accounts.lan import NEW, PASSWORD, WRONG, Post, is_in, sign_in, token_of
from tests.pages import PageClient

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("lan")]

MINUTE = 60
ELSEWHERE = "lan.moi@example.vn"
HOA = "hoa@thuvien.vn"


CODES = re.compile(r"<code>([a-z0-9-]{14})</code>")
FACTOR = "/tai-khoan/hai-lop"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-28T08:00:00+07:00", tick=False) as clock:
        yield clock


def test_a_new_password_by_the_link(
    client: PageClient, another: PageClient, post: Post, clock: time_machine.Traveller
) -> None:
    client.send("/quen-mat-khau", name="lan@example.vn")
    path = f"/mat-khau-moi/{token_of(post(), 'password_link')}"
    answers = client.send_twice(path, password=NEW, again=NEW)
    assert [(one.status_code, one.location) for one in answers] == [(303, "/dang-nhap")] * 2
    assert "Đã chọn mật khẩu. Mời bạn đăng nhập." in client.get("/dang-nhap").text
    assert [kind for kind, _ in post()] == ["password_link", "password_changed"]
    assert another.get(path).status_code == 409
    another.send(path, "/dang-nhap", password=WRONG, again=WRONG)
    assert not is_in(another)
    assert sign_in(another, password=WRONG) == 422
    assert sign_in(another, password=NEW) == 303
    clock.shift(MINUTE)
    assert client.send(path, "/dang-nhap", password=NEW, again=NEW).status_code == 409


def test_a_new_address_is_asked_for(
    client: PageClient, post: Post, clock: time_machine.Traveller
) -> None:
    """One letter, whose link lives; asked for again later there is another."""
    sign_in(client)
    fields = {"email": ELSEWHERE, "current": PASSWORD}
    answers = client.send_twice("/tai-khoan/email", **fields)
    assert [(one.status_code, one.location) for one in answers] == [(303, "/tai-khoan")] * 2
    assert "Đã gửi thư tới địa chỉ mới" in client.get("/tai-khoan").text
    assert [kind for kind, _ in post()] == ["email_link"]
    assert client.get(f"/xac-nhan-email/{token_of(post(), 'email_link')}").status_code == 200
    clock.shift(MINUTE)
    client.send("/tai-khoan/email", **fields)
    assert [kind for kind, _ in post()] == ["email_link"] * 2


def test_an_address_of_another_is_asked_for(
    client: PageClient, session: Session, post: Post
) -> None:
    """The other has one letter, too, so that nothing is learned."""
    make.account(session, "Minh", email="minh@example.vn")
    sign_in(client)
    fields = {"email": "minh@example.vn", "current": PASSWORD}
    answers = client.send_twice("/tai-khoan/email", **fields)
    assert [(one.status_code, one.location) for one in answers] == [(303, "/tai-khoan")] * 2
    assert [kind for kind, _ in post()] == ["email_taken"]


def test_a_new_address_is_confirmed(
    client: PageClient, another: PageClient, session: Session, post: Post
) -> None:
    sign_in(client)
    client.send("/tai-khoan/email", email=ELSEWHERE, current=PASSWORD)
    path = f"/xac-nhan-email/{token_of(post(), 'email_link')}"
    answers = client.send_twice(path)
    assert [(one.status_code, one.location) for one in answers] == [(303, "/")] * 2
    assert "Đã đổi email." in client.get("/").text
    assert [kind for kind, _ in post()] == ["email_link", "email_changed"]
    make.account(session, "Minh", email="minh@example.vn", password=PASSWORD)
    sign_in(another, "minh@example.vn")
    assert another.send(path, "/tai-khoan").status_code == 409


@pytest.fixture
def begun(
    client: PageClient, session: Session, hoa: Account, clock: time_machine.Traveller
) -> pyotp.TOTP:
    """Hoa, signed in, has begun to set her app up."""
    sign_in(client, HOA)
    client.send(FACTOR)
    return pyotp.TOTP(secret_begun(session, hoa.id) or "")


@pytest.fixture
def app_of_hoa(client: PageClient, begun: pyotp.TOTP, clock: time_machine.Traveller) -> pyotp.TOTP:
    """It is set up, and a minute has passed."""
    client.send(f"{FACTOR}/xac-nhan", FACTOR, code=begun.at(now()))
    clock.shift(MINUTE)
    return begun


def test_a_second_factor_is_switched_on(
    client: PageClient, another: PageClient, begun: pyotp.TOTP, post: Post
) -> None:
    """The second answer shows the codes of the first: they open."""
    code = begun.at(now())
    answers = client.send_twice(f"{FACTOR}/xac-nhan", FACTOR, code=code)
    first, second = (CODES.findall(one.text) for one in answers)
    assert len(first) == 10
    assert first == second
    assert [kind for kind, _ in post()] == ["second_factor_on"]
    sign_in(another, HOA)
    assert another.send("/dang-nhap/ma", code=second[0]).status_code == 303
    wrong = client.send(f"{FACTOR}/xac-nhan", "/tai-khoan/email", code="000000")
    assert wrong.status_code == 422
    assert not CODES.findall(wrong.text)


def test_nobody_sees_the_codes_later(
    client: PageClient, begun: pyotp.TOTP, clock: time_machine.Traveller
) -> None:
    code, at = begun.at(now()), f"{FACTOR}/xac-nhan"
    client.send(at, FACTOR, code=code)
    clock.shift(MINUTE)
    late = client.send(at, "/tai-khoan/email", code=code)
    assert late.status_code == 422
    assert not CODES.findall(late.text)


@pytest.mark.parametrize("by", ["app", "recovery code"])
def test_new_recovery_codes(
    client: PageClient, app_of_hoa: pyotp.TOTP, clock: time_machine.Traveller, by: str
) -> None:
    def renew(code: str) -> list[list[str]]:
        fields = {"current": PASSWORD, "code": code}
        answers = client.send_twice(f"{FACTOR}/ma-du-phong", FACTOR, **fields)
        return [CODES.findall(one.text) for one in answers]

    first, second = renew(app_of_hoa.at(now()))
    assert len(first) == 10
    assert first == second
    clock.shift(MINUTE)
    code = app_of_hoa.at(now()) if by == "app" else second[0]
    third, fourth = renew(code)
    assert len(third) == 10
    assert third == fourth
    assert not set(third) & set(first)
    clock.shift(2 * MINUTE)
    assert renew(code) == [[], []]


def test_a_code_that_opened_makes_no_recovery_codes(
    client: PageClient, another: PageClient, app_of_hoa: pyotp.TOTP
) -> None:
    """It is the last one taken, but it was not taken for them."""
    code = app_of_hoa.at(now())
    sign_in(another, HOA)
    another.send("/dang-nhap/ma", code=code)
    refused = client.send(f"{FACTOR}/ma-du-phong", FACTOR, current=PASSWORD, code=code)
    assert refused.status_code == 422
    assert not CODES.findall(refused.text)


def test_a_second_factor_is_switched_off(
    client: PageClient, app_of_hoa: pyotp.TOTP, post: Post
) -> None:
    fields = {"current": PASSWORD, "code": app_of_hoa.at(now())}
    answers = client.send_twice(f"{FACTOR}/tat", FACTOR, **fields)
    assert [(one.status_code, one.location) for one in answers] == [(303, FACTOR)] * 2
    assert [kind for kind, _ in post()] == ["second_factor_on", "second_factor_off"]


def test_the_code_at_the_door(
    client: PageClient, session: Session, app_of_hoa: pyotp.TOTP, hoa: Account
) -> None:
    """One way in and one device, whichever of the two answers the browser heard."""
    client.send("/dang-xuat", "/tai-khoan")
    sign_in(client, HOA)
    code = app_of_hoa.at(now())
    answers = client.send_twice("/dang-nhap/ma?next=/quay", "/dang-nhap/ma", code=code)
    assert [(one.status_code, one.location) for one in answers] == [(303, "/quay")] * 2
    assert is_in(client)
    assert len(devices_of(session, hoa.id)) == 1


def test_a_recovery_code_at_the_door(
    client: PageClient, session: Session, begun: pyotp.TOTP, hoa: Account
) -> None:
    shown = client.send(f"{FACTOR}/xac-nhan", FACTOR, code=begun.at(now())).text
    client.send("/dang-xuat", "/tai-khoan")
    sign_in(client, HOA)
    client.send_twice("/dang-nhap/ma", code=CODES.findall(shown)[0])
    assert is_in(client)
    assert len(devices_of(session, hoa.id)) == 1


@pytest.mark.parametrize("wrong", ["code", "late", "signed out"])
def test_the_step_between_password_and_code_lets_nobody_in_later(
    client: PageClient,
    another: PageClient,
    app_of_hoa: pyotp.TOTP,
    clock: time_machine.Traveller,
    wrong: str,
) -> None:
    """Whoever copied the cookie of a browser that waited for its code."""
    client.send("/dang-xuat", "/tai-khoan")
    sign_in(client, HOA)
    waiting = client.get_cookie("session")
    assert waiting
    code = app_of_hoa.at(now())
    client.send("/dang-nhap/ma", code=code)
    if wrong == "late":
        clock.shift(MINUTE)
    if wrong == "signed out":
        client.send("/dang-xuat", "/tai-khoan")
    another.set_cookie("session", waiting.value)
    given = "000000" if wrong == "code" else code
    another.send("/dang-nhap/ma", code=given)
    assert not is_in(another)


def test_the_password_is_changed(
    client: PageClient, session: Session, lan: Account, post: Post
) -> None:
    sign_in(client)
    fields = {"current": PASSWORD, "password": NEW, "again": NEW}
    answers = client.send_twice("/tai-khoan/mat-khau", **fields)
    assert [(one.status_code, one.location) for one in answers] == [(303, "/tai-khoan")] * 2
    page = client.get("/tai-khoan")
    assert page.status_code == 200
    assert "Đã đổi mật khẩu. Các máy khác đã được đăng xuất." in page.text
    assert [kind for kind, _ in post()] == ["password_changed"]
    assert len(devices_of(session, lan.id)) == 1


@pytest.mark.parametrize("wrong", ["password", "late"])
def test_a_session_that_ended_lets_nobody_in_later(
    client: PageClient, another: PageClient, lan: Account, clock: time_machine.Traveller, wrong: str
) -> None:
    """Whoever copied the cookie before the password was changed, and tries to guess the new one."""
    sign_in(client)
    page = client.get("/tai-khoan/mat-khau").text
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[-1]
    copied = client.get_cookie("session")
    assert copied
    client.send("/tai-khoan/mat-khau", current=PASSWORD, password=NEW, again=NEW)
    if wrong == "late":
        clock.shift(MINUTE)
    another.set_cookie("session", copied.value)
    guess = WRONG if wrong == "password" else NEW
    fields = {"csrf_token": token, "current": PASSWORD, "password": guess, "again": guess}
    answer = another.post("/tai-khoan/mat-khau", data=fields)
    assert answer.location == "/dang-nhap?next=/"
    assert not is_in(another)
    assert is_in(client)
