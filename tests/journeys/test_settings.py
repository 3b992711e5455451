"""Settings, figures and colleagues at the desk, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.demo.cli import PASSWORD
from tests.journeys.conftest import DESKTOP, PHONE, MakePage
from tests.journeys.test_small_screens import AT_ODDS, NARROWEST

ADMINISTRATOR, LIBRARIAN = "quantri@demo.vn", "thuthu@demo.vn"
PAGES = {
    "kinds": "/quay/the/loai",
    "kinds of a library": "/quay/the/loai?thu-vien=KV-TAYHO",
    "new kind": "/quay/the/loai-moi",
    "kind": "/quay/the/loai/ban-doc",
    "policy": "/quay/the/chinh-sach?thu-vien=KV-TAYHO",
    "policy seen before": "/quay/the/chinh-sach/xem-truoc?seen=0&days_rejected=5",
    "ranges": "/quay/the/so",
    "ranges of a library": "/quay/the/so?thu-vien=KV-TAYHO",
    "figures": "/quay/the/so-lieu",
    "staff": "/quay/nhan-vien",
    "colleague": "/quay/nhan-vien/2",
}


def sign_in(page: Page, email: str) -> None:
    page.goto("/dang-nhap?next=/quay")
    page.get_by_label("Email hoặc số thẻ").fill(email)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quầy thủ thư")


@pytest.fixture
def desk(make_page: MakePage) -> Page:
    page = make_page()
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    sign_in(page, ADMINISTRATOR)
    return page


def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    desk: Page, axe: Callable[[Page], list[str]]
) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for scheme, size in (("light", DESKTOP), ("dark", PHONE)):
        desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        for name, path in PAGES.items():
            desk.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict of the two
            desk.goto(path)
            expect(desk.get_by_role("heading", level=1)).to_have_count(1)
            found[name, scheme] = axe(desk)
            desk.set_viewport_size(NARROWEST)  # type: ignore[arg-type]  # as above
            found[name, scheme] += desk.evaluate(AT_ODDS)
    assert {place: what for place, what in found.items() if what} == {}


def test_a_library_sets_its_own_fee_by_keyboard_alone(
    desk: Page, axe: Callable[[Page], list[str]]
) -> None:
    desk.goto("/quay/the/loai/thieu-nhi?thu-vien=KV-TAYHO")
    desk.get_by_label("Phí làm thẻ (đồng)").focus()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("20.000")
    desk.keyboard.press("Enter")
    row = desk.get_by_role("row", name="Phí làm thẻ (đồng)")
    expect(row).to_contain_text("20.000 đ")
    assert axe(desk) == []
    desk.get_by_role("button", name="Lưu thay đổi").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Đã lưu loại thẻ.")).to_be_visible()
    expect(desk.get_by_role("row", name="Phí làm thẻ (đồng)")).to_contain_text("Quản trị mẫu")
    desk.goto("/quay/the/loai")
    expect(desk.get_by_text("phí 20.000 đ")).to_have_count(0)


def test_a_desk_without_network_gets_its_blanks_by_keyboard_alone(
    desk: Page, axe: Callable[[Page], list[str]]
) -> None:
    desk.goto("/quay/the/so?thu-vien=KV-TAYHO")
    desk.get_by_label("Tên quầy").focus()
    desk.keyboard.type("Xe thư viện lưu động")
    desk.keyboard.press("Enter")
    row = desk.get_by_role("row", name="Xe thư viện lưu động")
    expect(row).to_contain_text("1.000.000")
    desk.get_by_label("Bao nhiêu phôi").focus()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("10")
    with desk.expect_download() as got:
        desk.keyboard.press("Enter")
    assert got.value.suggested_filename.endswith(".pdf")
    desk.get_by_label("Bao nhiêu phôi").fill("501")
    desk.get_by_role("button", name="Tải phôi thẻ (PDF)").click()
    expect(desk.get_by_role("alert")).to_contain_text("Số phải từ 1 đến 500.")
    expect(row).to_contain_text("999.990")
    assert axe(desk) == []
    desk.set_viewport_size(NARROWEST)  # type: ignore[arg-type]  # a plain dict of the two
    assert desk.evaluate(AT_ODDS) == []


def test_a_mistake_is_told_beside_the_field(desk: Page, axe: Callable[[Page], list[str]]) -> None:
    desk.goto("/quay/the/chinh-sach")
    desk.get_by_label("Tuổi tự đứng tên thẻ").fill("999")
    desk.get_by_role("button", name="Xem trước thay đổi").click()
    expect(desk.get_by_role("alert")).to_contain_text("Số phải từ 1 đến 30.")
    expect(desk.get_by_label("Tuổi tự đứng tên thẻ")).to_have_value("999")
    assert axe(desk) == []


def test_a_librarian_reads_without_scripts(make_page: MakePage) -> None:
    page = make_page(PHONE, java_script=False)
    sign_in(page, LIBRARIAN)
    page.get_by_role("link", name="Loại thẻ", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tây Hồ")
    expect(page.get_by_role("link", name="Thêm loại thẻ")).to_have_count(0)
    page.goto("/quay/the/so-lieu")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Số liệu cấp thẻ")
    with page.expect_download() as got:
        page.get_by_role("link", name="Tải về CSV").click()
    assert got.value.suggested_filename.endswith(".csv")
