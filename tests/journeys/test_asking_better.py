"""The advanced form, and what becomes of a search without hits."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, MakePage
from tests.journeys.steps import rows, search_for, titles, total


def test_three_rows_become_one_query(make_page: MakePage) -> None:
    page = make_page(java_script=False)
    page.goto("/")
    page.get_by_role("link", name="Tìm nâng cao").click()
    fill(page, 1, "doan gioi", field="Tác giả")
    fill(page, 2, "vu bang", field="Tác giả", joined="HOẶC có")
    fill(page, 3, "dat rung", field="Nhan đề", joined="KHÔNG có")
    page.locator("main").get_by_role("button", name="Tìm kiếm").click()
    box = page.get_by_role("search").locator("input[name=q]").first
    expect(box).to_have_value("((tác giả:doan gioi) | (tác giả:vu bang)) -(nhan đề:dat rung)")
    by = [row.locator(".result-line").first.inner_text() for row in rows(page).all()]
    assert any("Đoàn Giỏi" in line for line in by)
    assert any("Vũ Bằng" in line for line in by)
    assert not any("Đất rừng" in title for title in titles(page))


def fill(page: Page, number: int, words: str, *, field: str, joined: str = "") -> None:
    row = page.get_by_role("group", name=f"Dòng {number}")
    row.get_by_label("Tìm theo").select_option(label=field)
    if joined:
        row.get_by_label("Nối với các dòng trên bằng").select_option(label=joined)
    row.get_by_role("searchbox").fill(words)


def test_an_empty_form_says_what_it_needs(page: Page) -> None:
    page.goto("/tim/nang-cao")
    page.locator("main").get_by_role("button", name="Tìm kiếm").click()
    expect(page.get_by_role("alert")).to_contain_text("Xin điền ít nhất một ô")


def test_no_hits_lead_on_by_leaving_out_a_word(make_page: MakePage) -> None:
    page = make_page(PHONE)
    page.goto("/")
    search_for(page, "de men xyzzyqq")
    notice = page.locator(".notice").filter(has_text="đã bỏ “xyzzyqq”")
    expect(notice).to_contain_text("Đang tìm: dế mèn")
    expect(rows(page).first).to_contain_text("Dế Mèn phiêu lưu ký")
    notice.get_by_role("link", name="Tìm đúng chữ đã gõ: de men xyzzyqq").click()
    assert total(page) == 0
    expect(page.get_by_role("heading", name="Chưa tìm thấy tài liệu nào như vậy")).to_be_visible()
    page.get_by_role("link", name="Bỏ “xyzzyqq”, chỉ tìm: “dế mèn”").click()
    expect(rows(page).first).to_contain_text("Dế Mèn phiêu lưu ký")


def test_no_hits_lead_on_by_looking_further(page: Page) -> None:
    page.goto("/tim?q=de+men&year_from=1801&year_to=1802")
    assert total(page) == 0
    page.get_by_role("link", name="Xuất bản năm bất kỳ").click()
    expect(rows(page).first).to_contain_text("Dế Mèn phiêu lưu ký")


def test_a_slip_of_the_finger_is_seen(page: Page) -> None:
    page.goto("/")
    search_for(page, "truyen kieuu")
    expect(page.locator(".notice")).to_contain_text("Đang tìm: truyện kiều")
    expect(rows(page).first).to_contain_text("Truyện Kiều")


def test_one_wrong_tone_finds_the_book_behind_what_was_typed(make_page: MakePage) -> None:
    page = make_page(PHONE, java_script=False)
    page.goto("/")
    search_for(page, "viết bắc")
    few = total(page)
    assert 0 < few < 10
    near = page.get_by_role("region", name="Gần với chữ đã gõ: “việt bắc”")
    expect(near.get_by_role("heading", level=2)).to_be_visible()
    assert near.get_by_role("listitem").count() == rows(page).count() - few
    near.get_by_role("heading", level=3).first.get_by_role("link", name="Việt Bắc").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Việt Bắc")
    page.go_back()
    near.get_by_role("link", name="với “việt bắc”").click()
    assert total(page) > 10
    expect(near).to_have_count(0)
