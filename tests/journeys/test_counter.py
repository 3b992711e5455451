"""The librarian's counter by keyboard and scanner alone, with the keys and pages counted."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, MakePage
from tests.journeys.counter import Hands, ask_for_a_card, at_the_counter, document

Judge = Callable[[Page], list[str]]
OPEN_ALL = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def test_from_the_scan_to_the_card_in_the_hand(make_page: MakePage) -> None:
    """Registered at home, identity card on the desk: a scan, Enter, Enter."""
    number = document()
    ask_for_a_card(make_page(PHONE), "Lưu Thị Hạnh", number, "0912500001")
    page = make_page()
    at_the_counter(page)
    hands = Hands(page)
    hands.scan(number)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lưu Thị Hạnh")
    expect(page.get_by_role("button", name=re.compile("Đã so bằng mắt"))).to_be_focused()
    hands.press("Enter")
    expect(page.get_by_role("button", name="Đã trao thẻ")).to_be_focused()
    expect(page.get_by_role("link", name="In thẻ (PDF)")).to_be_visible()
    hands.press("Enter")
    expect(page.get_by_text("Đã trao thẻ cho Lưu Thị Hạnh")).to_be_visible()
    expect(page.locator("#q-card")).to_be_focused()  # for the next one
    assert hands.keys <= 3
    assert hands.pages <= 3


def test_a_provisional_card_and_then_its_document(make_page: MakePage) -> None:
    """The card's barcode from the reader's phone, then the QR code of the identity card."""
    number = document()
    ask_for_a_card(make_page(PHONE), "Lưu Văn Tâm", number, "0912500002")
    page = make_page()
    at_the_counter(page)
    page.get_by_role("link", name="Lưu Văn Tâm").press("Enter")
    expect(page.get_by_role("button", name="Duyệt, cấp số tạm")).to_be_focused()
    page.keyboard.press("Enter")
    card = page.locator(".card-no").inner_text()
    page.goto("/quay/the")
    hands = Hands(page)
    hands.scan(card)
    expect(page.locator("#giay_to_number")).to_be_focused()
    hands.scan(f"{number}||Lưu Văn Tâm|14031990|Nữ|Hà Nội|01012022")
    expect(page.get_by_role("button", name="Đã trao thẻ")).to_be_focused()
    hands.press("Enter")
    expect(page.get_by_text("Đã trao thẻ cho Lưu Văn Tâm")).to_be_visible()
    assert (hands.keys, hands.pages) == (3, 3)


def test_somebody_new_by_keys_alone(make_page: MakePage) -> None:
    """The QR code fills the form; a phone and a tick are all that is typed."""
    page = make_page()
    at_the_counter(page)
    hands = Hands(page)
    hands.press("Tab")
    hands.press("Tab")
    hands.press("Enter")  # the link after the box and its button
    expect(page.locator("#number")).to_be_focused()
    hands.scan(f"{document()}||Lưu Thị Mến|14031990|Nữ|12 Lạc Long Quân, Hà Nội|01012022")
    expect(page.locator("#phone")).to_be_focused()
    expect(page.locator("#full_name")).to_have_value("Lưu Thị Mến")
    hands.type("0912500003")
    hands.press("Tab")
    hands.press("Space")
    hands.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lưu Thị Mến")
    expect(page.get_by_role("button", name="Đã trao thẻ")).to_be_focused()
    hands.press("Enter")
    expect(page.get_by_text("Đã trao thẻ cho Lưu Thị Mến")).to_be_visible()
    assert hands.keys <= 20
    assert hands.pages <= 5


def test_a_question_and_its_answer(make_page: MakePage) -> None:
    """Asked by a ready phrase and own words, answered by the private link, then approved."""
    reader, page = make_page(PHONE), make_page()
    link = ask_for_a_card(reader, "Lưu Thị Ngát", document(), "0912500004")
    at_the_counter(page)
    page.get_by_role("link", name="Lưu Thị Ngát").click()
    page.get_by_text("Yêu cầu bổ sung", exact=True).first.click()
    form = page.get_by_role("form", name="Yêu cầu bổ sung")
    form.get_by_label("Bạn cho biết địa chỉ đang ở.").check()
    form.get_by_label("Viết thêm cho bạn đọc").fill("Số nhà, tên đường?")
    form.get_by_role("button", name="Yêu cầu bổ sung").click()
    expect(page.get_by_text("Đã hỏi bạn đọc.")).to_be_visible()
    reader.goto(link)
    expect(reader.get_by_text("Bạn cho biết địa chỉ đang ở.")).to_be_visible()
    reader.locator("textarea").fill("12 Lạc Long Quân")
    reader.get_by_role("button", name="Gửi trả lời").click()
    page.goto("/quay/the")
    page.get_by_role("link", name="Lưu Thị Ngát").click()
    expect(page.get_by_text("12 Lạc Long Quân")).to_be_visible()
    page.get_by_role("button", name="Duyệt, cấp số tạm").click()
    expect(page.get_by_text("Đã duyệt. Số thẻ tạm:")).to_be_visible()
    reader.goto(link)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Số thẻ tạm của bạn")


def test_a_refusal_says_why(make_page: MakePage) -> None:
    reader, page = make_page(PHONE), make_page()
    link = ask_for_a_card(reader, "Lưu Văn Sai", document(), "0912500005")
    at_the_counter(page)
    page.get_by_role("link", name="Lưu Văn Sai").click()
    page.get_by_text("Từ chối", exact=True).first.click()
    form = page.get_by_role("form", name="Từ chối")
    form.get_by_role("button", name="Từ chối").click()
    expect(page.get_by_role("alert")).to_be_focused()  # a reason is needed
    form.get_by_label("Giấy tờ không khớp với thông tin đăng ký.").check()
    form.get_by_role("button", name="Từ chối").click()
    expect(page.get_by_text("Đã từ chối đăng ký.")).to_be_visible()
    reader.goto(link)
    expect(reader.get_by_text("Giấy tờ không khớp với thông tin đăng ký.")).to_be_visible()


CAMERA = """() => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 480];
  const paint = canvas.getContext("2d");
  setInterval(() => { paint.fillStyle = "#888"; paint.fillRect(0, 0, 640, 480); }, 30);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(30);
}"""


def test_a_photo_from_the_camera_of_the_desk(make_page: MakePage) -> None:
    ask_for_a_card(make_page(PHONE), "Lưu Thị Ảnh", document(), "0912500006")
    page = make_page()
    page.add_init_script(f"({CAMERA})()")
    at_the_counter(page)
    page.get_by_role("link", name="Lưu Thị Ảnh").click()
    page.get_by_text("Ảnh chân dung", exact=True).first.click()
    page.get_by_role("button", name="Mở máy ảnh của máy này").click()
    page.wait_for_function("document.querySelector('video').videoWidth > 0")
    page.get_by_role("button", name="Chụp và lưu").click()
    expect(page.get_by_text("Đã lưu ảnh.")).to_be_visible()
    photo = page.get_by_role("img", name="Ảnh chân dung")
    expect(photo).to_be_visible()
    assert photo.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 450


def test_a_wrong_digit_is_said_where_the_focus_is(make_page: MakePage) -> None:
    page = make_page()
    at_the_counter(page)
    Hands(page).scan("1000 0000 018")
    expect(page.get_by_text("sai chữ số kiểm tra")).to_be_visible()
    expect(page.locator("#q-card")).to_be_focused()


def test_axe_finds_nothing_at_the_counter(make_page: MakePage, axe: Judge) -> None:
    page = make_page()
    at_the_counter(page)
    twin = page.get_by_role("link", name="Nguyễn Thị Lan").first.get_attribute("href") or ""
    page.goto(twin)
    pair = page.get_by_role("link", name=re.compile("So sánh")).first.get_attribute("href") or ""
    page.goto("/quay/the/lop")
    a_class = page.locator("main table a").first.get_attribute("href") or ""
    found: dict[str, list[str]] = {}
    for path in ("/quay", "/quay/the", twin, pair, "/quay/the/moi", "/quay/the/lop", a_class):
        for size, scheme in ((PHONE, "dark"), ({"width": 1280, "height": 900}, "light")):
            page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict of the two
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.goto(path)
            page.evaluate(OPEN_ALL)
            if wrong := axe(page):
                found[f"{path} {scheme}"] = wrong
    assert found == {}


def test_nothing_scrolls_sideways_at_320_pixels(make_page: MakePage) -> None:
    page = make_page({"width": 320, "height": 640})
    at_the_counter(page)
    twin = page.get_by_role("link", name="Nguyễn Thị Lan").first.get_attribute("href") or ""
    for path in ("/quay", "/quay/the", twin, "/quay/the/moi", "/quay/the/lop"):
        page.goto(path)
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, path


def test_the_counter_works_without_scripts(make_page: MakePage) -> None:
    page = make_page(java_script=False)
    at_the_counter(page)
    page.locator("#q-card").fill("Nguyễn Thị Lan 14/3/1990")
    page.get_by_role("button", name="Tìm", exact=True).last.click()
    expect(page.get_by_text("người cùng họ tên và ngày sinh")).to_be_visible()
