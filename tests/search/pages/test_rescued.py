"""A page for what was typed wrong: it says what it looked for, and leads back."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.pages import PageClient
from tests.search.pages.test_results import titles

pytestmark = pytest.mark.usefixtures("searchable")


@pytest.mark.parametrize("typed", ["dees+mefn", "de61+me2n", "dê+men", "demen", "de+menn"])
def test_the_page_says_what_it_looked_for(client: PageClient, typed: str) -> None:
    page = client.get(f"/tim?q={typed}").text
    assert titles(page) == ["Dế Mèn phiêu lưu ký"]
    assert "Đang tìm: <strong>dế mèn</strong>" in page
    assert "<title>dế mèn – 1 nhan đề" in page
    assert 'rel="canonical" href="http://localhost/tim?q=d%E1%BA%BF+m%C3%A8n"' in page


def test_the_way_back_leads_to_exactly_what_was_typed(client: PageClient) -> None:
    page = client.get("/tim?q=demen&sort=title").text
    link = re.search(r'<a href="([^"]+)"[^>]*>Tìm đúng chữ đã gõ: demen</a>', page)
    assert link is not None
    address = urlsplit(unescape(link[1]))
    assert parse_qs(address.query) == {"q": ["demen"], "exact": ["1"], "sort": ["title"]}
    again = client.get(unescape(link[1]))
    assert "Chưa tìm thấy tài liệu nào như vậy" in again.text
    assert "Đang tìm:" not in again.text
    assert again.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_box_keeps_what_was_typed_and_the_links_what_was_meant(client: PageClient) -> None:
    page = client.get("/tim?q=demen").text
    assert 'value="demen"' in page
    assert "trong=q%3Dd%25E1%25BA%25BF" in page  # a record opened from here knows its result
    assert "available=1" in page
    assert not re.search(r'href="/tim\?q=demen&(?!amp;exact)', page)


def test_words_left_out_are_named(client: PageClient) -> None:
    page = client.get("/tim?q=de+men+qwxzt").text
    assert titles(page) == ["Dế Mèn phiêu lưu ký"]
    assert "đã bỏ “qwxzt”" in page


def test_a_search_that_finds_something_is_left_alone(client: PageClient) -> None:
    page = client.get("/tim?q=de+men").text
    assert "Đang tìm:" not in page
    assert "Tìm đúng chữ" not in page


def test_a_paste_from_an_old_document_is_read(client: PageClient) -> None:
    page = client.get("/tim", query_string={"q": "DÕ MÌn phiªu l­u"}, follow_redirects=True)
    assert titles(page.text) == ["Dế Mèn phiêu lưu ký"]
