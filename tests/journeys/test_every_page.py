"""What holds for any page, seen in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import MakePage

NOWHERE = "/khong-co-trang-nay"


def test_a_missing_page_helps_in_both_languages(page: Page) -> None:
    page.goto(NOWHERE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Không tìm thấy trang")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_language_switch_needs_no_script(make_page: MakePage) -> None:
    page = make_page(java_script=False)
    page.goto(NOWHERE)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_an_error_page_is_clean_for_axe(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto(NOWHERE)
    assert axe(page) == []


def test_the_first_key_leads_past_the_menus(page: Page) -> None:
    page.goto(NOWHERE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
