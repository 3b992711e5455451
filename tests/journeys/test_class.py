"""A class, from the teacher's list to the cards: by a file, and typed without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.cards.class_lists import listed
from tests.journeys.conftest import PHONE, MakePage
from tests.journeys.counter import at_the_counter
from tests.journeys.letters import link_to

Judge = Callable[[Page], list[str]]
AT = "KV-TAYHO"


def fill_in(page: Page, school: str) -> None:
    page.goto("/the/lop")
    page.locator("#library").select_option(AT)
    page.locator("#school").fill(school)
    page.locator("#teacher").fill("Cô Mai")
    page.locator("#email").fill("vanphong@truong.example.vn")


def test_a_class_of_forty(make_page: MakePage, axe: Judge, tmp_path: Path, instance: Path) -> None:
    page = make_page()
    fill_in(page, "Trường Tiểu học Nhật Tân")
    file = tmp_path / "lop.csv"
    file.write_text(listed(42, 2), encoding="utf-8-sig")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    expect(page.get_by_text("40 học sinh gửi được. 2 dòng cần sửa.")).to_be_visible()
    expect(page.get_by_text("Dòng 2, cột Ngày sinh: không có ngày này")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Gửi 40 học sinh").click()
    expect(page.get_by_text("Đang chờ trường xác nhận")).to_be_visible()
    assert axe(page) == []
    status = page.url
    school = make_page(PHONE)
    school.goto(link_to(instance / "mail", "vanphong@truong.example.vn", "/the/lop/xac-nhan/"))
    assert axe(school) == []
    school.get_by_role("button", name="Xác nhận danh sách").click()
    expect(school.get_by_role("heading", level=1)).to_have_text("Trường đã xác nhận")
    page.goto(status)
    expect(page.get_by_text("Trường đã xác nhận ngày")).to_be_visible()
    desk = make_page()
    at_the_counter(desk)
    desk.goto("/quay/the/lop")
    desk.get_by_role("link", name="5A, Trường Tiểu học Nhật Tân").click()
    desk.get_by_role("button", name=re.compile(r"Cấp \d+ thẻ đang chờ")).click()
    page.reload()
    expect(page.get_by_role("row", name=re.compile("5A.*đã cấp"))).to_be_visible()


def test_typed_on_a_phone_without_scripts(make_page: MakePage) -> None:
    """What is wrong is mended in the box, where everything typed still stands."""
    page = make_page(PHONE, java_script=False)
    fill_in(page, "Trường Tiểu học Quảng An")
    page.locator("#class_name").fill("4A")
    page.locator("#rows").fill("Nguyễn An, 5/3/2016, Nam\nLê Bình, 31/2/2016, Nữ")
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    expect(page.get_by_text("Dòng 2, cột Ngày sinh")).to_be_visible()
    page.get_by_role("button", name="Quay lại sửa").click()
    rows = page.locator("#rows")
    rows.fill(rows.input_value().replace("31/2/2016", "28/2/2016"))
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    page.get_by_role("button", name="Gửi 2 học sinh").click()
    expect(page.get_by_text("Đã gửi danh sách.")).to_be_visible()
