"""What readers do with their own cards: renewed, lost, shown without a network, kept by nobody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.demo.borrowers import PARENT, READER, RENEWING
from portal.demo.cli import PASSWORD
from tests.journeys.conftest import PHONE, MakePage

Judge = Callable[[Page], list[str]]
KEPT = "Đã lưu trên máy này"
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"
STORES = "async () => (await caches.keys()).length"


def signed_in(page: Page, name: str, *, shared: bool = False) -> Page:
    page.goto("/dang-nhap?next=/the")
    page.get_by_label("Email hoặc số thẻ").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_label("Máy dùng chung").set_checked(shared)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thẻ của tôi")
    return page


def open_digital(page: Page) -> str:
    """Open the first card's page and wait till the device has it; its number."""
    page.get_by_role("link", name="Mở thẻ số").first.click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    return page.locator(".own-number").inner_text()


def test_renewing_on_a_phone(make_page: MakePage) -> None:
    page = signed_in(make_page(PHONE), RENEWING)
    expect(page.get_by_text("Thẻ sắp hết hạn").or_(page.get_by_text("Đến quầy"))).to_be_visible()
    page.get_by_role("link", name="Mọi việc với thẻ này").click()
    page.get_by_role("button", name=re.compile("Gia hạn đến")).click()
    expect(page.get_by_text("Đã gia hạn thẻ đến hết ngày")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Gia hạn đến"))).to_have_count(0)


def test_a_lost_card_without_scripts(make_page: MakePage) -> None:
    page = signed_in(make_page(PHONE, java_script=False), RENEWING)
    page.get_by_role("link", name="Mọi việc với thẻ này").click()
    page.get_by_role("link", name="Báo mất thẻ").click()
    page.get_by_role("button", name="Báo mất, hủy số thẻ ngay").click()
    expect(page.get_by_text("không ai dùng được nữa")).to_be_visible()
    expect(page.get_by_role("link", name="Mở thẻ số")).to_have_count(0)


def test_the_card_opens_without_a_network(make_page: MakePage) -> None:
    page = signed_in(make_page(PHONE), READER)
    number = open_digital(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".own-number")).to_have_text(number)
    expect(page.locator(".own-qr svg")).to_be_visible()
    colour = page.evaluate("getComputedStyle(document.querySelector('.own-pass')).borderRadius")
    assert colour == "12px", "its style is kept with it"
    page.context.set_offline(False)


def test_signing_out_leaves_nothing_on_the_device(make_page: MakePage) -> None:
    page = signed_in(make_page(PHONE), READER)
    open_digital(page)
    card = page.url
    assert page.evaluate(STORES) == 1
    page.goto("/the")
    page.get_by_role("button", name=re.compile("Đăng xuất")).click()
    expect(page.get_by_text("Đã đăng xuất.")).to_be_visible()
    assert page.evaluate(STORES) == 0
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(card)


def test_a_card_that_is_gone_is_forgotten(make_page: MakePage) -> None:
    """Signed out elsewhere: this device learns it as soon as it has a network."""
    page = signed_in(make_page(PHONE), READER)
    open_digital(page)
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_label("Mật khẩu")).to_be_visible()
    assert page.evaluate(STORES) == 0


def test_a_shared_computer_keeps_no_card(make_page: MakePage) -> None:
    page = signed_in(make_page(), READER, shared=True)
    page.get_by_role("link", name="Mở thẻ số").first.click()
    expect(page.get_by_text("Máy dùng chung: thẻ không được lưu lại")).to_be_visible()
    assert page.evaluate(STORES) == 0
    assert (
        page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    )


def test_the_worker_lets_other_pages_be(make_page: MakePage) -> None:
    page = signed_in(make_page(PHONE), READER)
    open_digital(page)
    for path in ("/the", "/the/dang-ky", "/"):
        answer = page.goto(path)
        assert answer is not None
        assert not answer.from_service_worker
        assert page.evaluate("navigator.serviceWorker.controller === null")


def test_axe_finds_nothing(make_page: MakePage, axe: Judge) -> None:
    page = signed_in(make_page(), PARENT)
    cards = page.locator(".own-cards h2 a").evaluate_all("all => all.map(one => one.pathname)")
    assert len(cards) == 3
    parts = "thong-tin anh dong-y trao tra-loi bao-mat du-lieu dong the-so"
    own = [cards[0], *(f"{cards[0]}/{part}" for part in parts.split())]
    account = ("/tai-khoan", "/tai-khoan/du-lieu", "/tai-khoan/dong")
    for path in ("/the", *own, cards[1], cards[2], cards[2] + "/trao", *account):
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(path)
        assert axe(page) == [], path
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict of the two
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
