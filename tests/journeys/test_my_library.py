"""Without an account: a reader's own library is found by its place, remembered, and put first."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, MakePage
from tests.journeys.steps import open_first, rows

TAY_HO = "Thư viện khu vực Tây Hồ"


@pytest.mark.parametrize("place", ["quan tay ho", "phường Phú Thượng", "phuong tay ho"])
def test_a_place_old_or_new_leads_to_its_library(page: Page, place: str) -> None:
    find(page, place)
    expect(page.get_by_role("link", name=TAY_HO)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text(place)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_chosen_library_comes_first_everywhere(
    make_page: MakePage, size: dict[str, int]
) -> None:
    page = make_page(size)
    find(page, "quan tay ho")
    choose(page)
    page.goto("/tim?q=truyen+kieu")
    first_line = rows(page).first.locator(".avail")
    expect(first_line.locator("strong")).to_have_text("Thư viện Tây Hồ")
    expect(page.locator("a.chip").filter(has_text="tại Thư viện Tây Hồ")).to_be_visible()
    page.goto("/tim?q=truyen+kieu&library=KV-TAYHO")
    open_first(page)
    first_holder = page.locator(".holder").first
    expect(first_holder).to_contain_text("Thư viện Tây Hồ")
    expect(first_holder).to_contain_text("thư viện của tôi")
    later = page.context.new_page()
    later.goto("/")
    doors = later.get_by_role("region", name="Giờ mở cửa hôm nay")
    expect(doors).to_contain_text("Thư viện Tây Hồ")


def test_the_choice_can_be_dropped_again(make_page: MakePage) -> None:
    page = make_page(java_script=False)
    find(page, "quan tay ho")
    choose(page)
    page.get_by_role("button", name="Thư viện của tôi (bấm để bỏ)").click()
    expect(page.get_by_text("Đã bỏ ghi nhớ thư viện.")).to_be_visible()
    page.goto("/tim?q=truyen+kieu")
    expect(rows(page).first.locator(".avail strong")).to_have_count(0)


def find(page: Page, place: str) -> None:
    page.goto("/thu-vien")
    page.get_by_label("Tên thư viện, phường, xã, hoặc quận, huyện cũ").fill(place)
    page.keyboard.press("Enter")


def choose(page: Page) -> None:
    page.get_by_role("button", name=re.compile(f"^Chọn làm thư viện của tôi.*{TAY_HO}$")).click()
    expect(page.get_by_text(f"Đã ghi nhớ {TAY_HO} là thư viện của bạn.")).to_be_visible()
