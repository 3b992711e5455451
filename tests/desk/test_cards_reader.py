"""A reader's page at the counter: what it shows, what its buttons do, what is refused."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cards.acting import Clerk
from portal.cards.approving import approve
from portal.cards.blocking import block
from portal.cards.models import Borrower, CardEvent, CardNumber
from portal.cards.numbering import living_number
from portal.cards.states import Act, State
from portal.cards.words import Document
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.seeing import texts
from tests.cards.test_photos import encoded, picture
from tests.desk.conftest import SignIn
from tests.desk.readers import buttons, now, page_of, press, version_on
from tests.pages import PageClient


def acts_done(session: Session, row: Borrower, act: Act) -> int:
    mine = select(func.count()).where(CardEvent.borrower_id == row.id, CardEvent.act == act)
    return session.scalar(mine) or 0


def test_the_page_says_all_but_the_number_of_the_document(
    session: Session, library: Library, lan: PageClient
) -> None:
    number = people.cccd(date(1990, 3, 14))
    row = people.waiting(
        session, library, number=number, occupation="Kỹ sư", address="12 Lạc Long Quân"
    )
    shown = lan.get(page_of(row.id)).text
    for said in ("Nguyễn Thị Lan", "14/03/1990", "Nữ", "Kỹ sư", "12 Lạc Long Quân", "Chờ duyệt"):
        assert said in shown
    assert number not in shown
    assert f"•••••••••{number[-3:]}" in shown


def test_a_child_comes_with_its_guardian(
    session: Session, library: Library, lan: PageClient
) -> None:
    row = people.registered(session, people.by_phone(people.child(library)))
    shown = lan.get(page_of(row.id)).text
    assert "Lê Thu Hà" in shown
    assert "Mẹ" in shown
    assert "Trẻ em chưa có giấy tờ riêng" in shown


def test_the_buttons_are_those_of_the_table(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.waiting(session, library)
    contact = {"anh", "lien-he", "email", "sua", "dong"}
    offered = buttons(lan.get(page_of(row.id)).text)
    assert offered == {"tai-quay", "duyet", "bo-sung", "tu-choi", *contact}
    approve(session, ha, row.id, seen=row.version)
    offered = buttons(lan.get(page_of(row.id)).text)
    assert offered == {
        "giay-to", "tu-choi", "bao-mat", "cap-lai", "khoa", "mat-khau", *contact
    }  # fmt: skip
    block(session, ha, row.id, seen=row.version, reason="Sách quá hạn")
    shown = lan.get(page_of(row.id)).text
    assert buttons(shown) == {"mo-khoa", "mat-khau", *contact}
    assert "Sách quá hạn" in shown


def test_from_waiting_to_the_card_in_the_hand(
    session: Session, library: Library, lan: PageClient
) -> None:
    number = people.cccd(date(1990, 3, 14))
    row = people.waiting(session, library, number=number)
    assert press(lan, row.id, "duyet").status_code == 303
    assert now(session, row).state is State.PROVISIONAL
    answer = press(lan, row.id, "giay-to", number=f" {number[:6]}-{number[6:]}", document="cccd")
    assert answer.location == page_of(row.id)
    assert now(session, row).state is State.ACTIVE
    shown = lan.get(page_of(row.id)).text
    assert "Thẻ có giá trị đến" in shown
    printed = lan.get(f"{page_of(row.id)}/the.pdf")
    assert printed.mimetype == "application/pdf"
    assert "Nguyễn Thị Lan" in texts(printed.data)[0]
    answer = press(lan, row.id, "trao")
    assert answer.location == "/quay/the"
    assert "Đã trao thẻ cho Nguyễn Thị Lan" in lan.get("/quay/the").text
    assert "Việc tiếp theo" not in lan.get(page_of(row.id)).text


def test_one_form_for_whoever_registered_and_stands_here(
    session: Session, library: Library, lan: PageClient
) -> None:
    number = people.cccd(date(1990, 3, 14))
    row = people.waiting(session, library, number=number)
    code = f"{number}||Nguyễn Thị Lan|14031990|Nữ|Hà Nội|01012022"
    assert press(lan, row.id, "tai-quay", number=code, document="cccd").status_code == 303
    assert now(session, row).state is State.ACTIVE
    assert acts_done(session, row, Act.APPROVE) == acts_done(session, row, Act.SEE_DOCUMENT) == 1


def test_another_document_than_the_one_on_the_form(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.provisional(session, ha, library)
    other = people.cccd(date(1990, 3, 14))
    answer = press(lan, row.id, "giay-to", number=other, document="cccd")
    assert answer.status_code == 422
    assert "khác với số đã điền" in answer.text
    assert f'value="{other}"' in answer.text
    assert press(lan, row.id, "giay-to", document="cccd").status_code == 422
    assert press(lan, row.id, "giay-to", by_eye=True, document="cccd").status_code == 303
    assert now(session, row).state is State.ACTIVE


def test_a_document_that_somebody_else_has_leads_to_them(
    session: Session, library: Library, elsewhere: Library, lan: PageClient
) -> None:
    number = people.cccd(date(1990, 3, 14))
    there = people.active(session, people.clerk(session, elsewhere), elsewhere, number=number)
    child = people.by_phone(people.child(library, birthday=date(2012, 3, 14)))
    row = people.registered(session, child)
    row.birthday, row.gender = date(1990, 3, 14), None  # registered without a document
    answer = press(lan, row.id, "tai-quay", number=number, document="cccd")
    assert answer.status_code == 409
    assert "đang thuộc về một bạn đọc" in answer.text
    assert f'/quay/the/{there.id}"' in answer.text
    assert now(session, row).state is State.PENDING
    assert lan.get(page_of(there.id)).status_code == 200


def test_a_question_of_ready_phrases_and_own_words(
    session: Session, library: Library, lan: PageClient
) -> None:
    row = people.waiting(session, library)
    row.locale = "en"
    answer = press(lan, row.id, "bo-sung", why="   ")
    assert answer.status_code == 422
    assert "Cần ghi lý do" in answer.text
    answer = press(lan, row.id, "bo-sung", ticked=["phone", "address"], why="Số nhà nào?")
    assert answer.status_code == 303
    asked = (now(session, row).reason or "").splitlines()
    assert len(asked) == 3
    assert asked[-1] == "Số nhà nào?"
    assert "phone number" in asked[0]  # in the language of the reader, not of the desk
    assert row.state is State.NEEDS_INFO


def test_a_refusal_keeps_what_was_typed(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.waiting(session, library)
    seen = version_on(lan.get(page_of(row.id)).text, "bo-sung")
    approve(session, ha, row.id, seen=row.version)
    answer = press(lan, row.id, "tu-choi", seen=seen, ticked="differs", why="Không phải người này")
    assert answer.status_code == 409
    assert "Hà đã làm «Duyệt, cấp số tạm»" in answer.text
    assert "Không phải người này" in answer.text
    assert now(session, row).state is State.PROVISIONAL
    assert version_on(answer.text, "tu-choi") == row.version  # to decide anew, on what is shown
    assert press(lan, row.id, "tu-choi", ticked="differs").status_code == 303
    assert now(session, row).state is State.REJECTED


@pytest.mark.parametrize("verb", ["duyet", "trao", "cap-lai", "gia-han"])
def test_a_double_click_does_it_once(
    session: Session, library: Library, ha: Clerk, lan: PageClient, verb: str
) -> None:
    make = people.waiting if verb == "duyet" else None
    row = make(session, library) if make else people.active(session, ha, library)
    seen = version_on(lan.get(page_of(row.id)).text, verb)
    fields: dict[str, Any] = {"kind": "ban-doc"} if verb == "gia-han" else {}
    first = press(lan, row.id, verb, seen=seen, **fields)
    second = press(lan, row.id, verb, seen=seen, **fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert "đã làm rồi" in lan.get(page_of(row.id)).text
    act = {"duyet": Act.APPROVE, "trao": Act.ISSUE, "cap-lai": Act.REISSUE, "gia-han": Act.RENEW}
    assert acts_done(session, row, act[verb]) == 1
    numbers = select(func.count()).where(CardNumber.borrower_id == row.id)
    assert session.scalar(numbers) == (2 if verb == "cap-lai" else 1)


def test_blocked_unblocked_lost_renewed_closed_and_opened_again(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.active(session, ha, library)
    assert press(lan, row.id, "khoa").status_code == 422
    assert press(lan, row.id, "khoa", ticked="overdue").status_code == 303
    assert now(session, row).reason == "Tài liệu mượn đã quá hạn lâu mà chưa trả."
    assert press(lan, row.id, "mo-khoa", why="Đã trả").status_code == 303
    assert press(lan, row.id, "bao-mat").status_code == 303
    assert living_number(session, row.id) is None
    shown = lan.get(page_of(row.id)).text
    assert "trao" not in buttons(shown)
    assert press(lan, row.id, "cap-lai").status_code == 303
    assert press(lan, row.id, "gia-han", kind="ban-doc").status_code == 303
    assert press(lan, row.id, "dong", why="Chuyển nhà").status_code == 303
    assert now(session, row).state is State.CLOSED
    assert press(lan, row.id, "mo-lai").status_code == 303
    assert now(session, row).state is State.PENDING
    history = lan.get(page_of(row.id)).text
    assert all(said in history for said in ("Chuyển nhà", "Đã trả", "Báo mất", "Lan, Tây Hồ"))


def test_corrected_with_the_document_on_the_desk(
    session: Session, library: Library, ha: Clerk, lan: PageClient
) -> None:
    row = people.active(session, ha, library)
    fields: dict[str, Any] = {
        "full_name": "Nguyễn Thị Lam",
        "birthday": "14/3/1990",
        "gender": "female",
    }
    assert press(lan, row.id, "sua", **fields, document="cccd").status_code == 303
    assert now(session, row).full_name == "Nguyễn Thị Lam"
    fields["birthday"] = "31/2/1990"
    answer = press(lan, row.id, "sua", **fields, document="cccd")
    assert answer.status_code == 422
    assert 'value="31/2/1990"' in answer.text
    fields["birthday"] = "15/3/1991"
    answer = press(lan, row.id, "sua", **fields, document="cccd")
    assert answer.status_code == 422
    assert "người sinh năm khác" in answer.text
    contact: dict[str, Any] = {"locale": "vi", "commune_code": ""}
    assert press(lan, row.id, "lien-he", phone="09x", **contact).status_code == 422
    assert press(lan, row.id, "lien-he", phone="0912000111", **contact).status_code == 303
    assert now(session, row).phone == "0912000111"


def test_the_guardian_is_corrected_and_a_grown_child_gets_its_card(
    session: Session, library: Library, lan: PageClient
) -> None:
    row = people.registered(session, people.by_phone(people.child(library)))
    number = people.cccd(date(1980, 1, 1))
    fields: dict[str, Any] = {"relation": "mother", "document": "cccd", "number": number}
    assert press(lan, row.id, "giam-ho", full_name="Lê Thị Thu Hà", **fields).status_code == 303
    assert now(session, row).guardian_name == "Lê Thị Thu Hà"
    assert press(lan, row.id, "giam-ho", full_name="7", **fields).status_code == 422
    assert "chinh-chu" not in buttons(lan.get(page_of(row.id)).text)
    row.birthday = date(2008, 9, 1)
    assert press(lan, row.id, "chinh-chu").status_code == 303
    assert now(session, row).guardian_name is None


def test_a_photo_is_taken_shown_and_printed(
    session: Session, library: Library, ha: Clerk, lan: PageClient, sign_in: SignIn
) -> None:
    row = people.active(session, ha, library)
    assert lan.get(f"{page_of(row.id)}/anh.jpg").status_code == 404
    answer = press(lan, row.id, "anh", photo=(io.BytesIO(b"%PDF-1.7 x"), "anh.jpg"))
    assert answer.status_code == 422
    assert "Đây là tệp PDF" in answer.text
    photo = io.BytesIO(encoded(picture()))
    assert press(lan, row.id, "anh", photo=(photo, "anh.jpg")).status_code == 303
    shown = lan.get(f"{page_of(row.id)}/anh.jpg")
    assert shown.mimetype == "image/jpeg"
    assert shown.headers["Cache-Control"] == "no-store"
    assert "anh.jpg" in lan.get(page_of(row.id)).text
    assert lan.get(f"{page_of(row.id)}/the.pdf").status_code == 200


def test_a_passport_is_compared_without_its_gaps(
    session: Session, library: Library, lan: PageClient
) -> None:
    row = people.waiting(
        session, library, document=Document.PASSPORT, number="B7654321", full_name="Anna Muster"
    )
    answer = press(lan, row.id, "tai-quay", number="b 7654321", document="passport")
    assert answer.status_code == 303
    assert now(session, row).state is State.ACTIVE
