"""A class in a browser without scripts: handed in, looked over, sent, confirmed."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from html import unescape

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal.cards import class_desk
from portal.cards.acting import Clerk
from portal.cards.class_file import Column, as_text, read_class, read_typed
from portal.cards.models import Borrower, ClassList
from portal.clock import today
from portal.db import db
from portal.libraries.models import Library
from portal.mail.models import Letter
from tests.cards import people
from tests.cards.class_lists import listed, name
from tests.cards.readers import hidden
from tests.databases import counted_queries
from tests.pages import PageClient

pytestmark = pytest.mark.both_databases


def fields(library: Library, **others: object) -> dict[str, object]:
    return {
        "library": library.code,
        "school": "Trường Tiểu học Chu Văn An",
        "teacher": "Cô Mai",
        "email": "vanphong@th-cva.example.vn",
        **others,
    }


def handed_in(client: PageClient, library: Library, **others: object) -> str:
    """The page that a list leads to."""
    token = hidden(client.get("/the/lop").text)
    return client.post("/the/lop", data={**token, **fields(library, **others)}).text


def file_of(text: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode("utf-8-sig")), "lop.csv"


def inputs(page: str) -> dict[str, str]:
    """What the form of a page would send."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {**{one: unescape(value) for one, value in found}, **hidden(page)}


@pytest.fixture
def engine_of_app(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def test_a_class_of_forty(
    client: PageClient, session: Session, library: Library, ha: Clerk
) -> None:
    page = handed_in(client, library, file=file_of(listed(40)))
    assert "40 học sinh gửi được" in page
    assert session.scalar(select(func.count()).select_from(Borrower)) == 0, "nothing is kept yet"
    form = inputs(page)
    first, second = (client.post("/the/lop/gui", data=form) for _twice in range(2))
    assert first.location == second.location
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Borrower)) == 40
    assert len(session.query(Letter).filter_by(kind="class_confirm").all()) == 1
    assert "Đang chờ trường xác nhận" in client.get(first.location).text
    token = people.token_of(session, "class_confirm")
    school = client.get(f"/the/lop/xac-nhan/{token}").text
    assert name(39) in school
    assert "Đang chờ" in client.get(first.location).text, "looking confirms nothing"
    done = client.post(f"/the/lop/xac-nhan/{token}", data=hidden(school))
    assert "Trường đã xác nhận" in client.get(done.location).text
    twice = client.post(f"/the/lop/xac-nhan/{token}", data=hidden(school))
    assert twice.location == done.location
    assert "Trường đã xác nhận ngày" in client.get(first.location).text
    session.expire_all()
    made = [
        class_desk.issue_class(session, ha, one.id).made
        for one in class_desk.class_lists(session, ha)
    ]
    assert sum(map(len, made)) == 40
    assert "chưa cấp" not in client.get(first.location).text


def test_five_thousand_pupils_with_forty_errors(
    client: PageClient, session: Session, library: Library, engine_of_app: Engine
) -> None:
    asked = []
    for count, bad in ((500, 4), (5000, 40)):
        with counted_queries(engine_of_app) as queries:
            page = handed_in(
                client, library, file=file_of(listed(count, bad)), school=f"Trường {count}"
            )
            answer = client.post("/the/lop/gui", data=inputs(page))
        assert answer.status_code == 303, answer.text[:2000]
        asked.append(len(queries))
        rows = {int(one) for one in re.findall(r"<li>Dòng (\d+), cột", page)}
        assert rows == set(range(2, bad + 2))
    assert "31/02/2016" in page
    assert "4.960 học sinh gửi được" in page
    assert "40 dòng cần sửa" in page
    session.expire_all()
    query = select(func.count()).select_from(Borrower).where(Borrower.school == "Trường 5000")
    assert session.scalar(query) == 4960
    assert asked[1] < asked[0] + 80, "some statements more, none for each pupil"


