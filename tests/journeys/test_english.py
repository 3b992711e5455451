"""In English: every page switches in its place and keeps no Vietnamese word of the interface."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, MakePage
from tests.journeys.places import PLACES
from tests.journeys.steps import HA_DONG, chips, limit

# Words of the interface that no title, name, subject or place has. In any of these cases.
INTERFACE = (
    "tìm kiếm|tìm nâng cao|tìm theo|sắp xếp|giới hạn kết quả|xem thêm|nhan đề|ấn bản|trang sau|"
    "sẵn sàng|nơi còn sách|thư viện khác|còn sách hôm nay|thư viện bất kỳ|đang mở|đang đóng|mở lại|"
    "chưa rõ|đang được|ký hiệu xếp giá|số đkcb|có ở đâu|tóm tắt|mô tả|dạng tài liệu|năm xuất bản|"
    "lượt mượn|được mượn|xem tất cả|mọi thư viện|thư viện của tôi|hôm nay mở cửa|giờ mở cửa|"
    "ngày nghỉ|đến và liên hệ|trực thuộc|trước đây|địa chỉ|thứ hai|thứ ba|chủ nhật|bắt đầu bằng|"
    "số tài liệu|theo vần|duyệt|đăng nhập|mật khẩu|không tìm thấy|về trang chủ|đường dẫn|"
    "chưa tìm thấy|bạn có thể|mục lục|gửi danh sách|liên kết|từ năm|chỉ đọc tại chỗ"
)
SEEN = """() => {
  const texts = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) texts.push(walk.currentNode.data);
  for (const one of document.querySelectorAll("[aria-label], [placeholder], [title]"))
    for (const name of ["aria-label", "placeholder", "title"])
      texts.push(one.getAttribute(name) ?? "");
  return texts;
}"""


def test_every_page_switches_in_its_place_and_wholly(make_page: MakePage, site: str) -> None:
    page = make_page(PHONE)
    kept: dict[str, list[str]] = {}
    for path in PLACES.values():
        page.goto(path)
        page.get_by_role("link", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page).to_have_url(f"{site}{path}")
        if words := left_over(page):
            kept[path] = words
        page.context.clear_cookies()
    assert kept == {}


def left_over(page: Page) -> list[str]:
    """Texts of the page, seen or spoken, in which a Vietnamese word of the interface stands."""
    word = re.compile(rf"\b(?:{INTERFACE})\b", re.IGNORECASE)
    own = data(page)
    texts = {" ".join(text.split()) for text in page.evaluate(SEEN)}
    return sorted(text for text in texts if word.search(text) and text not in own)


def data(page: Page) -> set[str]:
    """Texts that are the catalogue's or a library's own: they stay as they are."""
    kept = (
        ".result-title, .result-snippet, .cover-card, .prose, pre, .marc, .isbd, .facet-label,"
        " th[lang=vi]"  # what stands in a file to be filled in
    )
    return {
        " ".join(part.split())
        for text in page.locator(kept).all_text_contents()
        for part in (text, *text.split("\n"))
    }


def test_after_narrowing_in_place_the_switch_keeps_the_limits(page: Page, site: str) -> None:
    page.goto("/tim?q=ha+noi")
    limit(page, HA_DONG).click()
    expect(chips(page)).to_have_count(1)
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{site}/tim?q=ha+noi&library=HN-HD")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_browser_set_to_english_gets_english_at_once(make_page: MakePage) -> None:
    page = make_page(language="en-GB")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
