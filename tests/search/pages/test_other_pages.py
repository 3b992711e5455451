"""All values of a facet, the advanced form, one record after another, the searches remembered."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy.orm import Session

from tests import make
from tests.pages import PageClient
from tests.search.pages.conftest import City, Indexed


def values(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'facet-label">([^<]*)<', page)]


@pytest.fixture
def many_authors(session: Session, indexed: Indexed) -> None:
    for number in range(70):
        make.record(session, f"Sách {number}", authors=[f"Tác giả {number:02d}"])
    make.record(session, "Một", authors=["Ăn", "Âu", "An", "Đan"])
    indexed()


def test_more_values_than_the_panel_has_room_for(client: PageClient, many_authors: None) -> None:
    page = client.get("/tim").text
    more = re.search(r'class="facet-more" href="([^"]+)"', page)
    assert more is not None
    listed = client.get(unescape(more[1]))
    assert len(values(listed.text)) == 60
    assert "74 mục" in listed.text
    assert listed.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert len(values(client.get("/tim/loc/author?trang=2").text)) == 14
    assert len(values(client.get("/tim/loc/author?trang=900000").text)) == 14


def test_values_in_vietnamese_order(client: PageClient, many_authors: None) -> None:
    found = values(client.get("/tim/loc/author?xep=name").text)
    assert found[:4] == ["An", "Ăn", "Âu", "Đan"]


def test_searching_inside_a_facet(client: PageClient, many_authors: None) -> None:
    assert values(client.get("/tim/loc/author?loc=an&xep=name").text) == ["An", "Ăn", "Đan"]
    assert values(client.get("/tim/loc/author?loc=ăn").text) == ["Ăn"]
    nothing = client.get("/tim/loc/author?loc=zzz").text
    assert "Không có mục nào như vậy" in nothing


def test_a_value_leads_back_to_the_results(client: PageClient, searchable: City) -> None:
    page = client.get("/tim/loc/library?q=de+men").text
    link = re.search(r'class="facet-value" href="([^"]+)"', page)
    assert link is not None
    assert client.get(unescape(link[1])).request.args.getlist("library") == ["KV-BD"]


def test_no_such_facet(client: PageClient, searchable: City) -> None:
    assert client.get("/tim/loc/nonsense").status_code == 404


def test_the_advanced_form_becomes_a_search(client: PageClient, searchable: City) -> None:
    answer = client.get(
        "/tim/nang-cao?tu=tô+hoài&truong=agent&noi=not&tu=lịch+sử&truong=&noi=and&tu=&truong="
        "&year_from=1990&year_to=&library=&available=1"
    )
    assert parse_qs(urlsplit(answer.location).query) == {
        "q": ["(tác giả:tô hoài) -(lịch sử)"],
        "year_from": ["1990"],
        "available": ["1"],
    }
    assert "Dế Mèn" in client.get(answer.location).text


def test_the_advanced_form_is_filled_from_a_search(client: PageClient, searchable: City) -> None:
    page = client.get("/tim/nang-cao?q=de+men&field=title&library=KV-TH").text
    assert 'value="de men"' in page
    assert '<option value="title" selected>' in page
    assert '<option value="KV-TH" selected>' in page
    assert "Tiếng Pháp" in page
    assert "Truyện tranh" in page


def test_an_empty_advanced_form_asks_for_something(client: PageClient, searchable: City) -> None:
    page = client.get("/tim/nang-cao?tu=&truong=&library=").text
    assert "Xin điền ít nhất một ô" in page


def test_the_examples_of_the_query_language_find_what_they_promise(
    client: PageClient, searchable: City
) -> None:
    page = client.get("/tim/nang-cao").text
    examples = re.findall(r'href="(/tim\?q=[^"]+)"><code>', page)
    assert len(examples) == 7
    for example in examples:
        assert client.get(unescape(example)).status_code == 200


def test_from_one_record_to_the_next(client: PageClient, searchable: City) -> None:
    answer = client.get("/tim/buoc", query_string={"trong": "q=duong", "vi_tri": "1"})
    address = urlsplit(answer.location)
    assert address.path.startswith("/tai-lieu/")
    assert parse_qs(address.query) == {"trong": ["q=duong"], "vi_tri": ["1"], "tong": ["2"]}


def test_the_steps_are_those_of_the_list(client: PageClient, searchable: City) -> None:
    page = client.get("/tim?sort=title").text
    listed = re.findall(r'class="result-title"[^>]*><a href="/tai-lieu/(\d+)', page)
    steps = [
        client.get("/tim/buoc", query_string={"trong": "sort=title", "vi_tri": str(place)}).location
        for place in range(6)
    ]
    assert [urlsplit(step).path.rpartition("/")[2] for step in steps] == listed


@pytest.mark.parametrize("place", ["2", "-1", "x", "", "99999999999", "٣"])
def test_a_step_beyond_the_list_goes_back_to_it(
    client: PageClient, searchable: City, place: str
) -> None:
    answer = client.get("/tim/buoc", query_string={"trong": "q=duong", "vi_tri": place})
    assert answer.location == "/tim?q=duong"


def test_searches_are_remembered_by_the_browser_until_it_forgets(
    client: PageClient, searchable: City
) -> None:
    client.get("/tim?q=de+men")
    client.get("/tim?q=duong&library=KV-TH")
    page = client.get("/tim/nang-cao").text
    assert page.index(">duong</a>") < page.index(">de men</a>")
    assert "(Tây Hồ)" in page
    assert "máy công cộng" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    answer = client.post("/tim/lich-su/xoa", data={"csrf_token": token[1], "next": "/tim/nang-cao"})
    assert answer.location == "/tim/nang-cao"
    assert "Bạn vừa tìm" not in client.get("/tim/nang-cao").text


def test_forgetting_needs_the_form(client: PageClient, searchable: City) -> None:
    client.get("/tim?q=de+men")
    assert client.post("/tim/lich-su/xoa").status_code == 400
    assert ">de men</a>" in client.get("/tim/nang-cao").text


def test_without_an_index_the_page_says_so(client: PageClient) -> None:
    answer = client.get("/tim?q=de+men")
    assert answer.status_code == 503
    assert "Chỉ mục tìm kiếm của cổng chưa được dựng" in answer.text
