"""A forgotten password: a neutral page, a link used once, and every device signed out."""

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.links import look_at, make_link
from portal.accounts.models import Account
from portal.accounts.secrets_models import Errand, Link, LinkKind
from portal.db import db
from portal.mail.models import Letter
from tests import make
from tests.accounts.lan import (
    ADDRESS,
    NEW,
    NUMBER,
    PASSWORD,
    WRONG,
    Post,
    is_in,
    sign_in,
    token_of,
)
from tests.databases import counted_queries
from tests.pages import PageClient

pytestmark = pytest.mark.usefixtures("lan")


def ask(client: PageClient, name: str = ADDRESS) -> str:
    sent = client.send("/quen-mat-khau", name=name)
    assert sent.status_code == 303
    return client.get(str(sent.location)).text


def set_new(client: PageClient, token: str, password: str = NEW) -> int:
    path = f"/mat-khau-moi/{token}"
    return client.send(path, password=password, again=password).status_code


@pytest.mark.both_databases
@pytest.mark.parametrize("name", [ADDRESS, NUMBER])
def test_a_new_password_by_the_link(client: PageClient, post: Post, name: str) -> None:
    ask(client, name)
    token = token_of(post(), "password_link")
    assert set_new(client, token) == 303
    assert sign_in(client, password=PASSWORD) == 422
    assert sign_in(client, password=NEW) == 303
    assert [(kind, one.to) for kind, one in post()] == [
        ("password_link", ADDRESS),
        ("password_changed", ADDRESS),
    ]


def test_a_first_password_changes_nothing_and_is_no_news(
    client: PageClient, session: Session, post: Post
) -> None:
    reader = make.account(session, "Minh", email="minh@example.vn")
    token = make_link(session, reader.id, LinkKind.PASSWORD)
    session.commit()
    page = client.get(f"/mat-khau-moi/{token}").text
    assert "<h1>Chọn mật khẩu</h1>" in page
    assert "đăng xuất." not in page
    assert set_new(client, token) == 303
    assert "Đã chọn mật khẩu. Mời bạn đăng nhập." in client.get("/dang-nhap").text
    assert sign_in(client, "minh@example.vn", NEW) == 303
    assert post() == []


def test_of_another_password_it_is_said_beforehand_who_is_signed_out(
    client: PageClient, post: Post
) -> None:
    ask(client)
    page = client.get(f"/mat-khau-moi/{token_of(post(), 'password_link')}").text
    assert "<h1>Đặt mật khẩu mới</h1>" in page
    assert "Mọi máy đang đăng nhập sẽ được đăng xuất." in page


def test_the_page_and_its_work_are_the_same_for_every_name(
    app: Flask, client: PageClient, session: Session, post: Post
) -> None:
    make.account(session, email=None)
    pages, work = set(), set()
    with app.app_context():
        engine = db.engine
    for name in (ADDRESS, NUMBER, "khongco@example.vn", "999"):
        with counted_queries(engine) as statements:
            pages.add(ask(client, name))
        work.add(tuple(statements))
    assert len(pages) == len(work) == 1
    assert session.scalars(select(Letter)).all() == []  # posted later, by a job
    assert len(post()) == 2
    assert session.scalars(select(Errand)).all() == []


def test_many_asked_for_are_few_sent(client: PageClient, post: Post) -> None:
    for _ in range(10):
        ask(client)
        post()
    assert len(post()) == 3


def test_looking_at_the_link_does_not_use_it(client: PageClient, post: Post) -> None:
    ask(client)
    token = token_of(post(), "password_link")
    for _ in range(3):
        assert client.get(f"/mat-khau-moi/{token}").status_code == 200
        assert client.head(f"/mat-khau-moi/{token}").status_code == 200
    assert set_new(client, token) == 303


def test_a_link_works_once(client: PageClient, post: Post) -> None:
    ask(client)
    token = token_of(post(), "password_link")
    set_new(client, token)
    again = client.get(f"/mat-khau-moi/{token}")
    assert again.status_code == 409
    assert "không dùng được nữa" in again.text


