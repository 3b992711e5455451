"""Classes at the counter: confirmed, issued all at once, printed ten to a sheet."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cards.applications import Person
from portal.cards.class_applications import ClassApplication, Pupil
from portal.cards.classes import confirm_class, register_class
from portal.cards.models import CardNumber
from portal.libraries.models import Library
from tests.cards import people
from tests.cards.seeing import sizes_mm, texts
from tests.desk.conftest import SignIn
from tests.desk.readers import token_on
from tests.pages import PageClient

PUPILS = 12


@pytest.fixture
def class_id(session: Session, library: Library) -> int:
    """3A of a school, twelve pupils, not confirmed yet."""
    letters = "abcdefghiklm"
    return register_class(
        session,
        ClassApplication(
            school="Tiểu học Chu Văn An",
            class_name="3A",
            teacher="Cô Hoa",
            library_id=library.id,
            kind="thieu-nhi",
            phone="0243000111",
            pupils=tuple(
                Pupil(
                    line=number + 1,
                    person=Person(
                        full_name=f"Nguyễn Văn {letters[number].upper()}n",
                        birthday=date(2017, 1, number + 1),
                    ),
                )
                for number in range(PUPILS)
            ),
        ),
    ).class_list_id


def posted(client: PageClient, class_id: int, what: str) -> str:
    """What the page says after pressing a button."""
    path = f"/quay/the/lop/{class_id}"
    token = token_on(client.get(path).text)
    answer = client.post(f"{path}/{what}", data={"csrf_token": token})
    assert answer.location == path
    return client.get(path).text


def test_a_class_gets_its_cards_at_once_and_on_paper(
    session: Session, class_id: int, lan: PageClient
) -> None:
    assert "1 lớp chờ cấp thẻ" in lan.get("/quay").text
    assert "3A, Tiểu học Chu Văn An" in lan.get("/quay/the/lop").text
    assert "Trường chưa xác nhận" in posted(lan, class_id, "cap")
    assert lan.get(f"/quay/the/lop/{class_id}/the.pdf").status_code == 404
    assert "Cấp 12 thẻ đang chờ" in posted(lan, class_id, "xac-nhan")
    assert "Đã cấp 12 thẻ" in posted(lan, class_id, "cap")
    assert "Không còn ai trong lớp chờ" in posted(lan, class_id, "cap")
    assert session.scalar(select(func.count()).select_from(CardNumber)) == PUPILS
    sheet = lan.get(f"/quay/the/lop/{class_id}/the.pdf").data
    assert len(sizes_mm(sheet)) == 2
    assert texts(sheet)[0].count("Thẻ thiếu nhi") or "Nguyễn Văn An" in texts(sheet)[0]
    assert "0 lớp chờ cấp thẻ" in lan.get("/quay").text


def test_of_a_reader_elsewhere_the_list_shows_what_it_says_itself(
    session: Session, library: Library, elsewhere: Library, lan: PageClient
) -> None:
    people.registered(
        session, people.adult(elsewhere, full_name="Đỗ Bích Ngọc", phone="0912000111", email="")
    )
    line = Person(full_name="Kẻ Tò Mò", birthday=date(1990, 3, 14), phone="0912000111")
    received = register_class(
        session,
        ClassApplication(
            school="Trường A",
            class_name="12A",
            teacher="Cô Hoa",
            library_id=library.id,
            phone="0243000111",
            pupils=(Pupil(line=2, person=line),),
        ),
    )
    page = lan.get(f"/quay/the/lop/{received.class_list_id}").text
    assert "Kẻ Tò Mò" in page
    assert "đã có trong hệ thống từ trước" in page
    assert "Ngọc" not in page
    assert "14/03/1990" not in page
    assert "Chờ duyệt" not in page
    assert elsewhere.name not in page


def test_who_is_left_out_is_named(session: Session, library: Library, lan: PageClient) -> None:
    """And that a confirmation by mail is one of an address, not of a school."""
    grown = Person(full_name="Lê Lớn", birthday=date(1990, 3, 14))
    received = register_class(
        session,
        ClassApplication(
            school="Trường A",
            class_name="12A",
            teacher="Cô Hoa",
            library_id=library.id,
            email="ai-do@example.vn",
            pupils=(Pupil(line=2, person=grown),),
        ),
    )
    confirm_class(session, people.token_of(session, "class_confirm"))
    page = lan.get(f"/quay/the/lop/{received.class_list_id}").text
    assert "email ai-do@example.vn" in page
    assert "không có gì chứng tỏ" in page
    assert "Chưa cấp cho: Lê Lớn" in posted(lan, received.class_list_id, "cap")


def test_a_list_of_pupils_who_all_have_cards_is_done_with(
    session: Session, library: Library, lan: PageClient
) -> None:
    """By a button of its own, as there is no card to make."""
    born = date(2017, 9, 1)
    child = people.child(library, full_name="Trần Minh Khôi", birthday=born, school="Trường A")
    people.registered(session, people.by_phone(child))
    received = register_class(
        session,
        ClassApplication(
            school="Trường A",
            class_name="5A",
            teacher="Cô Hoa",
            library_id=library.id,
            phone="0243000111",
            pupils=(Pupil(line=2, person=Person(full_name="Trần Minh Khôi", birthday=born)),),
        ),
    )
    button = ">Xong danh sách này</button>"
    path = f"/quay/the/lop/{received.class_list_id}"
    assert button not in lan.get(path).text, "the school confirms first"
    page = posted(lan, received.class_list_id, "xac-nhan")
    assert button in page
    assert "không có thẻ nào để cấp" in page
    assert "1 lớp chờ cấp thẻ" in lan.get("/quay").text
    assert "chưa" in row_of(lan, path)
    page = posted(lan, received.class_list_id, "cap")
    assert button not in page
    assert "Thư viện làm xong" in page
    assert "0 lớp chờ cấp thẻ" in lan.get("/quay").text
    assert "chưa" not in row_of(lan, path)


def row_of(client: PageClient, path: str) -> str:
    """What the list of lists says of one."""
    return client.get("/quay/the/lop").text.split(f'href="{path}"')[1].split("</tr>")[0]


def test_a_class_of_another_library_is_not_there(
    session: Session, class_id: int, elsewhere: Library, lan: PageClient, sign_in: SignIn
) -> None:
    stranger = sign_in("Minh", at=elsewhere)
    token = token_on(stranger.get("/quay/the").text)
    path = f"/quay/the/lop/{class_id}"
    for answer in (stranger.get(path), stranger.get(f"{path}/the.pdf")):
        assert answer.status_code == 404
    for what in ("cap", "xac-nhan"):
        sent = stranger.post(f"{path}/{what}", data={"csrf_token": token})
        assert sent.status_code == 404
    assert path not in stranger.get("/quay/the/lop").text
    assert lan.get("/quay/the/lop/99999").status_code == 404
