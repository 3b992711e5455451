"""A card in one act, for somebody who stands at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.accounts.guesses import Pace
from portal.accounts.models import Account
from portal.cards.acting import Clerk
from portal.cards.models import Borrower, CardEvent, Look
from portal.cards.states import Act, State
from portal.cards.words import Found, Gender
from portal.desk import finding
from portal.libraries.models import Library
from portal.mail.models import Letter
from portal.roles import Role
from tests.cards import people
from tests.desk.conftest import SignIn
from tests.desk.readers import page_of, scan
from tests.pages import PageClient

HERE = "/quay/the/moi"


def lan_s_form(library: Library, **fields: Any) -> dict[str, str]:
    """What is typed for Nguyễn Thị Lan: a number, a name, a birthday, a phone, a tick."""
    return {
        "number": people.cccd(date(1990, 3, 14)),
        "full_name": "Nguyễn Thị Lan",
        "birthday": "14031990",
        "phone": "0912 345 678",
        "rules": "y",
        "document": "cccd",
        "gender": "",
        "kind": "",
        "commune_code": "",
        "guardian_relation": "mother",
        "guardian_document": "cccd",
        "library": str(library.id),
        **fields,
    }


def only(session: Session) -> Borrower:
    session.rollback()
    return session.scalars(select(Borrower)).one()


def sent(client: PageClient, fields: dict[str, str]) -> TestResponse:
    return client.send(HERE, **fields)


def test_five_fields_and_a_card(session: Session, library: Library, lan: PageClient) -> None:
    answer = sent(lan, lan_s_form(library))
    row = only(session)
    assert answer.location == page_of(row.id)
    assert (row.state, row.kind, row.gender) == (State.ACTIVE, "ban-doc", Gender.FEMALE)
    shown = lan.get(page_of(row.id)).text
    assert "Đã cấp thẻ" in shown
    assert "Việc tiếp theo" in shown
    events = session.scalars(select(CardEvent).order_by(CardEvent.id)).all()
    assert [one.act for one in events] == [Act.REGISTER, Act.APPROVE, Act.SEE_DOCUMENT]
    assert {one.name for one in events} == {"Lan"}


def test_letters_come_in_the_language_of_the_reader(
    session: Session, library: Library, lan: PageClient
) -> None:
    """Of the letter that asks to confirm the address, too."""
    assert '<option selected value="vi">' in lan.get(HERE).text
    wrong = sent(lan, lan_s_form(library, locale="fr"))
    assert wrong.status_code == 422
    sent(lan, lan_s_form(library, email="lan@example.vn", locale="en"))
    row = only(session)
    assert row.locale == "en"
    assert session.scalars(select(Letter.locale)).all() == ["en"]
    assert session.get_one(Account, row.account_id).locale == "en"


def test_the_code_of_an_identity_card_fills_the_form(
    session: Session, library: Library, lan: PageClient
) -> None:
    number = people.cccd(date(1990, 3, 14))
    code = f"{number}||Nguyễn Thị Lan|14031990|Nữ|Số 1, Tây Hồ, Hà Nội|01012022"
    answer = sent(lan, {**lan_s_form(library), "number": code, "full_name": "", "birthday": "",
                        "phone": "", "rules": ""})  # fmt: skip
    assert answer.status_code == 200
    for filled in (number, "Nguyễn Thị Lan", "14/03/1990", "Số 1, Tây Hồ, Hà Nội"):
        assert f'value="{filled}"' in answer.text
    assert 'id="phone" inputmode' in answer.text or "autofocus" in answer.text
    assert session.scalar(select(func.count()).select_from(Borrower)) == 0


def test_a_child_needs_its_guardian_and_the_page_asks_for_nothing_twice(
    session: Session, library: Library, lan: PageClient
) -> None:
    fields = lan_s_form(
        library, number="", full_name="Trần Minh Khôi", birthday="1/9/2017", phone=""
    )
    answer = sent(lan, fields)
    assert answer.status_code == 422
    assert "Bạn đọc là trẻ em" in answer.text
    assert "Có chỗ cần sửa" not in answer.text  # nothing was wrong
    answer = sent(lan, fields | {"guardian_name": "Lê Thu Hà"})
    assert "Còn thiếu: Số giấy tờ của người giám hộ." in answer.text
    assert 'value="Trần Minh Khôi"' in answer.text
    fields |= {
        "guardian_name": "Lê Thu Hà",
        "guardian_number": people.cccd(date(1988, 1, 5)),
        "guardian_phone": "0912345678",
        "data": "y",
    }
    assert sent(lan, fields).status_code == 303
    row = only(session)
    assert (row.state, row.kind, row.guardian_name) == (State.ACTIVE, "thieu-nhi", "Lê Thu Hà")


def test_what_is_wrong_is_said_beside_it(
    session: Session, library: Library, lan: PageClient
) -> None:
    for wrong, said in (
        ({"birthday": "31/2/1990"}, "Không có ngày ấy"),
        ({"birthday": ""}, "Còn thiếu: Ngày sinh."),
        ({"birthday": "14/3/1991"}, "người sinh năm khác"),
        ({"birthday": "14/3/2090"}, "Ngày sinh ở tương lai"),
        ({"number": "123"}, "căn cước có 12 chữ số"),
        ({"phone": "12"}, "như 0912 345 678"),
        ({"phone": ""}, "Cần một email hoặc điện thoại."),
        ({"email": "lan@"}, "như ten@example.vn"),
        ({"rules": ""}, "Còn thiếu: Bạn đọc (hoặc người giám hộ)"),
        ({"full_name": "7"}, "không có chữ số"),
        ({"full_name": "x" * 300}, "200"),
    ):
        answer = sent(lan, lan_s_form(library, **wrong))
        assert answer.status_code == 422, wrong
        assert said in answer.text, wrong
    assert session.scalar(select(func.count()).select_from(Borrower)) == 0


def test_nobody_elsewhere_is_found_by_trying_names(
    session: Session,
    library: Library,
    elsewhere: Library,
    lan: PageClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The form says who is there already, at the pace of the search box."""
    monkeypatch.setattr(finding, "SEARCH_PACE", Pace(burst=1, pause=60))
    number = people.cccd(date(1990, 3, 14))
    people.waiting(session, library, number=number, full_name="Đã Có")
    victim = people.waiting(session, elsewhere)
    session.commit()
    fields = lan_s_form(library, number=number)
    for told in (True, False):
        answer = sent(lan, fields)
        assert answer.status_code == 422
        assert (page_of(victim.id) in answer.text) == told


