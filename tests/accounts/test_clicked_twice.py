"""A button clicked twice: done once, and the second answer is the first one's."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import make
from tests.accounts.lan import NEW, PASSWORD, WRONG, Post, is_in, sign_in, token_of
from tests.pages import PageClient

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("lan")]

MINUTE = 60
ELSEWHERE = "lan.moi@example.vn"


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
    assert "Đã đổi mật khẩu. Mời bạn đăng nhập." in client.get("/dang-nhap").text
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
