"""Whatever is typed or stands in an address: a page that answers, and nothing that runs."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journeys.steps import rows, search_for, total

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_a_script_is_only_words(page: Page) -> None:
    said: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    page.goto("/")
    search_for(page, SCRIPT)
    expect(page.get_by_role("heading", level=1)).to_contain_text(SCRIPT)
    expect(page.locator("input[name=q]")).to_have_value(SCRIPT)
    for name in ("library", "year_from", "sort", "page", "field", "available"):
        page.goto(f"/tim?q=ha+noi&{name}={SCRIPT}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert said == []


def test_a_query_without_end_is_cut_and_says_so(page: Page) -> None:
    page.goto("/tim?q=" + "ha+noi+" * 1000)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".notice").first).to_be_visible()
    expect(page.locator("input[name=q]").first).to_be_editable()


def test_an_address_without_end_gets_a_page_of_ours(page: Page) -> None:
    answer = page.goto("/tim?q=" + "a" * 9000)
    assert answer is not None
    assert 400 <= answer.status < 500
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Về trang tìm kiếm")).to_be_visible()


@pytest.mark.parametrize("number", ["1000000000", "-1", "abc"])
def test_a_page_that_is_none(page: Page, number: str) -> None:
    page.goto(f"/tim?q=ha+noi&page={number}")
    expect(page.get_by_text(f"“{number}”")).to_be_visible()
    expect(rows(page)).to_have_count(20)


def test_a_page_past_the_end_leads_back(page: Page) -> None:
    page.goto("/tim?q=de+men&page=999")
    page.get_by_role("link", name="Đến trang cuối").click()
    expect(rows(page).first).to_be_visible()


@pytest.mark.parametrize("value", ["KHONG-CO", "%00", "%F0%9F%93%9A", "' OR 1=1 --"])
def test_an_unknown_value_of_a_limit_can_be_dropped(page: Page, value: str) -> None:
    page.goto(f"/tim?q=de+men&library={value}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if total(page) == 0:
        page.locator("a.chip").filter(has_text="không có trong mục lục").click()
    expect(rows(page).first).to_contain_text("Dế Mèn phiêu lưu ký")


@pytest.mark.parametrize(
    "words", ["*", '"', "((((", "🐧📚", "\u202eabc", "-", "a" * 290, "()|-:*\"'"]
)
def test_odd_words_get_an_answer(page: Page, words: str) -> None:
    page.goto("/")
    search_for(page, words)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("input[name=q]").first).to_be_editable()


def test_a_list_of_limits_that_is_none_is_missing(page: Page) -> None:
    answer = page.goto("/tim/loc/khong-co?q=de+men")
    assert answer is not None
    assert answer.status == 404
