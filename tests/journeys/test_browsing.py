"""Without a word to type: along the letters, down the classes, by month, by what others borrow."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import number, rows


def test_authors_under_a_letter_of_their_own(page: Page) -> None:
    page.goto("/duyet")
    page.locator("main").get_by_role("link", name="Tác giả").click()
    page.get_by_role("navigation", name="Vần").get_by_role("link", name="Đ", exact=True).click()
    expect(page.locator(".entries strong").first).to_be_visible()  # the texts are read at once
    filed = page.locator(".entries strong").all_inner_texts()
    assert {name[0] for name in filed} == {"Đ"}
    page.get_by_role("link", name="Tản Đà").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tản Đà")
    expect(rows(page).first).to_contain_text("Tản Đà")


def test_three_levels_down_to_the_shelf(page: Page) -> None:
    page.goto("/duyet")
    for caption in ("Lịch sử, địa lý, danh nhân", "Lịch sử Việt Nam và châu Á"):
        page.locator("main .table").get_by_role("link", name=caption).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(caption)
    last = page.get_by_role("row").filter(has_text="959")
    count = number(last.locator(".num").inner_text())
    last.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("959")
    expect(rows(page)).to_have_count(min(count, 20))
    page.get_by_role("navigation", name="Đường dẫn").get_by_role("link", name="Duyệt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Duyệt mục lục")


def test_new_titles_of_another_month(page: Page) -> None:
    page.goto("/sach-moi")
    heading = page.get_by_role("heading", level=1)
    now = heading.inner_text()
    earlier = page.get_by_label("Tháng", exact=True).locator("option").nth(1).inner_text()
    page.get_by_label("Tháng", exact=True).select_option(label=earlier)
    page.get_by_role("button", name="Xem").click()
    expect(heading).to_have_text(f"Sách mới {earlier}")
    expect(page.locator(".cover-card").first).to_be_visible()
    assert heading.inner_text() != now
    page.get_by_role("navigation", name="Tháng khác").get_by_role("link").last.click()
    expect(heading).to_have_text(now)


def test_what_others_borrow_most_comes_first(page: Page) -> None:
    page.goto("/duyet")
    page.locator("main").get_by_role("link", name="Sách được mượn nhiều").click()
    told = page.get_by_text(re.compile("lượt mượn$"))
    expect(told.first).to_be_visible()
    loans = [number(text) for text in told.all_inner_texts()]
    assert loans
    assert loans == sorted(loans, reverse=True)
