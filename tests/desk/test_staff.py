"""Colleagues' accounts: who sees them, who looks after them, and what is written down."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import errands
from portal.accounts.codes import new_secret
from portal.accounts.devices import devices_of, sign_in_device
from portal.accounts.models import Account
from portal.accounts.secrets_models import Errand, SecondFactor
from portal.accounts.staff_models import StaffAct, StaffEvent
from portal.clock import now
from portal.db import db
from portal.mail.models import Letter
from portal.roles import Role
from portal.sealing import seal
from tests import make
from tests.conftest import SEALING_KEY
from tests.databases import counted_queries
from tests.desk.conftest import SignIn, Two
from tests.pages import PageClient

pytestmark = pytest.mark.both_databases

STAFF = "/quay/nhan-vien"
ACTS = ("dang-xuat", "tat-hai-lop", "mat-khau")


@dataclass
class People:
    """Lan and head Minh of Tây Hồ, Mai of Ba Đình."""

    lan: Account
    minh: Account
    mai: Account


@pytest.fixture
def people(session: Session, two: Two) -> People:
    found = People(
        make.account(session, "Thủ thư Lan", Role.LIBRARIAN, at=two.tay_ho),
        make.account(session, "Phụ trách Minh", Role.HEAD, at=two.tay_ho),
        make.account(session, "Thủ thư Mai", Role.LIBRARIAN, at=two.ba_dinh),
    )
    for account in (found.lan, found.minh, found.mai):
        sign_in_device(session, account.id, "", shared=False)
        sealed = seal(new_secret(), SEALING_KEY, purpose="second_factor")
        session.add(
            SecondFactor(account_id=account.id, secret=sealed, confirmed_at=now(), last_step=0)
        )
    session.flush()
    return found


def act(browser: PageClient, account: Account, what: str) -> int:
    form_at = STAFF if browser.get(STAFF).status_code == 200 else "/quay"
    return browser.send(f"{STAFF}/{account.id}/{what}", form_at).status_code


def done(session: Session) -> list[tuple[StaffAct, str, str]]:
    rows = session.scalars(select(StaffEvent).order_by(StaffEvent.id))
    return [(one.act, one.name, one.by_name) for one in rows]


def test_heads_see_their_own_and_the_city_sees_all(
    sign_in: SignIn, two: Two, people: People
) -> None:
    head, city = sign_in("Hòa", Role.HEAD, two.tay_ho), sign_in("Hà", Role.CITY_STAFF)
    own, all_of_them = head.get(STAFF), city.get(STAFF)
    assert own.headers["Cache-Control"] == "no-store"
    assert ("Thủ thư Lan" in own.text, "Thủ thư Mai" in own.text) == (True, False)
    assert ("Thủ thư Lan" in all_of_them.text, "Thủ thư Mai" in all_of_them.text) == (True, True)
    assert "đang bật" in own.text
    assert str(people.lan.email) in own.text
    assert "Thủ thư Lan" not in city.get(f"{STAFF}?thu-vien=KV-BD").text
    assert head.get(f"{STAFF}?thu-vien=KV-BD").status_code == 403
    assert head.get(f"{STAFF}/{people.mai.id}").status_code == 404
    assert city.get(f"{STAFF}/{people.mai.id}").status_code == 200


def test_librarians_and_readers_do_not_come_in(
    sign_in: SignIn, session: Session, two: Two, people: People
) -> None:
    for browser in (sign_in("An", Role.READER), sign_in("Lan", at=two.tay_ho)):
        assert browser.get(STAFF).status_code == 403
        assert browser.get(f"{STAFF}/{people.lan.id}").status_code == 403
    lan = sign_in("Lan", at=two.tay_ho)
    assert [lan.send(f"{STAFF}/{people.mai.id}/{one}", "/quay").status_code for one in ACTS] == [
        403
    ] * 3
    assert done(session) == []


def test_readers_are_nobodys_colleagues(sign_in: SignIn, session: Session, two: Two) -> None:
    reader = make.account(session, "Bạn đọc An")
    admin = sign_in("Quản trị", Role.ADMINISTRATOR)
    assert "Bạn đọc An" not in admin.get(STAFF).text
    assert admin.get(f"{STAFF}/{reader.id}").status_code == 404
    assert act(admin, reader, "dang-xuat") == 403


@pytest.mark.parametrize("what", ACTS)
def test_who_has_charge_of_whom(
    sign_in: SignIn, session: Session, two: Two, people: People, what: str
) -> None:
    head, city = sign_in("Hòa", Role.HEAD, two.tay_ho), sign_in("Hà", Role.CITY_STAFF)
    assert act(head, people.lan, what) == 303
    assert act(head, people.minh, what) == 403, "another head"
    assert act(head, people.mai, what) == 403, "another library's"
    assert act(city, people.lan, what) == 403, "the city's staff reads only"
    admin = sign_in("Quản trị", Role.ADMINISTRATOR)
    assert act(admin, people.minh, what) == 303
    assert [one[1:] for one in done(session)] == [
        ("Thủ thư Lan", "Hòa"), ("Phụ trách Minh", "Quản trị")
    ]  # fmt: skip


def test_nobody_gets_around_their_own_password_here(
    app: Flask, sign_in: SignIn, session: Session
) -> None:
    admin = sign_in("Quản trị", Role.ADMINISTRATOR)
    me = session.query(Account).filter_by(name="Quản trị").one()
    assert "Tắt xác thực hai lớp" not in admin.get(f"{STAFF}/{me.id}").text
    assert [act(admin, me, what) for what in ACTS] == [403] * 3


def test_signed_out_everywhere(sign_in: SignIn, session: Session, two: Two, people: People) -> None:
    head = sign_in("Hòa", Role.HEAD, two.tay_ho)
    assert [act(head, people.lan, "dang-xuat") for _again in range(2)] == [303, 303]
    session.expire_all()
    assert devices_of(session, people.lan.id) == []
    assert done(session) == [(StaffAct.SIGN_OUT, "Thủ thư Lan", "Hòa")]
    assert "Việc này đã xong từ trước" in head.get(STAFF).text


def test_the_second_factor_is_off_and_its_owner_told(
    sign_in: SignIn, session: Session, two: Two, people: People
) -> None:
    head = sign_in("Hòa", Role.HEAD, two.tay_ho)
    assert [act(head, people.lan, "tat-hai-lop") for _again in range(2)] == [303, 303]
    session.expire_all()
    assert session.get(SecondFactor, people.lan.id) is None
    assert devices_of(session, people.lan.id) == []
    assert [one.kind for one in session.query(Letter)] == ["second_factor_off"]
    assert done(session) == [(StaffAct.FACTOR_OFF, "Thủ thư Lan", "Hòa")]


def test_a_link_goes_to_its_owner_and_is_shown_to_nobody(
    sign_in: SignIn, session: Session, two: Two, people: People
) -> None:
    head = sign_in("Hòa", Role.HEAD, two.tay_ho)
    assert [act(head, people.lan, "mat-khau") for _again in range(2)] == [303, 303]
    assert "mat-khau-moi" not in head.get(f"{STAFF}/{people.lan.id}").text
    assert session.query(Errand).count() == 1
    errands.run(session)
    assert [one.kind for one in session.query(Letter)] == ["password_link"]
    assert done(session) == [(StaffAct.PASSWORD_LINK, "Thủ thư Lan", "Hòa")]
    people.lan.email = None
    assert act(head, people.lan, "mat-khau") == 303
    assert "Tài khoản này không có email" in head.get(STAFF).text


def test_another_role_or_library_is_the_administrators_to_give(
    sign_in: SignIn, session: Session, two: Two, people: People
) -> None:
    admin, head = sign_in("Quản trị", Role.ADMINISTRATOR), sign_in("Hòa", Role.HEAD, two.tay_ho)
    path = f"{STAFF}/{people.lan.id}"
    assert "Vai trò, nơi làm việc" not in head.get(path).text
    new = {"role": "head", "library": "KV-BD"}
    assert head.send(f"{path}/noi-lam-viec", STAFF + f"/{people.lan.id}", **new).status_code == 403
    for _again in range(2):
        assert admin.send(f"{path}/noi-lam-viec", path, **new).status_code == 303
    session.expire_all()
    assert (people.lan.role, people.lan.library_id) == (Role.HEAD, two.ba_dinh.id)
    assert devices_of(session, people.lan.id) == []
    assert [one[0] for one in done(session)] == [StaffAct.PLACE]
    assert "Thủ thư, Tây Hồ → Phụ trách thư viện, Ba Đình" in admin.get(path).text


@pytest.mark.parametrize(
    "new",
    [{"role": "librarian", "library": ""}, {"role": "reader", "library": "KV-BD"},
     {"role": "head", "library": "khong-co"}],
)  # fmt: skip
def test_a_place_that_cannot_be(
    sign_in: SignIn, session: Session, two: Two, people: People, new: dict[str, str]
) -> None:
    admin, path = sign_in("Quản trị", Role.ADMINISTRATOR), f"{STAFF}/{people.lan.id}"
    assert admin.send(f"{path}/noi-lam-viec", path, **new).status_code == 422
    session.expire_all()
    assert people.lan.role is Role.LIBRARIAN
    assert done(session) == []


def test_a_form_without_its_token_does_nothing(
    sign_in: SignIn, session: Session, two: Two, people: People
) -> None:
    head = sign_in("Hòa", Role.HEAD, two.tay_ho)
    for one in ACTS:
        assert head.post(f"{STAFF}/{people.lan.id}/{one}").status_code == 400
    assert done(session) == []


def test_more_colleagues_ask_no_more(
    app: Flask, sign_in: SignIn, session: Session, two: Two, people: People
) -> None:
    head = sign_in("Hòa", Role.HEAD, two.tay_ho)
    with app.app_context():
        engine = db.engine

    def asked() -> int:
        with counted_queries(engine) as statements:
            head.get(STAFF)
        return len(statements)

    act(head, people.lan, "dang-xuat")
    head.get(STAFF)
    before = asked()
    for number in range(5):
        make.account(session, f"Thủ thư {number}", Role.LIBRARIAN, at=two.tay_ho)
    assert asked() == before
