"""What a reader sees of a search: rows, limits, pages, addresses."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from tests import make
from tests.pages import PageClient
from tests.search.pages.conftest import City

pytestmark = pytest.mark.usefixtures("searchable")


def titles(page: str) -> list[str]:
    """Titles of the rows, in order, without their marks."""
    found = re.findall(r'class="result-title"[^>]*><a [^>]*>(.*?)</a>', page)
    return [unescape(re.sub(r"<[^>]+>", "", one)) for one in found]


def limits(page: str) -> list[tuple[str, str]]:
    """(label, count) of the values beside the results."""
    pattern = r'facet-label">(.*?)<(?:span class="visually.*?</span>)?.*?facet-count">([\d.]+)<'
    return [(unescape(label), count) for label, count in re.findall(pattern, page, re.S)]


def test_a_few_syllables_without_marks_find_the_book_and_mark_it(client: PageClient) -> None:
    page = client.get("/tim?q=de+men").text
    assert titles(page) == ["Dế Mèn phiêu lưu ký"]
    assert "<mark>Dế Mèn</mark> phiêu lưu ký" in page
    assert "<title>de men – 1 nhan đề" in page
    assert "1 ấn bản khác" in page


def test_a_typed_mark_finds_only_itself(client: PageClient) -> None:
    assert titles(client.get("/tim?q=đường").text) == ["Đường vào Hà Nội"]
    assert len(titles(client.get("/tim?q=duong").text)) == 2


def test_a_row_says_where_a_copy_is_and_that_the_doors_are_open(client: PageClient) -> None:
    page = client.get("/tim?q=de+men").text
    assert "2 bản sẵn sàng" in page
    assert "Ba Đình" in page
    assert "Kho mở" in page
    assert "Đang mở" in page
    assert "và 1 thư viện khác" in page  # the other edition stands there, on loan


def test_my_library_comes_first_and_says_when_a_book_is_back(client: PageClient) -> None:
    client.set_cookie("library", "KV-TH")
    page = client.get("/tim?q=de+men").text
    row = page[page.index('class="result"') :]
    assert re.search(r"hạn trả 24/12/2026\).*?<strong>Tây Hồ</strong>", row, re.S)
    assert "(1 nơi còn sách)" in row


def test_my_library_without_the_book_says_so(at_ba_dinh: PageClient) -> None:
    page = at_ba_dinh.get("/tim?q=đường").text
    assert "thư viện của tôi chưa có" in page
    assert "Chỉ đọc tại chỗ" in page
    assert "Kho kín" in page


def test_what_matched_only_in_the_summary_is_shown(client: PageClient) -> None:
    page = client.get("/tim?q=cây+đa").text
    assert titles(page) == ["Chuyện bên hồ"]
    assert "<mark>cây đa</mark>" in page
    assert "result-snippet" not in client.get("/tim?q=chuyện+hồ").text


def test_a_title_in_another_language_carries_it(client: PageClient) -> None:
    page = client.get("/tim?q=thang+long").text
    assert 'class="result-title" lang="fr"' in page
    assert "Tiếng Pháp" in page


def test_the_address_of_a_form_becomes_the_clean_one(client: PageClient) -> None:
    answer = client.get("/tim?q=de+men&field=&library=&page=1&sort=relevance&from=mail")
    assert answer.status_code == 302
    assert answer.location == "/tim?q=de+men"
    assert client.get("/tim?q=de+men").status_code == 200


def test_decomposed_letters_lead_to_the_same_address(client: PageClient) -> None:
    answer = client.get("/tim", query_string={"q": "De\u0302\u0301 Me\u0300n"})
    assert parse_qs(urlsplit(answer.location).query) == {"q": ["Dế Mèn"]}


def test_the_canonical_address_has_no_order(client: PageClient) -> None:
    page = client.get("/tim?q=de+men&sort=title")
    assert '<link rel="canonical" href="http://localhost/tim?q=de+men">' in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "X-Robots-Tag" not in client.get("/tim?q=de+men").headers


def test_a_field_narrows_the_words_and_the_marks(client: PageClient) -> None:
    page = client.get("/tim?q=nam&field=agent").text
    assert len(titles(page)) == 2
    assert "<mark>Nam</mark>" in page
    assert '<option value="agent" selected>' in page
    assert titles(client.get("/tim?q=nam&field=title").text) == []


def test_the_scope_beside_the_box_is_a_library(client: PageClient) -> None:
    page = client.get("/tim?q=de+men&library=KV-TH").text
    assert '<option value="KV-TH" selected>' in page
    assert titles(page) == ["Dế Mèn phiêu lưu ký"]


def test_limits_count_all_hits_and_are_not_for_crawlers(client: PageClient) -> None:
    page = client.get("/tim").text
    assert ("Tây Hồ", "3") in limits(page)
    assert ("Ba Đình", "1") in limits(page)
    assert ("Lê Nam", "2") in limits(page)
    for link in re.findall(r'<a class="facet-value"[^>]*>', page):
        assert 'rel="nofollow"' in link


def test_two_values_of_a_facet_are_either(client: PageClient) -> None:
    page = client.get("/tim?library=KV-BD").text
    link = re.search(r'href="([^"]+)"[^>]*data-key="library:Tây Hồ"', page)
    assert link is not None
    both = client.get(unescape(link[1]))
    assert both.request.args.getlist("library") == ["KV-BD", "KV-TH"]
    assert len(titles(both.text)) == 3
    assert (
        len(
            re.findall(r'class="chip" href="[^"]*" rel="nofollow" data-swap><span><span', both.text)
        )
        == 2
    )


def test_a_class_opens_its_divisions_and_they_take_its_place(client: PageClient) -> None:
    page = client.get("/tim?ddc=9").text
    link = re.search(r'href="([^"]+)"[^>]*data-key="ddc:950', page)
    assert link is not None
    assert client.get(unescape(link[1])).request.args.getlist("ddc") == ["95"]


def test_rooms_are_offered_inside_a_chosen_library_only(client: PageClient) -> None:
    assert "Phòng đọc – Tây Hồ" not in client.get("/tim").text
    page = client.get("/tim?library=KV-TH").text
    assert "Phòng đọc – Tây Hồ" in page
    assert titles(client.get("/tim?library=KV-TH&room=KV-TH.PD").text) == ["Đường vào Hà Nội"]


def test_what_can_be_had_today_at_my_library(at_ba_dinh: PageClient) -> None:
    page = at_ba_dinh.get("/tim").text
    assert "Còn sách hôm nay</span>" not in page
    assert "Còn sách hôm nay tại Ba Đình" in page
    assert titles(at_ba_dinh.get("/tim?available=1").text) == ["Dế Mèn phiêu lưu ký"]


def test_what_can_be_had_today_at_the_chosen_libraries(client: PageClient) -> None:
    assert "Còn sách hôm nay ở thư viện bất kỳ" in client.get("/tim").text
    page = client.get("/tim?library=KV-TH&library=KV-BD").text
    assert "tại Tây Hồ hoặc Ba Đình" in page


def test_years_narrow_and_are_a_chip(client: PageClient) -> None:
    page = client.get("/tim?year_from=2000&year_to=2010").text
    assert len(titles(page)) == 3
    assert "2000–2010" in page
    assert 'placeholder="2001"' in page


def test_titles_in_vietnamese_order(client: PageClient) -> None:
    found = titles(client.get("/tim?sort=title").text)
    assert found.index("Dế Mèn phiêu lưu ký") < found.index("Dũng sĩ Hesman")
    assert found.index("Dương Quảng Hàm") < found.index("Đường vào Hà Nội")


def test_pages_part_the_works(client: PageClient) -> None:
    first = client.get("/tim?sort=title&per_page=4").text
    second = client.get("/tim?sort=title&per_page=4&page=2").text
    assert len(titles(first)) == 4
    assert len(titles(second)) == 2
    assert not set(titles(first)) & set(titles(second))
    assert 'rel="next"' in first
    assert '<ol class="results" start="5">' in second


def test_a_page_beyond_the_last_leads_back(client: PageClient) -> None:
    page = client.get("/tim?q=de+men&page=900").text
    assert "Không có trang 900" in page
    assert 'href="/tim?q=de+men"' in page


def test_what_is_not_understood_is_said_and_the_rest_used(client: PageClient) -> None:
    page = client.get("/tim?q=de+men&sort=best&page=-1").text
    assert "Đã bỏ qua cách sắp xếp “best”" in page
    assert "Đã bỏ qua số trang “-1”" in page
    assert titles(page) == ["Dế Mèn phiêu lưu ký"]


def test_a_record_knows_the_search_it_was_opened_from(client: PageClient, searchable: City) -> None:
    page = client.get("/tim?q=de+men").text
    link = re.search(r'class="result-title"[^>]*><a href="([^"]+)"', page)
    assert link is not None
    address = urlsplit(unescape(link[1]))
    assert address.path == f"/tai-lieu/{searchable.de_men.id}"
    assert parse_qs(address.query) == {"trong": ["q=de+men"], "vi_tri": ["0"], "tong": ["1"]}


def test_a_list_can_be_sent_by_mail(client: PageClient) -> None:
    link = re.search(r'href="(mailto:[^"]+)"', client.get("/tim").text)
    assert link is not None
    assert len(unescape(link[1])) <= 2000


def test_nothing_found_leads_on(client: PageClient) -> None:
    page = client.get("/tim?q=dê+men&exact=1").text
    assert "Chưa tìm thấy tài liệu nào như vậy" in page
    assert "Với dấu khác: “dế mèn”" in page
    assert 'href="/tim?q=d%E1%BA%BF+m%C3%A8n"' in page


def test_a_value_nobody_knows_finds_nothing_and_can_be_dropped(client: PageClient) -> None:
    page = client.get("/tim?q=de+men&library=XX-1").text
    assert "XX-1 (không có trong mục lục)" in page
    assert "Tìm ở mọi thư viện" in page


def test_words_without_letters_show_everything_and_say_so(client: PageClient) -> None:
    page = client.get("/tim?q=*").text
    assert "không có chữ nào để tìm" in page
    assert len(titles(page)) == 6


def test_english_reads_as_english(client: PageClient) -> None:
    client.set_cookie("lang", "en")
    page = client.get("/tim?q=thang+long").text
    assert '<html lang="en">' in page
    assert "French" in page


def test_a_copy_that_came_back_counts_without_a_new_index(
    client: PageClient, searchable: City, session: Session
) -> None:
    assert "Đang được mượn" in client.get("/tim?q=thang+long").text
    make.copy(session, searchable.history, searchable.ba_dinh, status=CopyStatus.available)
    assert "1 bản sẵn sàng" in client.get("/tim?q=thang+long").text
