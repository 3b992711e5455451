"""What a reader does and sees, named once for all journeys."""

import re

from playwright.sync_api import Locator, Page, expect

BA_TRIEU = "Thư viện Hà Nội (47 Bà Triệu)"
HA_DONG = "Thư viện Hà Nội (Hà Đông)"

STATUS_WORDS = (
    "sẵn sàng",
    "Sẵn sàng",
    "Đang được mượn",
    "Đang được đặt mượn",
    "Chỉ đọc tại chỗ",
    "Đang luân chuyển",
    "Đang xử lý",
    "Chưa rõ",
)


def search_for(page: Page, words: str) -> None:
    """Type into the box at hand and press Enter."""
    page.get_by_role("search").locator("input[name=q]").first.fill(words)
    page.keyboard.press("Enter")


def rows(page: Page) -> Locator:
    return page.locator("ol.results > li")


def titles(page: Page) -> list[str]:
    """The titles of the results on the page, as they stand."""
    return page.locator("ol.results .result-title > a").all_inner_texts()


def total(page: Page) -> int:
    """How many titles the page says it found."""
    return number(page.get_by_role("status").locator("strong").inner_text())


def number(text: str) -> int:
    """1687 from «1.687 nhan đề» or «1,687 titles»."""
    return int("".join(filter(str.isdigit, text)))


def limit(page: Page, label: str) -> Locator:
    """A value among the limits beside the results."""
    whole = re.compile(rf"^\s*{re.escape(label)}\s*(?:\d|\(đang chọn|$)")
    return page.locator("#facets a.facet-value").filter(has_text=whole)


def today(page: Page) -> Locator:
    """The switch that leaves what can be had today."""
    return page.locator("a.chip").filter(has_text="Còn sách hôm nay")


def chips(page: Page) -> Locator:
    return page.get_by_role("list", name="Đang giới hạn theo").locator("a.chip")


def open_first(page: Page) -> None:
    """Open the record of the first result."""
    page.locator("ol.results .result-title > a").first.click()
    expect(page.locator("article.record")).to_be_visible()
