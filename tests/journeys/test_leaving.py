"""A parent of two takes along what is kept, and leaves with one button."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, MakePage
from tests.journeys.letters import link_to, subjects_to
from tests.journeys.test_english import left_over
from tests.waiting import until

ADDRESS, PASSWORD = "tam@example.vn", "một câu dễ nhớ"
CHILDREN = ("Đoàn Gia Hân", "Đoàn Gia Phúc")
GONE = "Đã đóng tài khoản. Mọi máy đã được đăng xuất."


def register(page: Page, name: str, birthday: str) -> None:
    page.goto("/the/dang-ky/con?thu-vien=HN-BT")
    for label, text in {
        "Họ và tên của em": name,
        "Ngày sinh của em": birthday,
        "Họ và tên người giám hộ": "Đoàn Thị Tâm",
        "Số giấy tờ của người giám hộ": "001185123456",
        "Điện thoại của người giám hộ": "0905 333 444",
        "Email (không bắt buộc)": ADDRESS,
    }.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Tôi đồng ý cho thư viện lưu").check()
    page.get_by_label("Tôi cam đoan những điều trên là đúng").check()
    page.get_by_role("button", name="Gửi đăng ký", exact=True).click()
    expect(page.get_by_text("Chờ xác nhận email")).to_be_visible()


def sign_in(page: Page) -> None:
    page.goto("/dang-nhap?next=/tai-khoan")
    page.get_by_label("Email hoặc số thẻ").fill(ADDRESS)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tài khoản của tôi")


def two_children(page: Page, mail: Path) -> None:
    """Registered, their letters opened, a password chosen."""
    for count, (name, birthday) in enumerate(
        zip(CHILDREN, ("02/06/2018", "15/09/2020"), strict=True), 1
    ):
        register(page, name, birthday)
        page.goto(link_to(mail, ADDRESS, "/the/xac-nhan/", letters=count))
        page.get_by_role("button", name="Xác nhận, lấy số thẻ").click()
        expect(page.locator(".card-number")).to_be_visible()
    page.get_by_role("link", name="Chọn mật khẩu để đăng nhập").click()
    page.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
    page.get_by_label("Gõ lại mật khẩu mới").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_text("Mời bạn đăng nhập")).to_be_visible()


def test_leaving_with_two_children(make_page: MakePage, instance: Path) -> None:
    phone, other = make_page(PHONE, java_script=False), make_page()
    two_children(phone, instance / "mail")
    sign_in(other)
    sign_in(phone)

    phone.get_by_role("link", name="Xem và tải mọi dữ liệu").click()
    for name in CHILDREN:
        expect(phone.get_by_role("heading", name=f"Thẻ của {name}")).to_be_visible()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Tải về dạng JSON").click()
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [one["full_name"] for one in told["cards"]["kept"]] == list(CHILDREN)

    for path in ("/tai-khoan/du-lieu", "/tai-khoan/dong"):
        other.goto(path)
        other.get_by_role("link", name="English").click()
        expect(other.locator("html")).to_have_attribute("lang", "en")
        assert left_over(other) == []
        other.get_by_role("link", name="Tiếng Việt").click()

    phone.goto("/tai-khoan")
    phone.get_by_role("link", name="Đóng tài khoản").click()
    section = phone.get_by_role("region", name="Thẻ đóng cùng tài khoản")
    expect(section.get_by_role("heading", level=3)).to_have_text(list(CHILDREN))
    phone.get_by_label("Mật khẩu hiện nay").fill(PASSWORD)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_role("button", name="Đóng tài khoản").dblclick()
    expect(phone.get_by_text(GONE)).to_be_visible()

    other.goto("/the")
    expect(other.get_by_text("Chưa có thẻ?")).to_be_visible()
    ended = ["Thẻ của bạn đã đóng"] * 2 + ["Tài khoản đã được đóng"]
    until(lambda: sorted(subjects_to(instance / "mail", ADDRESS)[-3:]) == ended)
