"""Readers and staff sign in; nobody learns which names exist."""

import re
import unicodedata

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import passwords
from portal.accounts.forgotten import set_password
from portal.accounts.models import Account, Device
from portal.accounts.service import close_account
from portal.accounts.signing_in import (
    ACCOUNT_PACE,
    CLIENT_PACE,
    Asker,
    WrongCredentials,
    enter,
    knock,
)
from tests import make
from tests.accounts.lan import ADDRESS, NEW, NUMBER, PASSWORD, WRONG, Post, is_in, sign_in
from tests.pages import PageClient

pytestmark = pytest.mark.usefixtures("lan")

NOBODY = "khongco@example.vn"


@pytest.mark.both_databases
@pytest.mark.parametrize("name", [ADDRESS, " LAN@Example.vn ", NUMBER, "hn001234"])
def test_by_address_or_number_however_they_are_typed(client: PageClient, name: str) -> None:
    assert sign_in(client, name) == 303
    assert is_in(client)


@pytest.mark.parametrize(
    ("name", "password"),
    [(ADDRESS, WRONG), (NUMBER, WRONG), (NOBODY, PASSWORD), ("9", PASSWORD), ("@", "x")],
)
def test_anything_else_is_refused_alike(client: PageClient, name: str, password: str) -> None:
    refused = client.send("/dang-nhap", name=name, password=password)
    assert refused.status_code == 422
    assert "Email, số thẻ hoặc mật khẩu không đúng." in refused.text
    assert not is_in(client)


def without_what_differs(page: str, name: str) -> str:
    return re.sub(r'name="csrf_token"[^>]*|value="' + re.escape(name) + '"', "", page)


