"""Somebody signed in changes their password, their address, and closes their account."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, SignInName
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
from tests.pages import PageClient

ELSEWHERE = "lan.moi@example.vn"


@pytest.fixture
def inside(client: PageClient, lan: Account) -> PageClient:
    sign_in(client)
    return client


def test_everything_of_the_account_is_behind_the_sign_in(client: PageClient) -> None:
    for path in ("", "/mat-khau", "/email", "/thiet-bi", "/hai-lop", "/dong"):
        assert client.get(f"/tai-khoan{path}").status_code == 302


def test_the_account_says_what_there_is_and_is_kept_nowhere(inside: PageClient) -> None:
    page = inside.get("/tai-khoan")
    assert ADDRESS in page.text
    assert "hn001234" in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.both_databases
def test_a_new_password_signs_the_others_out(
    inside: PageClient, another: PageClient, post: Post
) -> None:
    sign_in(another)
    changed = inside.send("/tai-khoan/mat-khau", current=PASSWORD, password=NEW, again=NEW)
    assert changed.status_code == 303
    assert is_in(inside)
    assert not is_in(another)
    assert sign_in(another, password=PASSWORD) == 422
    assert sign_in(another, password=NEW) == 303
    assert [kind for kind, _ in post()] == ["password_changed"]


def test_a_new_password_needs_the_old_one(inside: PageClient, another: PageClient) -> None:
    refused = inside.send("/tai-khoan/mat-khau", current=WRONG, password=NEW, again=NEW)
    assert refused.status_code == 422
    assert "Mật khẩu không đúng." in refused.text
    assert sign_in(another) == 303


def test_whoever_sits_at_an_open_browser_cannot_guess_on(inside: PageClient, post: Post) -> None:
    for _ in range(9):
        inside.send("/tai-khoan/mat-khau", current=WRONG, password=NEW, again=NEW)
    slowed = inside.send("/tai-khoan/mat-khau", current=PASSWORD, password=NEW, again=NEW)
    assert slowed.status_code == 422
    assert "quá nhiều lần" in slowed.text
    assert [kind for kind, _ in post()] == ["guessed"]


def test_strangers_at_the_same_address_do_not_keep_an_owner_from_changing_it(
    inside: PageClient, another: PageClient
) -> None:
    for number in range(45):
        sign_in(another, f"nobody-{number}@example.vn")
    changed = inside.send("/tai-khoan/mat-khau", current=PASSWORD, password=NEW, again=NEW)
    assert changed.status_code == 303


@pytest.mark.both_databases
def test_a_new_address_holds_once_confirmed_and_the_old_one_is_told(
    inside: PageClient, another: PageClient, post: Post
) -> None:
    asked = inside.send("/tai-khoan/email", email=" Lan.Moi@example.vn", current=PASSWORD)
    assert asked.status_code == 303
    token = token_of(post(), "email_link")
    assert sign_in(another, ELSEWHERE) == 422
    path = f"/xac-nhan-email/{token}"
    assert sign_in(another) == 303
    assert another.get(path).status_code == 200
    assert another.send(path).status_code == 303
    another.delete_cookie("session")
    assert sign_in(another, ELSEWHERE) == 303
    another.delete_cookie("session")
    assert sign_in(another, ADDRESS) == 422
    assert [(kind, one.to) for kind, one in post()] == [
        ("email_link", ELSEWHERE),
        ("email_changed", ADDRESS),
    ]
    assert inside.get(path).status_code == 409


def test_the_address_one_has_needs_no_letter(inside: PageClient, post: Post) -> None:
    refused = inside.send("/tai-khoan/email", email=" Lan@Example.vn ", current=PASSWORD)
    assert refused.status_code == 422
    assert "Đây đang là địa chỉ của bạn." in refused.text
    assert post() == []


def test_who_has_the_mailbox_does_not_take_the_account(
    inside: PageClient, another: PageClient, session: Session, lan: Account, post: Post
) -> None:
    """The address may have been mistyped; a stranger signs in first, and to another account."""
    inside.send("/tai-khoan/email", email=ELSEWHERE, current=PASSWORD)
    path = f"/xac-nhan-email/{token_of(post(), 'email_link')}"
    assert another.get(path).location == f"/dang-nhap?next={path}"
    make.account(session, "Minh", email="minh@example.vn", password=PASSWORD)
    session.commit()
    sign_in(another, "minh@example.vn")
    for answer in (another.get(path), another.send(path, "/tai-khoan")):
        assert answer.status_code == 409
        assert "đăng nhập vào tài khoản đã yêu cầu đổi email" in answer.text
    session.refresh(lan)
    assert lan.email == ADDRESS
    assert inside.send(path).status_code == 303


def test_an_address_of_another_says_nothing_and_the_other_is_told(
    inside: PageClient, session: Session, post: Post
) -> None:
    make.account(session, "Minh", email="minh@example.vn")
    free = inside.send("/tai-khoan/email", email=ELSEWHERE, current=PASSWORD)
    taken = inside.send("/tai-khoan/email", email="minh@example.vn", current=PASSWORD)
    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    last = post()[-1]
    assert (last[0], last[1].to, last[1].values["token"]) == ("email_taken", "minh@example.vn", "")


def test_an_address_taken_meanwhile_stays_with_who_took_it(
    inside: PageClient, session: Session, lan: Account, post: Post
) -> None:
    inside.send("/tai-khoan/email", email=ELSEWHERE, current=PASSWORD)
    token = token_of(post(), "email_link")
    make.account(session, "Minh", email=ELSEWHERE)
    assert inside.send(f"/xac-nhan-email/{token}").status_code == 409
    session.refresh(lan)
    assert lan.email == ADDRESS


def test_nobody_is_pestered_with_letters(inside: PageClient, post: Post) -> None:
    for number in range(6):
        last = inside.send("/tai-khoan/email", email=f"a{number}@example.vn", current=PASSWORD)
    assert last.status_code == 422
    assert "đợi một giờ" in last.text
    assert len(post()) == 5


def test_no_address_at_all(inside: PageClient) -> None:
    refused = inside.send("/tai-khoan/email", email="lan", current=PASSWORD)
    assert refused.status_code == 422
    assert "không đúng dạng" in refused.text


def test_letters_come_in_the_language_chosen(
    inside: PageClient, session: Session, lan: Account
) -> None:
    assert inside.send("/tai-khoan/ngon-ngu-thu", "/tai-khoan", locale="en").status_code == 303
    assert inside.send("/tai-khoan/ngon-ngu-thu", "/tai-khoan", locale="fr").status_code == 400
    session.refresh(lan)
    assert lan.locale == "en"


@pytest.mark.both_databases
def test_closing_leaves_nothing_that_leads_to_the_reader(
    inside: PageClient, another: PageClient, session: Session, lan: Account, post: Post
) -> None:
    sign_in(another)
    assert inside.send("/tai-khoan/dong", current=WRONG).status_code == 422
    assert inside.send("/tai-khoan/dong", current=PASSWORD).status_code == 303
    assert not is_in(inside)
    assert not is_in(another)
    assert sign_in(another) == sign_in(another, NUMBER) == 422
    session.refresh(lan)
    assert lan.closed_at is not None
    assert (lan.email, lan.name, lan.password_hash) == (None, "", "")
    assert session.scalars(select(SignInName)).all() == []
    assert [(kind, one.to) for kind, one in post()] == [("account_closed", ADDRESS)]
    make.account(session, email=ADDRESS)  # the address is free again


def test_staff_are_closed_by_whoever_opened_them(client: PageClient, hoa: Account) -> None:
    sign_in(client, "hoa@thuvien.vn")
    assert client.get("/tai-khoan/dong").status_code == 403
