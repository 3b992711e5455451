"""New titles by library and month; what is borrowed most."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import make
from tests.catalogue.pages import shelves
from tests.pages import PageClient

NOVEMBER = shelves.MONDAY_9


def opened(client: PageClient, path: str) -> str:
    with time_machine.travel(NOVEMBER, tick=False):
        response = client.get(path)
    assert response.status_code == 200
    return response.text


@pytest.fixture
def arrived(session: Session) -> None:
    first, second = shelves.library(session, "A-1"), shelves.library(session, "B-1")
    for title, at, day in (
        ("Sách tháng mười", first, date(2026, 10, 31)),
        ("Sách tháng mười một", first, date(2026, 11, 1)),
        ("Sách nơi khác", second, date(2026, 11, 30)),
        ("Sách tương lai", second, date(2062, 1, 1)),
    ):
        make.copy(session, make.record(session, title), at, added_on=day)


@pytest.mark.usefixtures("arrived")
@pytest.mark.both_databases
def test_a_month_of_all_libraries_and_of_one(client: PageClient) -> None:
    everywhere = opened(client, "/sach-moi?thang=2026-11")
    assert "Sách tháng mười một" in everywhere
    assert "Sách nơi khác" in everywhere
    assert ">Sách tháng mười<" not in everywhere
    here = opened(client, "/sach-moi?thu_vien=A-1&thang=2026-11")
    assert "Sách tháng mười một" in here
    assert "Sách nơi khác" not in here


@pytest.mark.usefixtures("arrived")
def test_without_a_month_the_last_with_news_is_shown_never_one_to_come(client: PageClient) -> None:
    page = opened(client, "/sach-moi")
    assert "<h1>Sách mới tháng 11/2026</h1>" in page
    assert "2062" not in page
    assert "thang=2026-10" in page


@pytest.mark.usefixtures("arrived")
def test_a_month_without_news_leads_to_one_with(client: PageClient) -> None:
    page = opened(client, "/sach-moi?thang=2026-05")
    assert "Chưa có sách mới nào được ghi nhận" in page
    assert "Xem tháng 10/2026" in page


@pytest.mark.both_databases
def test_where_no_library_reports_days_the_page_says_so(
    client: PageClient, session: Session
) -> None:
    # 23:30 on 31 October in Hà Nội is still October, whatever UTC says.
    late = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)
    record = make.record(session, "Vào mục lục", created_at=late)
    make.copy(session, record, shelves.library(session, "A-1"))
    page = opened(client, "/sach-moi?thang=2026-10")
    assert "Vào mục lục" in page
    assert "chưa báo ngày nhận sách" in page
    assert "Vào mục lục" not in opened(client, "/sach-moi?thang=2026-11")


@pytest.mark.parametrize("query", ["thang=2026-13", "thang=x", "thu_vien=KHONG", "trang=-3",
                                   "trang=999999999", "thang=0001-01", "thu_vien=%00"])  # fmt: skip
@pytest.mark.parametrize("path", ["/sach-moi", "/pho-bien"])
@pytest.mark.usefixtures("arrived")
def test_odd_addresses_get_a_page(client: PageClient, path: str, query: str) -> None:
    assert client.get(f"{path}?{query}", follow_redirects=True).status_code == 200


@pytest.mark.both_databases
def test_most_borrowed_first_editions_together(client: PageClient, session: Session) -> None:
    once = make.record(session, "Một ấn bản", loan_count=50)
    twice = make.record(session, "Hai ấn bản", loan_count=30)
    shelves.edition(session, twice, loan_count=40)
    make.record(session, "Chưa ai mượn")
    at = shelves.library(session, "A-1")
    make.copy(session, once, at)
    page = opened(client, "/pho-bien")
    assert page.index("Hai ấn bản") < page.index("Một ấn bản")
    assert "70 lượt mượn" in page
    assert "Chưa ai mượn" not in page
    assert "Hai ấn bản" not in opened(client, "/pho-bien?thu_vien=A-1")


def test_without_loans_the_page_is_honest(client: PageClient, session: Session) -> None:
    make.record(session)
    assert "Chưa có số liệu mượn" in opened(client, "/pho-bien")
