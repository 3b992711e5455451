"""A reader at a desk narrows, sorts, turns pages, goes back, and passes the address on."""

import re

from playwright.sync_api import Page, expect

from portal.vietnamese import sort_key
from tests.journeys.conftest import MakePage
from tests.journeys.steps import BA_TRIEU, HA_DONG, chips, limit, rows, titles, total

HA_NOI = "/tim?q=ha+noi"


def test_several_values_of_one_limit_widen_it(page: Page, site: str) -> None:
    page.goto(HA_NOI)
    limit(page, BA_TRIEU).click()
    expect(chips(page)).to_have_count(1)
    one = total(page)
    limit(page, HA_DONG).click()
    expect(chips(page)).to_have_count(2)
    assert total(page) > one
    expect(page).to_have_url(f"{site}{HA_NOI}&library=HN-BT&library=HN-HD")
    expect(limit(page, HA_DONG)).to_be_focused()
    chips(page).first.click()
    expect(page).to_have_url(f"{site}{HA_NOI}&library=HN-HD")


def test_more_authors_with_a_search_among_them(page: Page) -> None:
    page.goto(HA_NOI)
    page.get_by_role("link", name=re.compile("^Xem thêm.*Tác giả$")).click()
    page.get_by_role("searchbox", name="Tìm trong “Tác giả”").fill("nguyen nhat anh")
    page.keyboard.press("Enter")
    value = page.locator("a.facet-value").filter(has_text="Nguyễn Nhật Ánh")
    count = int(value.locator(".facet-count").inner_text().split()[0])
    value.click()
    expect(chips(page)).to_contain_text("Nguyễn Nhật Ánh")
    assert total(page) == count


def test_years_order_and_pages_are_in_an_address_for_anyone(make_page: MakePage, site: str) -> None:
    page = make_page()
    page.goto(HA_NOI)
    years = page.locator("details").filter(has_text="Năm xuất bản")
    years.locator("summary").click()
    years.get_by_label("Từ năm").fill("1995")
    years.get_by_role("button", name="Giới hạn theo năm").click()
    expect(page).to_have_url(f"{site}{HA_NOI}&year_from=1995")
    page.get_by_label("Sắp xếp theo").select_option(label="Nhan đề A–Y")
    expect(page).to_have_url(f"{site}{HA_NOI}&year_from=1995&sort=title")
    assert titles(page) == sorted(titles(page), key=sort_key)
    assert all(year >= 1995 for year in shown_years(page))
    page.get_by_role("link", name="Trang sau").click()
    expect(page).to_have_url(f"{site}{HA_NOI}&year_from=1995&sort=title&page=2")
    expect(page.get_by_role("status")).to_contain_text("21–40")
    second = titles(page)
    other = make_page(java_script=False)
    other.goto(page.url)
    assert titles(other) == second


def shown_years(page: Page) -> list[int]:
    told = " ".join(rows(page).all_inner_texts())
    return [int(year) for year in re.findall(r", (\d{4})\b", told)]


def test_back_and_forward_restore_each_step(page: Page, site: str) -> None:
    page.goto(HA_NOI)
    whole = total(page)
    limit(page, HA_DONG).click()
    expect(chips(page)).to_have_count(1)
    narrowed = total(page)
    page.get_by_label("Sắp xếp theo").select_option(label="Nhan đề A–Y")
    expect(page).to_have_url(re.compile("sort=title$"))
    page.get_by_role("link", name="Trang sau").click()
    expect(page).to_have_url(re.compile("page=2$"))
    page.go_back()
    expect(page.get_by_label("Sắp xếp theo")).to_have_value("title")
    page.go_back()
    expect(page.get_by_label("Sắp xếp theo")).to_have_value("relevance")
    assert total(page) == narrowed
    page.go_back()
    expect(chips(page)).to_have_count(0)
    expect(page).to_have_url(f"{site}{HA_NOI}")
    assert total(page) == whole
    page.go_forward()
    expect(chips(page)).to_have_count(1)


def test_the_title_of_the_window_says_query_and_count(page: Page) -> None:
    page.goto(HA_NOI)
    expect(page).to_have_title(re.compile(rf"^ha noi – {total(page):,} nhan đề".replace(",", ".")))
    limit(page, HA_DONG).click()
    expect(chips(page)).to_have_count(1)
    narrowed = f"{total(page):,}".replace(",", ".")
    expect(page).to_have_title(re.compile(rf"^ha noi – {re.escape(narrowed)} nhan đề"))
