"""A reader on a phone finds a book and learns where it stands today."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, MakePage
from tests.journeys.steps import (
    BA_TRIEU,
    STATUS_WORDS,
    limit,
    open_first,
    rows,
    search_for,
    titles,
    today,
    total,
)

DE_MEN = "Dế Mèn phiêu lưu ký"


@pytest.mark.parametrize("java_script", [True, False], ids=["scripts", "no_scripts"])
def test_from_a_few_letters_to_the_shelf(make_page: MakePage, site: str, java_script: bool) -> None:
    page = make_page(PHONE, java_script=java_script)
    page.goto("/")
    search_for(page, "de men")
    first = rows(page).first
    expect(first.get_by_role("heading")).to_have_text(DE_MEN)
    expect(first.locator("mark")).to_have_text("Dế Mèn")
    narrow(page)
    expect(page).to_have_url(f"{site}/tim?q=de+men&library=HN-BT&available=1")
    expect(rows(page).first).to_contain_text(BA_TRIEU)
    found = titles(page)
    open_first(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(DE_MEN)
    sees_where_it_stands(page)
    page.get_by_role("link", name="Sau", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(found[1])
    page.get_by_role("link", name="Kết quả tìm", exact=True).click()
    expect(page).to_have_url(f"{site}/tim?q=de+men&library=HN-BT&available=1")
    assert titles(page) == found


def narrow(page: Page) -> None:
    """By one library, behind the link that shows the limits; then to what is there today."""
    panel = page.locator("#facets")
    expect(panel).to_be_hidden()
    page.locator("a[href='#facets']").click()
    expect(panel).to_be_visible()
    limit(page, BA_TRIEU).click()
    expect(today(page)).to_contain_text(f"tại {BA_TRIEU}")
    left = int(today(page).locator(".facet-count").inner_text().split()[0])
    today(page).click()
    expect(today(page)).to_have_attribute("aria-current", "true")
    assert total(page) == left == len(titles(page))


def sees_where_it_stands(page: Page) -> None:
    where = page.get_by_role("region", name="Có ở đâu")
    expect(where).to_be_visible()
    statuses = where.locator(".holder .status").all_text_contents()
    assert statuses
    assert all(any(word in text for word in STATUS_WORDS) for text in statuses)
    expect(where.get_by_role("link", name=BA_TRIEU)).to_be_attached()


def test_the_limits_open_and_close_by_key(make_page: MakePage) -> None:
    page = make_page(PHONE)
    page.goto("/tim?q=ha+noi")
    button = page.get_by_role("button", name="Giới hạn kết quả")
    button.focus()
    page.keyboard.press("Space")
    expect(page.locator("#facets")).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#facets")).to_be_hidden()
    expect(button).to_be_focused()