def test_typed_lines_need_no_headings(client: PageClient, library: Library) -> None:
    page = handed_in(
        client, library, class_name="4A", rows="Nguyễn An, 05/03/2016, Nam\nTrần Bình, 32/1/2016"
    )
    assert "1 học sinh gửi được" in page
    assert "Dòng 2, cột Ngày sinh: không có ngày này" in page


def test_pasted_from_a_spreadsheet(client: PageClient, library: Library) -> None:
    rows = "Họ và tên\tNgày sinh\tLớp\nNguyễn An, Bình\t5/3/2016\t4A\nLê Chi\t6/3/2016\t4B"
    assert "2 học sinh gửi được" in handed_in(client, library, rows=rows)


def test_nothing_typed_is_lost(client: PageClient, library: Library) -> None:
    page = handed_in(client, library, school="", file=file_of(listed(3)))
    assert 'id="school-error"' in page
    assert "Cô Mai" in page
    assert name(2) in page, "the file became lines"
    looked_over = handed_in(client, library, file=file_of(listed(3)))
    back = client.post("/the/lop/sua", data=inputs(looked_over)).text
    assert name(2) in back
    assert "Cô Mai" in back


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Tệp trống"),
        (b"%PDF-1.7", "không phải bảng"),
        (b"\xd0\xcf\x11\xe0 old", "kiểu cũ"),
        ("Họ và tên,Lớp\nAn,4A".encode(), "Thiếu cột Ngày sinh"),
        ("Họ và tên,Ngày sinh,Lớp\nAn Bình,31/2/2016,4A".encode(), "không có ngày này"),
    ],
)
def test_a_file_that_will_not_do_is_refused_in_words(
    client: PageClient, library: Library, content: bytes, why: str
) -> None:
    page = handed_in(client, library, file=(io.BytesIO(content), "lop.csv"))
    assert 'id="error-summary"' in page
    assert why in page


def test_an_empty_form_says_what_is_missing(client: PageClient) -> None:
    answer = client.post("/the/lop", data=hidden(client.get("/the/lop").text))
    assert answer.status_code == 422
    wrong = re.findall(r'id="([\w-]+)-error"', answer.text)
    assert wrong == ["library", "school", "teacher", "email", "rows"]
    assert "Tệp trống" not in answer.text


def test_a_list_confirmed_is_said_to_be(
    client: PageClient, session: Session, library: Library
) -> None:
    """To a school, which has no card to sign in and look at."""
    client.post("/the/lop/gui", data=inputs(handed_in(client, library, file=file_of(listed(2)))))
    path = f"/the/lop/xac-nhan/{people.token_of(session, 'class_confirm')}"
    assert client.post(path, data=hidden(client.get(path).text)).status_code == 303
    again = client.get(path, follow_redirects=True)
    assert "Trường đã xác nhận" in again.text
    assert "đăng nhập để xem thẻ" not in again.text


def test_the_school_must_be_reached_somehow(client: PageClient, library: Library) -> None:
    page = handed_in(client, library, email="", file=file_of(listed(1)))
    assert 'id="email-error"' in page


def test_without_email_paper_comes_to_the_desk(
    client: PageClient, session: Session, library: Library
) -> None:
    page = handed_in(client, library, email="", phone="0243 123 4567", file=file_of(listed(1)))
    sent = client.post("/the/lop/gui", data=inputs(page))
    assert "mang danh sách có dấu của trường" in client.get(sent.location).text
    assert session.query(Letter).count() == 0


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_filled_in_is_read(client: PageClient, kind: str) -> None:
    content = client.get(f"/the/lop/mau.{kind}").data
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        book.worksheets[0].append(["Nguyễn An", "05/03/2016"])
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    else:
        content += "Nguyễn An,05/03/2016\r\n".encode()
    (pupil,) = read_class(content, today()).pupils
    assert (pupil.full_name, pupil.birthday) == ("Nguyễn An", date(2016, 3, 5))


def test_a_private_link_that_never_was(client: PageClient) -> None:
    for path in ("/the/lop/xem/khong-co", "/the/lop/xac-nhan/khong-co"):
        assert client.get(path).status_code == 409


