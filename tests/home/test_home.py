"""The first page: a box, where to go today, books to look at."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.libraries.kinds import LibraryKind
from portal.libraries.models import OpeningHours
from portal.search.maintenance import build_index
from tests import make
from tests.pages import PageClient


@pytest.fixture
def network(session: Session) -> None:
    city = make.library(session, "HN-BT", name="Thư viện Hà Nội", kind=LibraryKind.CITY)
    make.library(session, "KV-TH", name="Thư viện Tây Hồ")
    for weekday in range(7):
        session.add(OpeningHours(library_id=city.id, weekday=weekday, opens=0, closes=24 * 60))


def index(session: Session, settings: Settings) -> None:
    session.commit()
    build_index(session, settings.index_folder)
    session.commit()


def test_a_portal_without_books_or_index_has_a_home(client: PageClient, network: None) -> None:
    page = client.get("/").text
    assert 'id="q-large"' in page
    assert "Thư viện Hà Nội" in page
    assert "Đang mở" in page
    assert "Sách mới" not in page[page.index("<main") :]


def test_my_library_stands_for_the_city(client: PageClient, network: None) -> None:
    client.set_cookie("library", "KV-TH")
    main = client.get("/").text.partition("<main")[2]
    today = main[main.index("hom-nay") : main.index("theo-mon")]
    assert "Tây Hồ" in today
    assert "Thư viện Hà Nội" not in today
    assert "Thư viện của tôi: Thư viện Tây Hồ" in main


def test_new_and_much_borrowed_books(
    client: PageClient, session: Session, settings: Settings, network: None
) -> None:
    make.record(session, "Chưa ai mượn", authors=["Lê Nam"])
    much = make.record(session, "Ai cũng mượn", loan_count=9)
    index(session, settings)
    main = client.get("/").text.partition("<main")[2]
    new, popular = main[main.index("sach-moi") : main.index("theo-mon")].split("muon-nhieu", 1)
    assert "Chưa ai mượn" in new
    assert f'href="/tai-lieu/{much.id}"' in popular
    assert "Chưa ai mượn" not in popular


def test_without_loans_nothing_is_called_popular(
    client: PageClient, session: Session, settings: Settings
) -> None:
    make.record(session, "Chưa ai mượn")
    index(session, settings)
    assert "Được mượn nhiều" not in client.get("/").text


def test_the_ten_classes_and_the_letters_lead_on(client: PageClient) -> None:
    page = client.get("/").text
    assert len(re.findall(r'href="/duyet/ddc/\d"', page)) == 10
    assert "chu=%C4%90" in page


def test_searches_of_this_browser_are_listed(
    client: PageClient, session: Session, settings: Settings
) -> None:
    make.record(session, "Dế Mèn phiêu lưu ký")
    index(session, settings)
    client.get("/tim?q=de+men")
    assert 'href="/tim?q=de+men"' in client.get("/").text


def test_a_title_cannot_become_markup(
    client: PageClient, session: Session, settings: Settings
) -> None:
    make.record(session, "<script>alert(1)</script>", authors=["<b>ai</b>"], loan_count=1)
    index(session, settings)
    page = client.get("/").text
    assert "<script>alert" not in page
    assert "<b>ai" not in page


def test_crawlers_are_kept_out_of_the_filters(client: PageClient) -> None:
    robots = client.get("/robots.txt")
    assert robots.mimetype == "text/plain"
    assert "Disallow: /tim/" in robots.text
    assert "Disallow: /api/" in robots.text