@pytest.mark.parametrize("password", [PASSWORD, WRONG])
def test_one_hash_is_worked_out_whether_there_is_an_account_or_not(
    client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    make.account(session, email="chua@example.vn")  # has chosen no password yet
    counted: list[str] = []
    hasher = type(passwords._hasher)
    verify = hasher.verify

    def counting(self: PasswordHasher, stored: str, typed: str) -> bool:
        counted.append(typed)
        return verify(self, stored, typed)

    monkeypatch.setattr(hasher, "verify", counting)
    passwords._nobodys()
    pages = set()
    for name in (ADDRESS, NOBODY, "chua@example.vn"):
        counted.clear()
        page = client.send("/dang-nhap", name=name, password=password)
        assert len(counted) == 1
        client.delete_cookie("session")
        if page.status_code == 422:
            pages.add(without_what_differs(page.text, name))
    assert len(pages) == 1


def test_signing_out(client: PageClient, session: Session) -> None:
    sign_in(client)
    client.send("/dang-xuat", "/tai-khoan")
    assert not is_in(client)
    assert session.scalars(select(Device)).all() == []


def test_coming_back_only_inside_the_portal(client: PageClient) -> None:
    there = client.send("/dang-nhap?next=//evil.example", name=ADDRESS, password=PASSWORD)
    assert there.headers["Location"] == "/"
    assert client.get("/dang-nhap?next=/tai-khoan").headers["Location"] == "/tai-khoan"


def test_a_closed_account_is_out_at_once_and_stays_out(
    client: PageClient, session: Session, lan: Account
) -> None:
    sign_in(client)
    close_account(session, lan)
    assert not is_in(client)
    assert sign_in(client) == 422
    assert sign_in(client, NUMBER) == 422


def test_a_session_planted_before_is_worth_nothing_after(
    app: Flask, client: PageClient, another: PageClient
) -> None:
    """Whoever planted their own session in Lan's browser does not end up in her account."""
    client.get("/dang-nhap")
    planted = client.get_cookie("session")
    assert planted is not None
    sign_in(client)
    another.set_cookie("session", planted.value)
    assert not is_in(another)


def test_somebody_else_signing_in_here_ends_who_was(
    client: PageClient, another: PageClient, session: Session, hoa: Account
) -> None:
    sign_in(client, "hoa@thuvien.vn")
    hers = client.get_cookie("session")
    assert hers is not None
    client.send("/dang-nhap", "/tai-khoan", name=ADDRESS, password=PASSWORD)
    assert ADDRESS in client.get("/tai-khoan").text
    another.set_cookie("session", hers.value)
    assert not is_in(another)


def test_a_password_changed_at_this_moment_wins(session: Session, lan: Account) -> None:
    knocked = knock(session, ADDRESS, Asker("127.0.0.1"))
    assert knocked.opens(PASSWORD)
    set_password(session, lan, passwords.hashed(NEW))
    with pytest.raises(WrongCredentials):
        enter(session, knocked, PASSWORD)


def test_every_signing_in_makes_a_new_session(client: PageClient, session: Session) -> None:
    sign_in(client)
    first = client.get_cookie("session")
    token = client.get("/dang-nhap")
    assert first is not None
    assert token.status_code == 302
    before = session.scalars(select(Device.token_hash)).one()
    client.delete_cookie("session")
    sign_in(client)
    after = session.scalars(select(Device.token_hash).order_by(Device.id.desc())).first()
    assert before != after


def test_a_shared_computer_forgets_after_an_hour_and_with_its_window(client: PageClient) -> None:
    with time_machine.travel("2026-11-28T08:30:00+07:00", tick=False) as clock:
        assert sign_in(client, shared="y") == 303
        cookie = client.get_cookie("session")
        assert cookie is not None
        assert cookie.expires is None
        assert client.get_cookie("known", path="/dang-nhap") is None
        assert is_in(client)
        clock.shift(3600)
        assert not is_in(client)


@pytest.mark.both_databases
def test_guesses_at_one_account_end_whoever_has_it(client: PageClient, post: Post) -> None:
    answers = []
    for name in (ADDRESS, NOBODY):
        tried = [client.send("/dang-nhap", name=name, password=WRONG) for _ in range(10)]
        slowed = ["quá nhiều lần" in one.text for one in tried]
        assert slowed == [False] * ACCOUNT_PACE.burst + [True] * 2
        answers.append(without_what_differs(tried[-1].text, name))
    assert answers[0] == answers[1]
    assert sign_in(client) == 422  # the right password comes too late
    assert [(kind, one.to) for kind, one in post()] == [("guessed", ADDRESS)]


def test_the_owner_is_told_of_guesses_once_a_day(client: PageClient, post: Post) -> None:
    with time_machine.travel("2026-11-28T08:00:00+07:00") as clock:
        for _ in range(12):
            sign_in(client, password=WRONG)
            post()
        assert len(post()) == 1
        clock.shift(24 * 3600)
        for _ in range(12):
            sign_in(client, password=WRONG)
        assert len(post()) == 2


def test_the_owner_waits_a_quarter_of_an_hour_at_most(client: PageClient) -> None:
    with time_machine.travel("2026-11-28T08:00:00+07:00", tick=False) as clock:
        for _ in range(50):
            sign_in(client, password=WRONG)
        assert sign_in(client) == 422
        clock.shift(ACCOUNT_PACE.pause)
        assert sign_in(client) == 303


def test_strangers_do_not_keep_the_owner_out_of_a_browser_she_used(
    client: PageClient, another: PageClient
) -> None:
    sign_in(client)
    client.send("/dang-xuat", "/tai-khoan")
    for _ in range(10):
        sign_in(another, password=WRONG)
    assert sign_in(another) == 422
    assert sign_in(client) == 303


def test_a_known_browser_is_known_for_its_own_account_only(
    client: PageClient, session: Session
) -> None:
    make.account(session, "Minh", email="minh@example.vn", password=NEW)
    sign_in(client)
    client.send("/dang-xuat", "/tai-khoan")
    for _ in range(10):
        sign_in(client, "minh@example.vn", WRONG)
    client.delete_cookie("known", path="/dang-nhap")
    assert sign_in(client, "minh@example.vn", NEW) == 422


def test_guesses_of_one_client_end_whatever_the_names(client: PageClient) -> None:
    for number in range(CLIENT_PACE.burst):
        assert sign_in(client, f"so-{number}@example.vn", WRONG) == 422
    last = client.send("/dang-nhap", name="moi@example.vn", password=WRONG)
    assert "quá nhiều lần" in last.text


def test_whoever_shares_an_address_does_not_keep_the_owner_out_of_a_browser_she_used(
    client: PageClient, another: PageClient
) -> None:
    """A school's computers are one client: one that guesses on and on stops nobody known."""
    sign_in(client)
    client.send("/dang-xuat", "/tai-khoan")
    for number in range(CLIENT_PACE.burst + 1):
        sign_in(another, f"so-{number}@example.vn", WRONG)
    assert sign_in(another) == 422
    assert sign_in(client) == 303


def test_a_client_who_tries_one_after_another_has_nobody_told(
    client: PageClient, session: Session, post: Post
) -> None:
    for number in range(CLIENT_PACE.burst):
        sign_in(client, f"so-{number}@example.vn", WRONG)
    sign_in(client, password=WRONG)
    assert post() == []


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["a\x00b", "lan@example.vn\x00", "\u202e", " ", "x" * 254])
def test_names_that_are_none(client: PageClient, name: str) -> None:
    assert sign_in(client, name, WRONG) == 422


def test_a_password_typed_on_another_keyboard(client: PageClient) -> None:
    assert sign_in(client, password=unicodedata.normalize("NFD", PASSWORD)) == 303


def test_whoever_knows_the_password_uses_up_nothing(client: PageClient) -> None:
    for _ in range(CLIENT_PACE.burst + 5):
        assert sign_in(client) == 303
        client.delete_cookie("session")
