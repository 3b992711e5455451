"""The directory, the page of a library, and the library a reader calls their own."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.libraries.branches import Branch
from portal.libraries.mine import COOKIE
from portal.libraries.network import read_network
from portal.libraries.presenters import map_url, open_badge
from tests.libraries.networks import DEMO, take, take_closures
from tests.pages import PageClient

TUESDAY_9 = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 9:00 in Hà Nội
MONDAY_9 = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def network(session: Session) -> Session:
    take(session)
    return session


def branch(session: Session, code: str) -> Branch:
    return read_network(session).by_code[code]


def test_the_directory_lists_all_with_their_state(client: PageClient, network: Session) -> None:
    with time_machine.travel(MONDAY_9, tick=False):
        page = client.get("/thu-vien").text
    assert "Thư viện khu vực Tây Hồ" in page
    assert "Đang đóng, mở lại 8:00 thứ Ba (24/11)" in page
    assert "Đang mở cả ngày đêm" in page
    assert "Chưa rõ giờ mở cửa" in page
    assert "trước 01/07/2025: Thư viện quận Tây Hồ" in page


def test_an_old_district_finds_its_library_and_says_what_it_is_now(
    client: PageClient, network: Session
) -> None:
    page = client.get("/thu-vien?noi=quan+tay+ho").text
    assert "/thu-vien/KV-TAYHO" in page
    assert "/thu-vien/HN-BT" not in page
    assert "Quận Tây Hồ cũ nay thuộc: phường Tây Hồ" in page


def test_only_what_is_open(client: PageClient, network: Session) -> None:
    with time_machine.travel(MONDAY_9, tick=False):
        page = client.get("/thu-vien?mo=1").text
        none = client.get("/thu-vien?mo=1&loai=regional").text
    assert "/thu-vien/HN-BT" in page
    assert "/thu-vien/KV-TAYHO" not in page
    assert "Bỏ điều kiện loại và giờ mở cửa" in none


def test_finding_nothing_leads_on_to_the_city_library(client: PageClient, network: Session) -> None:
    page = client.get("/thu-vien?noi=Sài+Gòn").text
    assert "Chưa tìm thấy thư viện nào" in page
    assert "/thu-vien/HN-BT" in page


@pytest.mark.parametrize(
    "query",
    ["loai=lâu-đài&mo=2&trang=-1", "trang=1000000000", "noi=%00%ff<script>", "loai=city&trang=9"],
)
def test_odd_queries_get_a_page(client: PageClient, network: Session, query: str) -> None:
    response = client.get(f"/thu-vien?{query}")
    assert response.status_code == 200
    assert "<script>" not in response.text.replace('<script type="module"', "")


def test_a_thousand_bookcases_are_not_one_page(client: PageClient, session: Session) -> None:
    rows = "\n".join(f"TS-{number},tủ sách,Tủ sách {number}" for number in range(1, 201))
    take(session, f"mã,loại,tên\n{rows}\n")
    first = client.get("/thu-vien").text
    assert "Xem thêm 170 nơi nữa" in first
    last = client.get("/thu-vien?loai=bookcase&trang=4").text
    assert "Tủ sách 200" in last
    assert "Tủ sách 12<" not in last


def test_the_page_of_a_library(client: PageClient, network: Session) -> None:
    take_closures(network, "từ ngày,lý do,giờ thay thế\n25/11/2026,Họp,8-10\n")
    with time_machine.travel(TUESDAY_9, tick=False):
        page = client.get("/thu-vien/KV-TAYHO").text
    assert "Đang mở, đến 12:00" in page
    assert "hôm nay" in page
    assert "chưa có địa chỉ" in page
    assert "openstreetmap" not in page
    assert "25/11/2026" in page
    assert "8:00–10:00" in page
    assert "Kho kín · Đọc tại chỗ" in page
    assert "/thu-vien/TS-1" in page


def test_a_known_address_has_a_map(client: PageClient, network: Session) -> None:
    page = client.get("/thu-vien/HN-BT").text
    assert "47 Bà Triệu, phường Cửa Nam" in page
    assert "https://www.openstreetmap.org/search?query=47+B" in page
    take(network, "code,kind,name,lat,lon\nHN-BT,thành phố,Thư viện,21.0250,105.8500\n")
    assert "mlat=21.02500&mlon=105.85000" in (map_url(branch(network, "HN-BT")) or "")


def test_codes_have_one_address(client: PageClient, network: Session) -> None:
    response = client.get("/thu-vien/kv-tayho")
    assert (response.status_code, response.location) == (301, "/thu-vien/KV-TAYHO")
    assert client.get("/thu-vien/khong-co").status_code == 404


def test_in_english(client: PageClient, network: Session) -> None:
    page = client.get("/thu-vien/KV-TAYHO", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert 'lang="en"' in page.text


def choose(client: PageClient, code: str, back: str = "/thu-vien") -> TestResponse:
    """Press a "my library" button of the directory."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/thu-vien").text)
    assert token is not None
    data = {"csrf_token": token[1], "code": code, "next": back}
    return client.post("/thu-vien/cua-toi", data=data)


def test_my_library_is_remembered_without_an_account(client: PageClient, network: Session) -> None:
    response = choose(client, "KV-TAYHO")
    assert (response.status_code, response.location) == (303, "/thu-vien")
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("KV-TAYHO", True, "Lax")
    assert "Đã ghi nhớ" in client.get("/thu-vien").text
    assert "Thư viện của tôi" in client.get("/thu-vien/KV-TAYHO").text
    choose(client, "")
    assert client.get_cookie(COOKIE) is None


def test_choosing_needs_the_token_of_the_form(client: PageClient, network: Session) -> None:
    assert client.post("/thu-vien/cua-toi", data={"code": "KV-TAYHO"}).status_code == 400
    assert client.get_cookie(COOKIE) is None


def test_reading_an_address_never_chooses(client: PageClient, network: Session) -> None:
    client.get("/thu-vien?code=KV-TAYHO&library=KV-TAYHO")
    assert client.get("/thu-vien/cua-toi").status_code == 404
    assert client.get_cookie(COOKIE) is None


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil"])
def test_choosing_never_leads_outside(client: PageClient, network: Session, target: str) -> None:
    response = choose(client, "HN-BT", target)
    assert response.location == "/thu-vien"


@pytest.mark.parametrize("value", ["NO", "", "<script>", "a" * 4000])
def test_a_cookie_that_names_no_library_is_no_library(
    client: PageClient, network: Session, value: str
) -> None:
    client.set_cookie(COOKIE, value)
    page = client.get("/thu-vien")
    assert page.status_code == 200
    assert "Chọn thư viện của tôi" in page.text


def test_a_library_given_up_says_so_and_cannot_be_chosen(
    client: PageClient, network: Session
) -> None:
    take(network, "code,kind,name,closed_since\nHN-BT,thành phố,Thư viện Hà Nội,01/01/2026\n")
    assert open_badge(branch(network, "HN-BT")).text == "Đã ngừng hoạt động"
    assert "Đã ngừng hoạt động" in client.get("/thu-vien/HN-BT").text
    assert choose(client, "HN-BT").status_code == 404


def test_the_demo_directory_is_light(client: PageClient, session: Session) -> None:
    take(session, (DEMO / "libraries.csv").read_text(encoding="utf-8"))
    assert len(client.get("/thu-vien").data) < 60_000
