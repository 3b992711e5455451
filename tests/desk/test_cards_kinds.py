"""Kinds of card at the desk: who sees and sets them, what an edit shows before it is made."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.cards import editing
from portal.cards.kinds import kind_of, kinds_of
from portal.cards.models import SettingChange
from portal.db import db
from portal.roles import Role
from tests.cards import people
from tests.databases import counted_queries
from tests.desk.conftest import SignIn, Two
from tests.desk.settings import NEW_KIND, edit, fields, save

pytestmark = pytest.mark.both_databases

LIST, NEW, READER = "/quay/the/loai", "/quay/the/loai-moi", "/quay/the/loai/ban-doc"


def test_a_librarian_reads_and_changes_nothing(sign_in: SignIn, two: Two) -> None:
    lan = sign_in("Lan", at=two.tay_ho)
    page = lan.get(LIST).text
    assert "Thẻ thiếu nhi" in page
    assert "không thu" in page
    assert "Thêm loại thẻ" not in page
    assert READER not in page
    for path in (NEW, READER, READER + "/xem-truoc"):
        assert lan.get(path).status_code == 403
    assert lan.send(READER, LIST, name_vi="x").status_code == 403
    assert lan.send(NEW, LIST, **NEW_KIND).status_code == 403


def test_nobody_opens_another_librarys_settings(sign_in: SignIn, two: Two) -> None:
    for role in (Role.LIBRARIAN, Role.HEAD):
        person = sign_in("Lan", role, two.tay_ho)
        assert person.get(f"{LIST}?thu-vien=KV-TH").status_code == 200
        assert person.get(f"{LIST}?thu-vien=KV-BD").status_code == 403
        assert person.get(f"{LIST}?thu-vien=khong-co").status_code == 403
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    assert minh.get(f"{READER}?thu-vien=KV-BD").status_code == 403
    assert minh.send(f"{READER}?thu-vien=KV-BD", LIST, **NEW_KIND).status_code == 403
    assert minh.send(f"{NEW}?thu-vien=KV-BD", LIST, **NEW_KIND).status_code == 403
    assert sign_in("Hà", Role.CITY_STAFF).get(f"{LIST}?thu-vien=khong-co").status_code == 404


def test_a_librarian_of_nowhere_sees_nothing(sign_in: SignIn, two: Two) -> None:
    assert sign_in("Lan").get(LIST).status_code == 403


def test_a_head_looks_first_and_then_saves_for_their_own_library(
    sign_in: SignIn, session: Session, two: Two
) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    preview = edit(minh, READER, fee="20.000 đ", documents=["passport", "cccd", "pupil"])
    assert "Phí làm thẻ (đồng)" in preview
    assert "<mark>20.000 đ</mark>" in preview
    assert "Căn cước (số định danh), Hộ chiếu, Thẻ học sinh" in preview
    assert "Tên loại thẻ" not in preview, "only what changes"
    assert kind_of(session, two.tay_ho.id, "ban-doc").fee == 0  # type: ignore[union-attr]
    assert save(minh, READER, preview) == 303
    own, other = (kind_of(session, at.id, "ban-doc") for at in (two.tay_ho, two.ba_dinh))
    assert own is not None
    assert other is not None
    assert (own.fee, own.library_id, other.fee) == (20_000, two.tay_ho.id, 0)
    page = minh.get(LIST).text
    assert "phí 20.000 đ" in page
    assert "Minh, " in page, "the log says who"
    assert session.query(SettingChange).filter_by(field="fee").one().name == "Minh"


def test_the_city_sets_the_networks_and_any_librarys(
    sign_in: SignIn, session: Session, two: Two
) -> None:
    city = sign_in("Hà", Role.CITY_STAFF)
    assert save(city, READER, edit(city, READER, months_valid="24")) == 303
    there = f"{READER}?thu-vien=KV-BD"
    assert save(city, there, edit(city, there, months_valid="6")) == 303
    found = [kind_of(session, at, "ban-doc") for at in (None, two.tay_ho.id, two.ba_dinh.id)]
    assert [one.months_valid for one in found if one] == [24, 24, 6]
    assert city.get(f"{LIST}?thu-vien=KV-BD").text.count('<span class="tag">riêng') == 1


def test_what_an_edit_touches_is_told(sign_in: SignIn, session: Session, two: Two) -> None:
    people.registered(session, people.adult(two.tay_ho))
    preview = edit(sign_in("Minh", Role.HEAD, two.tay_ho), READER, age_from="60")
    assert "1 bạn đọc đang giữ thẻ này." in preview
    assert "1 người đang giữ thẻ này sẽ không gia hạn được nữa." in preview


def test_a_kind_is_given_up(sign_in: SignIn, session: Session, two: Two) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    assert save(minh, READER, edit(minh, READER, offered=[])) == 303
    assert "ban-doc" not in {one.code for one in kinds_of(session, two.tay_ho.id)}
    assert "ban-doc" in {one.code for one in kinds_of(session, two.ba_dinh.id)}
    assert "thôi nhận đăng ký" in minh.get(LIST).text


def test_nothing_typed_is_lost_when_it_is_wrong(sign_in: SignIn, two: Two) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    page = edit(minh, READER, name_vi="Thẻ đỏ", fee="nhiều", age_from="9", age_to="5", documents=[])
    assert "Xin nhập một số nguyên." in page
    assert 'value="Thẻ đỏ"' in page
    page = edit(minh, READER, age_from="9", age_to="5", documents=[])
    assert "Tuổi đến phải bằng hoặc lớn hơn tuổi từ." in page
    assert "Mục này còn thiếu." in page
    sent = {**NEW_KIND, "months_valid": "0"}
    answer = minh.send(NEW, **sent)
    assert answer.status_code == 422
    assert 'value="Thẻ lưu động"' in answer.text


def test_one_may_think_again_after_looking(sign_in: SignIn, two: Two) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    sent = {**fields(minh.get(READER).text), "name_vi": ["Thẻ đỏ"]}
    again = minh.get(READER, query_string=sent)
    assert fields(again.text) == {**sent, "name_vi": ["Thẻ đỏ"]}
    assert "Không có gì khác với thiết lập hiện nay." in edit(minh, READER)


def test_who_comes_second_is_told_and_keeps_what_was_typed(
    sign_in: SignIn, session: Session, two: Two
) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    preview = edit(minh, READER, fee="1000")
    city = people.clerk(session, None, "Cán bộ Hà", Role.CITY_STAFF)
    editing.edit_kind(session, city, two.tay_ho.id, "ban-doc", {"deposit": 5000}, seen=1)
    late = minh.post(READER, data=fields(preview))
    assert late.status_code == 409
    assert "Cán bộ Hà đã lưu trước bạn." in late.text
    assert fields(late.text)["fee"] == ["1000"]
    assert fields(late.text)["seen"] == ["2"]


def test_saved_twice_is_saved_once(sign_in: SignIn, session: Session, two: Two) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    preview = edit(minh, READER, fee="1000")
    assert [save(minh, READER, preview) for _again in range(2)] == [303, 303]
    assert [minh.send(NEW, **NEW_KIND).status_code for _again in range(2)] == [303, 303]
    assert session.query(SettingChange).count() == 2
    kind = kind_of(session, two.tay_ho.id, "the-luu-dong")
    assert kind is not None
    assert (kind.fee, kind.age_from, kind.age_to, kind.phone_needed) == (20_000, 6, None, False)


def test_a_name_that_is_there_makes_no_second_kind(
    sign_in: SignIn, session: Session, two: Two
) -> None:
    minh, city = sign_in("Minh", Role.HEAD, two.tay_ho), sign_in("Hà", Role.CITY_STAFF)
    city.send(NEW, **NEW_KIND)
    again = minh.send(NEW, **NEW_KIND)
    assert again.status_code == 422
    assert "Đã có loại thẻ mang tên này" in again.text
    assert len(kinds_of(session, two.tay_ho.id)) == 4


def test_a_form_without_its_token_changes_nothing(
    sign_in: SignIn, session: Session, two: Two
) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    assert minh.post(NEW, data=NEW_KIND).status_code == 400
    assert minh.post(READER, data={**NEW_KIND, "seen": "1"}).status_code == 400
    assert session.query(SettingChange).count() == 0


@pytest.mark.parametrize("code", ["khong-co", "%00", "a'b", "x" * 300])
def test_a_kind_that_is_none(sign_in: SignIn, two: Two, code: str) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    assert minh.get(f"{LIST}/{code}").status_code == 404
    assert minh.get(f"{LIST}/{code}/xem-truoc").status_code == 404


def test_the_log_goes_back_page_by_page(sign_in: SignIn, session: Session, two: Two) -> None:
    city = people.clerk(session, None, "Cán bộ Hà", Role.CITY_STAFF)
    for seen in range(1, 23):
        editing.edit_kind(session, city, None, "ban-doc", {"fee": 1000 * seen}, seen=seen)
    editing.edit_policy(session, city, None, {"adult_age": 15}, seen=0)
    page = sign_in("Hà", Role.CITY_STAFF)
    first = page.get(LIST).text
    assert "22.000 đ" in first
    assert "Tuổi tự đứng tên thẻ" not in first, "that is the policy's"
    assert "không thu</span></td>" not in first.split("Ai đã đổi gì")[1]
    second = page.get(f"{LIST}?sau={session.query(SettingChange.id).order_by('id')[2][0]}").text
    assert "1.000 đ" in second.split("Ai đã đổi gì")[1]


def test_more_kinds_and_changes_ask_no_more(
    app: Flask, sign_in: SignIn, session: Session, two: Two
) -> None:
    minh = sign_in("Minh", Role.HEAD, two.tay_ho)
    with app.app_context():
        engine = db.engine

    def asked() -> int:
        with counted_queries(engine) as statements:
            minh.get(LIST)
        return len(statements)

    minh.get(LIST)
    before = asked()
    for number in range(5):
        minh.send(NEW, **{**NEW_KIND, "name_vi": f"Thẻ {number}"})
    minh.get(LIST)
    assert asked() == before
