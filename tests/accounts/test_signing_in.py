"""Staff sign in; nobody learns which addresses exist."""

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.service import BadAccount, WrongCredentials, authenticate, create_account
from portal.roles import Role
from tests.pages import PageClient

PASSWORD = "một mật khẩu dài"


@pytest.fixture
def lan(session: Session) -> Account:
    made = create_account(
        session, email="Lan@Thuvien.vn", name="Lan", password=PASSWORD, role=Role.LIBRARIAN
    )
    session.commit()
    return made


@pytest.mark.both_databases
def test_the_right_password_opens_whatever_the_case_of_the_address(
    session: Session, lan: Account
) -> None:
    assert authenticate(session, " LAN@thuvien.vn ", PASSWORD).id == lan.id


@pytest.mark.parametrize(
    ("email", "password"), [("lan@thuvien.vn", "sai"), ("khong@co.vn", PASSWORD), ("", "")]
)
def test_anything_else_is_refused_alike(
    session: Session, lan: Account, email: str, password: str
) -> None:
    with pytest.raises(WrongCredentials):
        authenticate(session, email, password)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("email", "password", "problem"),
    [
        ("lan@thuvien.vn", PASSWORD, "taken"),
        ("lan", PASSWORD, "email"),
        ("moi@thuvien.vn", "ngắn", "password"),
    ],
)
def test_accounts_that_cannot_be_made(
    session: Session, lan: Account, email: str, password: str, problem: str
) -> None:
    with pytest.raises(BadAccount) as refused:
        create_account(session, email=email, name="X", password=password, role=Role.LIBRARIAN)
    assert refused.value.problem == problem


def test_signing_in_on_the_page_and_out_again(client: PageClient, lan: Account) -> None:
    client.send("/dang-nhap", email="lan@thuvien.vn", password=PASSWORD)
    assert client.get("/dang-nhap").status_code == 302
    client.send("/dang-xuat", "/thu-vien")
    assert client.get("/dang-nhap").status_code == 200


def test_a_wrong_password_keeps_the_address_and_says_neither(
    client: PageClient, lan: Account
) -> None:
    known = client.send("/dang-nhap", email="lan@thuvien.vn", password="sai")
    unknown = client.send("/dang-nhap", email="lan@thuvien.vx", password="sai")
    assert known.status_code == unknown.status_code == 422
    assert "lan@thuvien.vn" in known.text
    message = "Email hoặc mật khẩu không đúng"
    assert message in known.text
    assert message in unknown.text


def test_coming_back_only_inside_the_portal(client: PageClient, lan: Account) -> None:
    there = client.send("/dang-nhap?next=//evil.example", email="lan@thuvien.vn", password=PASSWORD)
    assert there.headers["Location"] == "/"


def test_a_closed_account_is_signed_out(client: PageClient, session: Session, lan: Account) -> None:
    client.send("/dang-nhap", email="lan@thuvien.vn", password=PASSWORD)
    lan.session_key = "other"
    session.commit()
    assert client.get("/dang-nhap").status_code == 200
