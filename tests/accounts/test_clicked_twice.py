"""A button clicked twice: done once, and the second answer is the first one's."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.accounts.lan import NEW, PASSWORD, WRONG, Post, is_in, sign_in, token_of
from tests.pages import PageClient

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("lan")]

MINUTE = 60


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
