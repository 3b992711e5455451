"""What axe finds on every page: nothing, in light and dark, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.places import PLACES

OPEN_ALL = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
Judge = Callable[[Page], list[str]]


@pytest.mark.parametrize("path", PLACES.values(), ids=PLACES.keys())
def test_axe_finds_nothing(page: Page, axe: Judge, path: str) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(path)
    assert axe(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict of the two
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert axe(page) == []


def test_axe_finds_nothing_in_what_can_be_opened(page: Page, axe: Judge) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict of the two
    page.goto("/tim?q=ha+noi&library=HN-BT&available=1")
    page.get_by_role("button", name="Giới hạn kết quả").click()
    expect(page.locator("#facets")).to_be_visible()
    page.evaluate(OPEN_ALL)
    assert axe(page) == []
    page.goto("/tai-lieu/1")
    page.evaluate(OPEN_ALL)
    assert axe(page) == []


def test_axe_finds_nothing_in_a_form_with_errors(page: Page, axe: Judge) -> None:
    page.goto("/dang-nhap")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert axe(page) == []


def test_one_heading_of_the_first_level_and_a_title_of_its_own(page: Page) -> None:
    titles: dict[str, str] = {}
    for name, path in PLACES.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        titles[name] = page.title()
    assert len(set(titles.values())) == len(titles)