def test_a_teacher_is_not_told_who_has_a_card(
    client: PageClient, session: Session, library: Library
) -> None:
    child = people.child(
        library, full_name=name(0), birthday=date(2015, 3, 1), school="Trường Tiểu học Chu Văn An"
    )
    people.registered(session, people.by_phone(child))
    page = handed_in(client, library, file=file_of(listed(2)))
    assert "2 học sinh gửi được" in page
    sent = client.post("/the/lop/gui", data=inputs(page))
    assert "chưa cấp" in client.get(sent.location).text
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Borrower)) == 2
    assert session.scalar(select(func.count()).select_from(ClassList)) == 2


def test_a_list_tells_no_name_of_whoever_has_a_card(
    client: PageClient, session: Session, library: Library
) -> None:
    """Not who has the telephone and the birthday of a line, nor that two lines are one reader."""
    people.registered(
        session, people.adult(library, full_name="Đỗ Bích Ngọc", phone="0912000111", email="")
    )
    rows = (
        "Họ và tên,Ngày sinh,Lớp,Điện thoại\n"
        "Kẻ Tò Mò,14/03/1990,12A,0912000111\n"
        "Kẻ Tọc Mạch,14/03/1990,12A,0912000111\n"
    )
    page = handed_in(client, library, rows=rows)
    sent = client.post("/the/lop/gui", data=inputs(page))
    assert sent.location, sent.text
    assert ">2</td>" in client.get(sent.location).text
    school = client.get(f"/the/lop/xac-nhan/{people.token_of(session, 'class_confirm')}").text
    assert "Kẻ Tò Mò" in school
    assert "Kẻ Tọc Mạch" in school
    assert "Ngọc" not in school
    assert session.scalar(select(func.count()).select_from(Borrower)) == 1


def test_lists_of_one_client_have_a_budget(
    client: PageClient, session: Session, library: Library
) -> None:
    """And over it nothing typed is lost. Looking a list over costs nothing."""
    for n in range(5):
        page = handed_in(
            client, library, school=f"Trường {n}", email=f"t{n}@example.vn", file=file_of(listed(1))
        )
        assert client.post("/the/lop/gui", data=inputs(page)).status_code == 303
    page = handed_in(
        client, library, school="Trường 9", email="t9@example.vn", file=file_of(listed(2))
    )
    answer = client.post("/the/lop/gui", data=inputs(page))
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 60
    assert "còn nguyên" in answer.text.replace("\n", " ")
    assert name(1) in answer.text
    assert session.scalar(select(func.count()).select_from(ClassList)) == 5


def test_a_school_is_not_written_to_without_end(
    client: PageClient, session: Session, library: Library
) -> None:
    statuses = []
    for n in range(4):
        page = handed_in(client, library, school=f"Trường {n}", file=file_of(listed(1)))
        statuses.append(client.post("/the/lop/gui", data=inputs(page)).status_code)
    assert statuses == [303, 303, 303, 429]
    assert session.query(Letter).filter_by(kind="class_confirm").count() == 3


def test_rows_keep_their_numbers_as_lines() -> None:
    text = as_text("Trường A,,\n\nHọ và tên,Ngày sinh\nAn Bình,31/2/2016\n".encode())
    assert text.splitlines()[3].startswith("An Bình")
    (problem,) = read_typed(text, today()).problems
    assert (problem.row, problem.column) == (4, Column.birthday)


def test_a_day_to_come_is_named(client: PageClient, library: Library) -> None:
    soon = today() + timedelta(days=9)
    page = handed_in(client, library, class_name="1A", rows=f"Nguyễn An, {soon:%d/%m/%Y}")
    assert "ngày này chưa tới" in page


def test_in_english_a_school_is_no_field_of_a_record(client: PageClient) -> None:
    page = client.get("/the/lop", headers={"Accept-Language": "en"}).text
    assert re.search(r'<label for="school"[^>]*>\s*School', page)
    assert "<h2>The list</h2>" in page
