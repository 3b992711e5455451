"""The policy at the desk: who sees and sets it, and what an edit would do."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal.cards import approving, editing
from portal.cards.models import SettingChange
from portal.cards.policies import policy_of
from portal.clock import now
from portal.db import db
from portal.roles import Role
from tests.cards import people
from tests.databases import counted_queries
from tests.desk.conftest import SignIn, Two
from tests.desk.settings import edit, fields, save

pytestmark = pytest.mark.both_databases

POLICY = "/quay/the/chinh-sach"


def test_a_librarian_reads_what_holds(sign_in: SignIn, two: Two) -> None:
    lan = sign_in("Lan", at=two.tay_ho)
    page = lan.get(POLICY).text
    assert "30, theo mặc định" in page
    assert "<form class" not in page.split("<main")[1].split("</main")[0]
    assert lan.get(POLICY + "/xem-truoc").status_code == 403
    assert lan.send(POLICY, "/quay/the/loai", days_provisional="9").status_code == 403


def test_a_head_sets_their_own_and_no_other(sign_in: SignIn, session: Session, two: Two) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    for path in (POLICY, POLICY + "/xem-truoc"):
        assert minh.get(f"{path}?thu-vien=KV-BD").status_code == 403
    preview = edit(minh, POLICY, days_provisional="45", provisional_at_once="0")
    assert "<mark>45</mark>" in preview
    assert "<mark>Không</mark>" in preview
    assert "Có, theo mặc định" in preview
    assert save(minh, POLICY, preview) == 303
    assert policy_of(session, two.tay_ho.id).days_provisional == 45
    assert not policy_of(session, two.tay_ho.id).provisional_at_once
    assert policy_of(session, two.ba_dinh.id).days_provisional == 30
    page = minh.get(POLICY)
    assert fields(page.text)["days_provisional"] == ["45"]
    assert fields(page.text)["provisional_at_once"] == ["0"]
    assert "Minh, " in page.text, "the log says who"


def test_the_network_goes_before_the_defaults_and_a_library_before_the_network(
    sign_in: SignIn, session: Session, two: Two
) -> None:
    city = sign_in("Hà", Role.ADMINISTRATOR)
    assert save(city, POLICY, edit(city, POLICY, adult_age="18")) == 303
    there = f"{POLICY}?thu-vien=KV-BD"
    assert "Mặc định: 18." in city.get(there).text
    assert save(city, there, edit(city, there, adult_age="15")) == 303
    assert [policy_of(session, at.id).adult_age for at in (two.tay_ho, two.ba_dinh)] == [18, 15]
    assert save(city, there, edit(city, there, adult_age="")) == 303
    assert policy_of(session, two.ba_dinh.id).adult_age == 18


def test_what_would_be_erased_is_told_first(sign_in: SignIn, session: Session, two: Two) -> None:
    ha = people.clerk(session, two.tay_ho)
    with time_machine.travel(now() - timedelta(days=20)):
        row = people.waiting(session, two.tay_ho)
        approving.refuse(session, ha, row.id, seen=row.version, reason="Trùng")
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    preview = edit(minh, POLICY, days_rejected="10")
    assert "Thông tin của 1 bạn đọc sẽ bị xóa thêm ở lần dọn dữ liệu tới." in preview
    assert "Chỉ áp dụng cho việc về sau." in edit(minh, POLICY, days_rejected="365")


def test_a_value_that_cannot_be_is_told_beside_it(
    sign_in: SignIn, session: Session, two: Two
) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    for value, told in (("999", "Số phải từ 1 đến 30."), ("nhiều", "Xin nhập một số nguyên.")):
        page = edit(minh, POLICY, adult_age=value)
        assert told in page
        assert fields(page)["adult_age"] == [value]
    assert minh.send(POLICY, adult_age="999", provisional_at_once="").status_code == 422
    assert minh.send(POLICY, seen="9" * 30, provisional_at_once="").status_code == 422
    assert session.query(SettingChange).count() == 0


def test_who_comes_second_is_told_and_saved_twice_is_saved_once(
    sign_in: SignIn, session: Session, two: Two
) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    preview = edit(minh, POLICY, adult_age="15")
    assert [save(minh, POLICY, preview) for _again in range(2)] == [303, 303]
    assert session.query(SettingChange).count() == 1
    preview = edit(minh, POLICY, adult_age="17")
    city = people.clerk(session, None, "Cán bộ Hà", Role.CITY_STAFF)
    editing.edit_policy(session, city, two.tay_ho.id, {"days_renewal": 5}, seen=1)
    late = minh.post(POLICY, data=fields(preview))
    assert late.status_code == 409
    assert "Cán bộ Hà đã lưu trước bạn." in late.text
    assert (fields(late.text)["adult_age"], fields(late.text)["seen"]) == (["17"], ["2"])


def test_a_form_without_its_token_changes_nothing(
    sign_in: SignIn, session: Session, two: Two
) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    assert minh.post(POLICY, data={"adult_age": "15", "seen": "0"}).status_code == 400
    assert session.query(SettingChange).count() == 0


def test_a_page_asks_the_same_however_much_was_changed(
    app: Flask, sign_in: SignIn, session: Session, two: Two
) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    with app.app_context():
        engine = db.engine

    def asked() -> int:
        with counted_queries(engine) as statements:
            minh.get(POLICY)
        return len(statements)

    assert save(minh, POLICY, edit(minh, POLICY, adult_age="15")) == 303
    before = asked()
    for age in range(16, 22):
        assert save(minh, POLICY, edit(minh, POLICY, adult_age=str(age))) == 303
    assert asked() == before
