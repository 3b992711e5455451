"""By keys alone: from the skip link to the shelf, always seeing where one is."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, MakePage
from tests.journeys.focus import focused, tab, tab_through, tab_to
from tests.journeys.steps import chips


def test_from_the_skip_link_through_the_limits_to_a_record(page: Page) -> None:
    page.goto("/")
    first = tab(page)
    assert first is not None
    assert first.href == "#main"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    tab_to(page, element_id="q-large", most=3)
    page.keyboard.type("ha noi")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim\?q=ha\+noi$"))
    tab_to(page, href="library=HN-HD")
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_count(1)
    kept = focused(page)
    assert kept is not None
    assert "Hà Đông" in kept.text
    tab_to(page, href="/tai-lieu/")
    page.keyboard.press("Enter")
    expect(page.locator("article.record")).to_be_visible()


@pytest.mark.parametrize(
    "path",
    ["/", "/tim?q=ha+noi", "/tim/nang-cao", "/tai-lieu/1", "/thu-vien/HN-BT", "/duyet/ddc"],
)
def test_no_page_holds_the_focus_or_hides_it(page: Page, path: str) -> None:
    page.goto(path)
    stops = tab_through(page)
    reached = {stop.href for stop in stops}
    assert {"#main", "/thu-vien", "/dang-nhap"} <= reached


def test_nothing_needs_a_mouse(page: Page) -> None:
    page.goto("/tai-lieu/1")
    by_mouse_only = page.evaluate("""() => [...document.querySelectorAll(
        "[onclick], [tabindex]:not([tabindex='-1']):not([tabindex='0']), div[role=button]"
    )].map((one) => one.outerHTML)""")
    assert by_mouse_only == []
    fold = page.locator("details.fold > summary").first
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.fold").first).to_have_attribute("open", "")


@pytest.mark.parametrize("path", ["/", "/tim?q=ha+noi", "/tai-lieu/1", "/thu-vien/HN-BT"])
def test_enter_in_a_box_searches_what_is_in_it(page: Page, path: str) -> None:
    page.goto(path)
    box = page.locator("input[name=q]").first
    box.focus()
    box.press("Control+a")
    page.keyboard.type("truyen kieu")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=q]").first).to_have_value("truyen kieu")
    expect(page).to_have_url(re.compile(r"/tim\?q=truyen\+kieu"))


def test_limits_on_a_phone_by_keys(make_page: MakePage) -> None:
    page = make_page(PHONE)
    page.goto("/tim?q=ha+noi")
    tab_to(page, href="#facets")
    page.keyboard.press("Enter")
    expect(page.locator("#facets")).to_be_visible()
    tab_to(page, href="library=HN-HD", most=10)
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_count(1)
    tab_to(page, href="#results")
    page.keyboard.press("Enter")
    expect(page.locator("#facets")).to_be_hidden()
    expect(page.get_by_role("button", name="Giới hạn kết quả (1)")).to_be_focused()
