"""Codes of an app: set up, asked for, never taken twice; recovery codes; who must have them."""

import re
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pyotp
import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.codes import step_of
from portal.accounts.models import Account
from portal.accounts.second_factor import begin, confirm, secret_begun
from portal.accounts.secrets_models import SecondFactor
from portal.app import create_app
from portal.clock import now
from portal.config import Settings
from tests.accounts.lan import PASSWORD, Post, is_in, sign_in
from tests.pages import PageClient

HOA = "hoa@thuvien.vn"
STEP = 30


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-28T08:00:00+07:00", tick=False) as clock:
        yield clock


@pytest.fixture
def secret(session: Session, hoa: Account, clock: time_machine.Traveller) -> str:
    """Hoa has set her app up, a minute ago."""
    begin(session, hoa.id)
    shown = secret_begun(session, hoa.id)
    assert shown
    confirm(session, hoa, pyotp.TOTP(shown).at(now()))
    session.commit()
    clock.shift(2 * STEP)
    return shown


def code(secret: str) -> str:
    return pyotp.TOTP(secret).at(now())


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, cut to six digits."""
    secret = b32encode(b"12345678901234567890").decode()
    for moment, expected in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        at = datetime.fromtimestamp(moment, UTC)
        assert step_of(secret, expected, at) == moment // STEP


def test_setting_it_up(
    client: PageClient, session: Session, hoa: Account, post: Post, clock: time_machine.Traveller
) -> None:
    sign_in(client, HOA)
    client.send("/tai-khoan/hai-lop")
    page = client.get("/tai-khoan/hai-lop").text
    assert 'src="data:image/svg+xml' in page
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    secret = found[1].replace(" ", "")
    at = "/tai-khoan/hai-lop"
    wrong = client.send(f"{at}/xac-nhan", at, code="000000")
    assert wrong.status_code == 422
    done = client.send(f"{at}/xac-nhan", at, code=f" {code(secret)[:3]} {code(secret)[3:]}")
    assert done.status_code == 200
    assert len(re.findall(r"<code>[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}</code>", done.text)) == 10
    assert "<code>" not in client.get(at).text  # neither secret nor codes are shown again
    assert [kind for kind, _ in post()] == ["second_factor_on"]


def test_the_database_holds_no_secret(session: Session, secret: str) -> None:
    kept = session.execute(sa.text("SELECT secret FROM second_factor")).scalar_one()
    assert secret.encode() not in kept


@pytest.mark.both_databases
def test_a_password_alone_opens_nothing(client: PageClient, secret: str) -> None:
    first = client.send("/dang-nhap?next=/quay", name=HOA, password=PASSWORD)
    assert first.location == "/dang-nhap/ma?next=/quay"
    assert not is_in(client)
    second = client.send("/dang-nhap/ma?next=/quay", code=code(secret))
    assert second.location == "/quay"
    assert is_in(client)


@pytest.mark.both_databases
def test_no_code_is_taken_twice(
    client: PageClient, another: PageClient, secret: str, clock: time_machine.Traveller
) -> None:
    for one in (client, another):
        sign_in(one, HOA)
    same = code(secret)
    assert client.send("/dang-nhap/ma", code=same).status_code == 303
    assert another.send("/dang-nhap/ma", code=same).status_code == 422
    earlier = pyotp.TOTP(secret).at(now().timestamp() - STEP)
    assert another.send("/dang-nhap/ma", code=earlier).status_code == 422
    clock.shift(STEP)
    assert another.send("/dang-nhap/ma", code=code(secret)).status_code == 303


@pytest.mark.parametrize("wrong", [-3, 3])
def test_a_clock_may_be_a_little_wrong_and_no_more(
    client: PageClient, secret: str, wrong: int
) -> None:
    sign_in(client, HOA)
    far = pyotp.TOTP(secret).at(now().timestamp() + wrong * STEP)
    near = pyotp.TOTP(secret).at(now().timestamp() + STEP)
    assert client.send("/dang-nhap/ma", code=far).status_code == 422
    assert client.send("/dang-nhap/ma", code=near).status_code == 303


def test_codes_cannot_be_guessed_on_and_the_owner_is_told(
    client: PageClient, secret: str, clock: time_machine.Traveller, post: Post
) -> None:
    sign_in(client, HOA)
    for _ in range(6):
        assert client.send("/dang-nhap/ma", code="000000").status_code == 422
    slowed = client.send("/dang-nhap/ma", code=code(secret))
    assert slowed.status_code == 422
    assert "quá nhiều mã" in slowed.text
    assert post()[-1][0] == "codes_guessed"
    clock.shift(5 * 60)
    assert client.send("/dang-nhap/ma", code=code(secret)).status_code == 303


def test_the_second_step_waits_ten_minutes(
    client: PageClient, secret: str, clock: time_machine.Traveller
) -> None:
    sign_in(client, HOA)
    clock.shift(10 * 60)
    assert client.send("/dang-nhap/ma", code=code(secret)).location == "/dang-nhap"
    assert not is_in(client)


def test_nobody_begins_with_the_second_step(client: PageClient) -> None:
    assert client.get("/dang-nhap/ma").location == "/dang-nhap"


def test_new_recovery_codes_kill_the_old(
    client: PageClient, another: PageClient, secret: str, clock: time_machine.Traveller, post: Post
) -> None:
    at = "/tai-khoan/hai-lop"
    sign_in(client, HOA)
    client.send("/dang-nhap/ma", code=code(secret))

    def renew(**fields: str) -> list[str]:
        clock.shift(STEP)
        given = {"current": PASSWORD, "code": code(secret), **fields}
        page = client.send(f"{at}/ma-du-phong", at, **given).text
        return re.findall(r"<code>([a-z0-9-]{14})</code>", page)

    assert renew(code="000000") == renew(current="sai rồi") == []
    old, new = renew(), renew()
    sign_in(another, HOA)
    assert another.send("/dang-nhap/ma", code=old[0]).status_code == 422
    assert another.send("/dang-nhap/ma", code=new[0].upper().replace("-", " ")).status_code == 303
    kind, letter = post()[-1]
    assert (kind, letter.values["left"]) == ("recovery_code_used", 9)
    another.send("/dang-xuat", "/tai-khoan")
    sign_in(another, HOA)
    assert another.send("/dang-nhap/ma", code=new[0]).status_code == 422


def test_turning_it_off_needs_password_and_code(
    client: PageClient, session: Session, secret: str, clock: time_machine.Traveller, post: Post
) -> None:
    at = "/tai-khoan/hai-lop"
    sign_in(client, HOA)
    client.send("/dang-nhap/ma", code=code(secret))
    clock.shift(STEP)
    assert client.send(f"{at}/tat", at, current=PASSWORD, code="1").status_code == 422
    assert client.send(f"{at}/tat", at, current=PASSWORD, code=code(secret)).status_code == 303
    assert session.scalars(select(SecondFactor)).all() == []
    assert post()[-1][0] == "second_factor_off"


def test_a_secret_opens_in_its_own_row_only(session: Session, secret: str, lan: Account) -> None:
    stolen = session.scalars(select(SecondFactor.secret)).one()
    session.add(SecondFactor(account_id=lan.id, secret=stolen, last_step=0))
    session.flush()
    with pytest.raises(Exception, match="does not open"):
        secret_begun(session, lan.id)


def test_staff_have_a_grace_and_then_set_it_up_first(
    client: PageClient, hoa: Account, settings: Settings, clock: time_machine.Traveller
) -> None:
    sign_in(client, HOA)
    assert client.get("/quay").status_code == 200
    assert "chậm nhất ngày 12/12/2026" in client.get("/tai-khoan").text
    client.delete_cookie("session")
    clock.shift(settings.second_factor_grace_days * 24 * 3600)
    sign_in(client, HOA)
    assert client.get("/quay").location == "/tai-khoan/hai-lop"
    assert client.get("/tai-khoan/hai-lop").status_code == 200
    assert client.get("/thu-vien").status_code == 200
    client.send("/tai-khoan/hai-lop")
    page = client.get("/tai-khoan/hai-lop").text
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert shown
    at = "/tai-khoan/hai-lop"
    client.send(f"{at}/xac-nhan", at, code=code(shown[1].replace(" ", "")))
    assert client.get("/quay").status_code == 200


def test_turning_it_off_gives_no_grace_anew(
    client: PageClient, hoa: Account, secret: str, settings: Settings, clock: time_machine.Traveller
) -> None:
    at = "/tai-khoan/hai-lop"
    sign_in(client, HOA)
    client.send("/dang-nhap/ma", code=code(secret))
    client.delete_cookie("session")
    clock.shift(settings.second_factor_grace_days * 24 * 3600)
    sign_in(client, HOA)
    client.send("/dang-nhap/ma", code=code(secret))
    clock.shift(STEP)
    client.send(f"{at}/tat", at, current=PASSWORD, code=code(secret))
    assert client.get("/quay").location == at


def test_where_it_is_not_asked_for_it_is_not(
    settings: Settings, session: Session, hoa: Account, clock: time_machine.Traveller
) -> None:
    app = create_app(replace(settings, staff_second_factor=False, second_factor_grace_days=0))
    client = PageClient.of(app, session)
    sign_in(client, HOA)
    assert client.get("/quay").status_code == 200


def test_readers_have_none(client: PageClient, lan: Account) -> None:
    sign_in(client)
    assert "hai-lop" not in client.get("/tai-khoan").text
    assert client.get("/tai-khoan/hai-lop").status_code == 403
