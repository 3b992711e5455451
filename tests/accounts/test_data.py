"""Everything that is kept of an account, for its owner: to be read, and to be taken along."""

import json
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal.accounts import second_factor, staff
from portal.accounts.changes import ask_for_email
from portal.accounts.models import Account, Device, SignInName
from portal.accounts.secrets_models import Link, RecoveryCode, SecondFactor
from portal.accounts.signing import SignedIn
from portal.clock import now
from portal.libraries.models import Library
from portal.roles import Role
from tests import make
from tests.accounts.lan import ADDRESS, PASSWORD, sign_in
from tests.pages import PageClient
from tests.people import signed_in

pytestmark = pytest.mark.both_databases

PAGE, FILE = "/tai-khoan/du-lieu", "/tai-khoan/du-lieu.json"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko Firefox/130.0"


def taken(client: PageClient) -> dict[str, Any]:
    """The account's part of the file."""
    told: dict[str, Any] = json.loads(client.get(FILE).data)["account"]
    return told


@pytest.fixture
def tay_ho(session: Session) -> Library:
    return make.library(session, "KV-TAYHO")


@pytest.fixture
def thu(session: Session, tay_ho: Library) -> Account:
    """A librarian whose second factor is on, and was moved here by somebody in charge."""
    thu = make.account(session, "Thu", Role.LIBRARIAN, at=tay_ho, password=PASSWORD)
    boss = make.account(session, "Sếp Tổng", Role.ADMINISTRATOR)
    by = SignedIn(boss.id, boss.name, boss.role, None, 0, None, "")
    staff.place(session, by, thu.id, Role.HEAD, tay_ho.id)
    second_factor.begin(session, thu.id)
    secret = second_factor.secret_begun(session, thu.id) or ""
    second_factor.confirm(session, thu, pyotp.TOTP(secret).at(now()))
    return thu


def test_a_reader_is_told_everything(client: PageClient, session: Session, lan: Account) -> None:
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in(client, shared="y")
    ask_for_email(session, lan, "lan.moi@example.vn")
    told = taken(client)
    assert (told["name"], told["email"], told["role"]) == ("Lan", ADDRESS, "reader")
    assert [one["name"] for one in told["sign_in_names"]] == ["hn001234"]
    (device,) = told["devices"]
    assert (device["device"], device["shared"]) == ("Firefox · Windows", True)
    (link,) = told["links"]
    assert (link["for"], link["email"], link["used_at"]) == ("email", "lan.moi@example.vn", None)
    assert (told["second_factor_since"], told["has_password"]) == (None, True)
    page = client.get(PAGE).text
    for text in ("Lan", ADDRESS, "hn001234", "Firefox · Windows (máy dùng chung)",
                 "lan.moi@example.vn", "Bạn đọc"):  # fmt: skip
        assert text in page
    assert "Việc bạn làm ở quầy" not in page


def test_no_column_of_an_account_is_left_out(client: PageClient, lan: Account) -> None:
    """Whoever adds one says here whether its owner is told, and as what."""
    sign_in(client)
    columns = {one.key for one in inspect(Account).mapper.column_attrs}
    called = {"password_hash": "has_password", "library_id": "library",
              "grace_from": "second_factor_due_from"}  # fmt: skip
    ours = {"id", "closed_at"}  # which an account that somebody is signed in to has not
    assert {called.get(one, one) for one in columns - ours} <= set(taken(client))


def test_one_of_the_staff_is_told_what_was_done_to_the_account(
    app: Flask, session: Session, thu: Account, tay_ho: Library
) -> None:
    client = signed_in(app, session, thu)
    told = taken(client)
    assert told["library"] == tay_ho.name
    assert told["second_factor_since"] is not None
    assert told["recovery_codes_left"] > 0
    (event,) = told["events"]
    assert event["act"] == "place"
    assert event["before"] == {"role": "librarian", "library": tay_ho.name}
    assert event["after"] == {"role": "head", "library": tay_ho.name}
    page = client.get(PAGE).text
    assert f"Thủ thư, {tay_ho.name} → Phụ trách thư viện, {tay_ho.name}" in page
    assert "Việc bạn làm ở quầy" in page
    assert "Sếp Tổng" not in page + client.get(FILE).text, "the library answers for its people"


def test_nothing_in_it_opens_anything(
    app: Flask, session: Session, lan: Account, thu: Account
) -> None:
    for account in (lan, thu):
        client = signed_in(app, session, account)
        ask_for_email(session, account, f"moi-{account.id}@example.vn")
        answers = client.get(FILE).text + client.get(PAGE).text
        secrets = [
            account.password_hash,
            *session.scalars(select(Device.token_hash)),
            *session.scalars(select(Link.token_hash)),
            *session.scalars(select(SecondFactor.secret)),
            *session.scalars(select(RecoveryCode.code_hash)),
        ]
        assert len(secrets) > 2
        for one in secrets:
            for text in (one,) if isinstance(one, str) else (one.hex(), str(one)[2:-1]):
                assert text not in answers


def test_nobody_is_told_of_anybody_else(app: Flask, session: Session, lan: Account) -> None:
    other = make.account(session, "Nguyễn Văn Minh", email="minh@example.vn")
    make.sign_in_name(session, other, "99001122")
    signed_in(app, session, other)
    client = signed_in(app, session, lan)
    answers = client.get(FILE).text + client.get(PAGE).text
    for text in ("Minh", "minh@example.vn", "99001122"):
        assert text not in answers


def test_it_is_for_whoever_is_signed_in_and_kept_by_nobody(
    client: PageClient, lan: Account
) -> None:
    for path in (PAGE, FILE):
        assert client.get(path).location == f"/dang-nhap?next={path}"
    sign_in(client)
    for path in (PAGE, FILE):
        assert client.get(path).headers["Cache-Control"] == "no-store"
    assert client.get(FILE).headers["Content-Disposition"].startswith("attachment")
    assert f'href="{PAGE}"' in client.get("/tai-khoan").text


def test_moments_are_told_as_they_are_kept(app: Flask, session: Session, lan: Account) -> None:
    lan.created_at = now() - timedelta(days=400)
    client = signed_in(app, session, lan)
    session.expire_all()
    told = taken(client)
    assert told["created_at"] == lan.created_at.isoformat()
    added = session.scalars(select(SignInName.added_at)).one()
    assert told["sign_in_names"][0]["added_at"] == added.isoformat()