def test_a_button_pressed_twice_gives_one_card(
    session: Session, library: Library, lan: PageClient
) -> None:
    fields = lan_s_form(library)
    first, second = sent(lan, fields), sent(lan, fields)
    row = only(session)
    assert first.location == second.location == page_of(row.id)
    assert "không tạo thêm gì" in lan.get(page_of(row.id)).text


def test_two_of_one_address_are_not_taken_for_a_second_press(
    session: Session, library: Library, lan: PageClient
) -> None:
    sent(lan, lan_s_form(library, email="nha@example.vn"))
    other = lan_s_form(library, full_name="Lê Văn Hùng", email="nha@example.vn", phone="0912000999")
    answer = sent(lan, other)
    assert answer.status_code == 422
    assert "Một bạn đọc khác đã ghi email này." in answer.text


def test_another_person_with_a_contact_of_somebody_gets_a_card_without_it(
    session: Session, library: Library, lan: PageClient
) -> None:
    """The number and the birthday are somebody's, the name and the document are not."""
    sent(lan, lan_s_form(library, email="nha@example.vn"))
    twin = lan_s_form(library, full_name="Nguyễn Thị Mai", number=people.cccd(date(1990, 3, 14)))
    answer = sent(lan, twin)
    assert answer.status_code == 422
    assert "đã có trong hệ thống" not in answer.text
    assert "Bạn ghi số khác, hoặc bỏ trống và ghi email." in answer.text
    assert "Một bạn đọc khác đã ghi email này." not in answer.text
    answer = sent(lan, twin | {"email": "mai@example.vn"})
    assert "cùng ngày sinh đã ghi số điện thoại này. Bạn bỏ trống ô này" in answer.text
    both = sent(lan, twin | {"email": "nha@example.vn"})
    assert both.text.count("Bạn bỏ trống ô này") == 2 * 2  # beside each, and on top
    assert sent(lan, twin | {"email": "mai@example.vn", "phone": ""}).status_code == 303
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Borrower)) == 2


def test_a_document_of_somebody_is_refused_whatever_else_is_left_out(
    session: Session, library: Library, lan: PageClient
) -> None:
    fields = lan_s_form(library)
    sent(lan, fields)
    answer = sent(lan, fields | {"full_name": "Nguyễn Thị Mai"})
    assert answer.status_code == 422
    assert "đã có trong hệ thống" in answer.text
    assert "đã ghi số điện thoại này" not in answer.text


def test_whoever_has_a_card_is_shown_to_the_librarian(
    session: Session, library: Library, elsewhere: Library, lan: PageClient
) -> None:
    fields = lan_s_form(library)
    there = people.active(
        session, people.clerk(session, elsewhere), elsewhere, number=fields["number"]
    )
    answer = sent(lan, fields)
    assert answer.status_code == 422
    assert "đã có trong hệ thống" in answer.text
    assert f'/quay/the/{there.id}"' in answer.text
    assert lan.get(page_of(there.id)).status_code == 200
    looks = session.scalars(select(Look.found).where(Look.borrower_id == there.id)).all()
    assert set(looks) <= {Found.DOCUMENT, Found.NAME}


def test_a_phone_alone_opens_nobodys_page(
    session: Session, library: Library, elsewhere: Library, lan: PageClient
) -> None:
    fields = lan_s_form(library, full_name="Người Khác Hẳn")
    there = people.waiting(session, elsewhere)
    there = people.registered(
        session, people.by_phone(people.adult(elsewhere, full_name="Lê Lan"), "0912345678")
    )
    answer = sent(lan, fields)
    assert answer.status_code == 422
    assert "Ba Đình" in answer.text
    assert f'/quay/the/{there.id}"' not in answer.text
    assert lan.get(page_of(there.id)).status_code == 403


def test_a_card_of_another_library_is_not_given_here(
    session: Session, library: Library, elsewhere: Library, lan: PageClient, sign_in: SignIn
) -> None:
    assert sent(lan, lan_s_form(elsewhere)).status_code in (403, 422)
    assert session.scalar(select(func.count()).select_from(Borrower)) == 0
    city = sign_in("Minh", Role.CITY_STAFF)
    assert sent(city, lan_s_form(elsewhere)).status_code == 303
    assert only(session).library_id == elsewhere.id


def test_found_again_at_once(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    fields = lan_s_form(library)
    sent(lan, fields)
    answer = scan(lan, fields["number"])
    assert answer.location.startswith(page_of(only(session).id))
