"""Somebody with a phone gets a card's number; a parent registers two children."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, MakePage
from tests.journeys.letters import link_to
from tests.waiting import until

Judge = Callable[[Page], list[str]]
NUMBER = re.compile(r"\d{4} \d{4} \d{3}")

FIELDS = {"toi": (10, 4), "con": (17, 7)}  # on the page, and more when a fold is opened
FILLABLE = "main form[enctype] :is(input:not([type=hidden]), select, textarea)"
COUNT = f"""() => {{
  const all = [...document.querySelectorAll({FILLABLE!r})];
  const boxes = new Set(all.map((one) => one.type === "radio" ? one.name : one.id));
  const inside = new Set(all.filter((one) => one.closest("details")).map((one) => one.id));
  return [boxes.size - inside.size, inside.size];
}}"""


class Clicks:
    """Counts what a thumb does on the way: each box touched, each tick, each button."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.keys = page, 0, 0

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)
        self.taps, self.keys = self.taps + 1, self.keys + len(text)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label).check()
        self.taps += 1

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
        self.taps += 1


def box(name: str) -> str:
    """How a box that may stay empty is called."""
    return f"{name} (không bắt buộc)"


def test_a_grown_up_on_a_phone_without_scripts(make_page: MakePage, instance: Path) -> None:
    page = make_page(PHONE, java_script=False)
    page.goto("/")
    page.get_by_role("link", name="Làm thẻ", exact=True).click()
    thumb = Clicks(page)
    thumb.press("Cho tôi")
    thumb.write("Họ và tên", "Đinh Thị Ngọc Quyên")
    thumb.write("Ngày sinh", "7/11/1984")
    thumb.write(box("Email"), "quyen@example.vn")
    thumb.press("Gửi đăng ký")
    expect(page.get_by_role("alert")).to_contain_text("Cần đánh dấu")
    expect(page.get_by_label("Họ và tên", exact=True)).to_have_value("Đinh Thị Ngọc Quyên")
    thumb.tick("Tôi cam đoan những điều trên là đúng")
    thumb.press("Gửi đăng ký")
    expect(page.get_by_text("Chờ xác nhận email")).to_be_visible()
    page.goto(link_to(instance / "mail", "quyen@example.vn", "/the/xac-nhan/"))
    thumb.press("Xác nhận, lấy số thẻ")
    expect(page.locator(".card-number")).to_have_text(NUMBER)
    expect(page.get_by_role("img", name="Mã vạch của số thẻ")).to_be_visible()
    expect(page.get_by_role("img", name="Mã QR của số thẻ")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # One tap more than needed, and the button twice: what was forgotten is told and nothing lost.
    assert (thumb.taps, thumb.keys) == (8, 44)


def test_a_parent_with_two_children(make_page: MakePage, instance: Path) -> None:
    page = make_page(DESKTOP)
    page.goto("/the/dang-ky/con?thu-vien=HN-BT")
    hand = Clicks(page)
    hand.write("Họ và tên của em", "Lưu Quỳnh Chi")
    hand.write("Ngày sinh của em", "02/06/2018")
    hand.write(box("Trường học"), "Tiểu học Mẫu")
    hand.write("Họ và tên người giám hộ", "Lưu Văn Thành")
    page.get_by_label("Là gì của em").select_option(label="Cha")
    hand.write("Số giấy tờ của người giám hộ", "001085123456")
    hand.write("Điện thoại của người giám hộ", "0905 111 222")
    hand.write(box("Email"), "thanh@example.vn")
    hand.tick("Tôi đồng ý cho thư viện lưu")
    hand.tick("Tôi cam đoan những điều trên là đúng")
    hand.press("Gửi và đăng ký thêm một em")
    expect(page.get_by_label("Số giấy tờ của người giám hộ")).to_have_value("001085123456")
    expect(page.get_by_label("Là gì của em")).to_have_value("father")
    expect(page.get_by_label("Tôi đồng ý cho thư viện lưu")).not_to_be_checked()
    hand.write("Họ và tên của em", "Lưu Quang Vinh")
    hand.write("Ngày sinh của em", "15/09/2020")
    hand.tick("Tôi đồng ý cho thư viện lưu")
    hand.tick("Tôi cam đoan những điều trên là đúng")
    hand.press("Gửi đăng ký")
    expect(page.get_by_text("Chờ xác nhận email")).to_be_visible()
    page.goto("/the/dang-ky")
    expect(page.get_by_text("Đăng ký ngày")).to_have_count(2)
    first = link_to(instance / "mail", "thanh@example.vn", "/the/xac-nhan/")
    page.goto(first)
    hand.press("Xác nhận, lấy số thẻ")
    expect(page.locator(".card-number")).to_have_text(NUMBER)
    expect(page.get_by_role("link", name="Chọn mật khẩu để đăng nhập")).to_be_visible()


def test_left_and_taken_up_again(make_page: MakePage) -> None:
    page = make_page(PHONE)
    page.goto("/the/dang-ky/toi?thu-vien=HN-BT")
    page.get_by_label("Họ và tên", exact=True).fill("Đinh Thị Ngọc Quyên")
    page.get_by_label("Ngày sinh", exact=True).fill("7/11/1984")
    page.get_by_role("link", name="Sách mới").click()
    until(lambda: "card_draft" in [one["name"] for one in page.context.cookies()])
    page.goto("/the/dang-ky")
    page.get_by_role("link", name="Điền tiếp").click()
    expect(page.get_by_label("Ngày sinh", exact=True)).to_have_value("7/11/1984")
    page.get_by_role("button", name="Xóa và điền lại từ đầu").click()
    expect(page.get_by_text("Bạn đang điền dở")).to_have_count(0)


def test_on_a_public_computer_nothing_is_left(make_page: MakePage) -> None:
    page = make_page(DESKTOP)
    page.goto("/the/dang-ky")
    page.get_by_label("Máy công cộng").check()
    page.get_by_role("button", name="Cho tôi", exact=True).click()
    page.get_by_label("Họ và tên", exact=True).fill("Đinh Thị Ngọc Quyên")
    page.get_by_role("button", name="Gửi đăng ký").click()
    expect(page.get_by_label("Họ và tên", exact=True)).to_have_value("Đinh Thị Ngọc Quyên")
    assert not [one for one in page.context.cookies() if one["name"].startswith("card_")]
    page.goto("/the/dang-ky/toi?thu-vien=HN-BT")
    expect(page.get_by_label("Họ và tên", exact=True)).to_have_value("")


BACK = {
    "/the/dang-ky/toi?thu-vien=HN-BT": "full_name birthday number phone email",
    "/the/dang-ky/con?thu-vien=HN-BT": "full_name birthday number school class_name guardian_name"
    " guardian_number guardian_phone email",
    "/the/lop": "school class_name teacher email phone rows",
}
"""Address of a form → boxes of it."""


@pytest.mark.parametrize("path", BACK)
def test_the_back_button_loses_nothing(make_page: MakePage, path: str) -> None:
    boxes = BACK[path].split()
    page = make_page(PHONE, java_script=False)
    page.goto(path)
    for name in boxes:
        page.locator(f"#{name}").fill(f"Đã gõ {name}")
    page.locator("main a[href^='/the']").first.click()
    page.go_back()
    for name in boxes:
        expect(page.locator(f"#{name}")).to_have_value(f"Đã gõ {name}")


def test_axe_finds_nothing_on_the_way(page: Page, axe: Judge, instance: Path) -> None:
    for whose in ("toi", "con"):
        page.goto(f"/the/dang-ky/{whose}?thu-vien=HN-BT")
        assert tuple(page.evaluate(COUNT)) == FIELDS[whose]
        page.get_by_role("button", name="Gửi đăng ký", exact=True).click()
        expect(page.get_by_role("alert")).to_be_focused()
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert axe(page) == []
    page.goto("/the/dang-ky/toi?thu-vien=HN-BT")
    page.get_by_label("Họ và tên", exact=True).fill("Cao Bích Ngọc")
    page.get_by_label("Ngày sinh", exact=True).fill("1/2/1975")
    page.get_by_label("Email").fill("ngoc@example.vn")
    page.get_by_label("Tôi cam đoan những điều trên là đúng").check()
    page.get_by_role("button", name="Gửi đăng ký", exact=True).click()
    expect(page.get_by_text("Chờ xác nhận email")).to_be_visible()
    assert axe(page) == []
    page.goto(link_to(instance / "mail", "ngoc@example.vn", "/the/xac-nhan/"))
    assert axe(page) == []
    page.get_by_role("button", name="Xác nhận, lấy số thẻ").click()
    expect(page.locator(".card-number")).to_be_visible()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict of the two
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # colours at once
    assert axe(page) == []