def test_a_link_works_for_an_hour(client: PageClient, post: Post) -> None:
    with time_machine.travel("2026-11-28T08:00:00+07:00", tick=False) as clock:
        ask(client)
        token = token_of(post(), "password_link")
        clock.shift(3599)
        assert client.get(f"/mat-khau-moi/{token}").status_code == 200
        clock.shift(1)
        assert client.get(f"/mat-khau-moi/{token}").status_code == 409


def test_a_newer_link_kills_the_older(client: PageClient, post: Post) -> None:
    ask(client)
    old = token_of(post(), "password_link")
    ask(client)
    new = token_of(post(), "password_link")
    assert client.get(f"/mat-khau-moi/{old}").status_code == 409
    assert client.get(f"/mat-khau-moi/{new}").status_code == 200


@pytest.mark.parametrize("token", ["x", "ệ", "a" * 5000, "%00", "%ff"])
def test_what_was_never_a_link_is_none(client: PageClient, token: str) -> None:
    assert client.get(f"/mat-khau-moi/{token}").status_code == 409


def test_the_database_holds_no_link(client: PageClient, session: Session, post: Post) -> None:
    ask(client)
    token = token_of(post(), "password_link").encode()
    kept = session.execute(sa.text("SELECT * FROM account_link")).one()
    sealed = session.execute(sa.text("SELECT * FROM letter")).one()
    for value in (*kept, *sealed):
        assert token not in (value if isinstance(value, bytes) else str(value).encode())


def test_every_device_is_out_at_its_next_request(
    client: PageClient, another: PageClient, post: Post
) -> None:
    sign_in(client)
    assert is_in(client)
    ask(another)
    set_new(another, token_of(post(), "password_link"))
    assert not is_in(client)
    assert not is_in(another)


def test_the_owner_comes_in_though_strangers_guess(
    client: PageClient, another: PageClient, post: Post
) -> None:
    for _ in range(20):
        sign_in(another, password=WRONG)
    ask(client)
    set_new(client, token_of(post(), "password_link"))
    assert sign_in(client, password=NEW) == 303


def test_so_does_the_owner_who_guessed_in_a_browser_of_hers(client: PageClient, post: Post) -> None:
    sign_in(client)
    client.send("/dang-xuat", "/tai-khoan")
    for _ in range(10):
        sign_in(client, password=WRONG)
    ask(client)
    set_new(client, token_of(post(), "password_link"))
    assert sign_in(client, password=NEW) == 303


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngắn", "từ 10"),
        ("ababababab", "khác nhau"),
        (ADDRESS, "không được là"),
        ("matkhau123", "nhiều người dùng"),
        ("x" * 201, "200"),
    ],
)
def test_a_weak_password_is_told_and_the_link_kept(
    client: PageClient, post: Post, password: str, why: str
) -> None:
    ask(client)
    token = token_of(post(), "password_link")
    path = f"/mat-khau-moi/{token}"
    refused = client.send(path, password=password, again=password)
    assert refused.status_code == 422
    assert why in refused.text
    assert set_new(client, token) == 303


def test_typed_twice_alike(client: PageClient, post: Post) -> None:
    ask(client)
    path = f"/mat-khau-moi/{token_of(post(), 'password_link')}"
    refused = client.send(path, password=NEW, again=PASSWORD)
    assert refused.status_code == 422
    assert "không giống nhau" in refused.text


def test_a_closed_account_has_no_link(
    client: PageClient, session: Session, lan: Account, post: Post
) -> None:
    ask(client)
    token = token_of(post(), "password_link")
    lan.closed_at = lan.created_at
    assert client.get(f"/mat-khau-moi/{token}").status_code == 409
    assert session.scalars(select(Link.used_at)).one() is None


def test_without_an_address_the_link_of_the_desk_lives_on(
    client: PageClient, session: Session, post: Post
) -> None:
    """Whoever types the number of a card kills no link that its reader was given."""
    reader = make.account(session, "Minh", email=None)
    make.sign_in_name(session, reader, "HN-00 7777")
    token = make_link(session, reader.id, LinkKind.PASSWORD)
    session.commit()
    client.send("/quen-mat-khau", name="HN-00 7777")
    assert post() == []
    assert look_at(session, token, LinkKind.PASSWORD).id == reader.id
