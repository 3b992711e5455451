"""At the counter of a library: signing in, registering as a reader, counting keys and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import count

from playwright.sync_api import Page, Request, expect

from portal.demo.cli import PASSWORD
from tests.cards.people import cccd

LIBRARIAN = "thuthu@demo.vn"
BORN = date(1990, 3, 14)

_serials = count(500_000)


def document() -> str:
    """The number of an identity card that nobody else in the journeys has."""
    return cccd(BORN, serial=next(_serials))


def at_the_counter(page: Page) -> None:
    """Sign in as the librarian of Tây Hồ."""
    page.goto("/dang-nhap")
    page.get_by_label("Email hoặc số thẻ").fill(LIBRARIAN)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto("/quay/the")
    expect(page.locator("#q-card")).to_be_focused()


def ask_for_a_card(page: Page, name: str, number: str, phone: str) -> str:
    """Register online without an address, from home. The private link to how it stands."""
    page.goto("/the/dang-ky/toi?thu-vien=KV-TAYHO")
    page.locator("#full_name").fill(name)
    page.locator("#birthday").fill("14/3/1990")
    page.locator("#number").fill(number)
    page.locator("#phone").fill(phone)
    page.locator("#agreed_rules").check()
    page.locator("form[method=post] button.btn[type=submit]").first.press("Enter")
    expect(page).to_have_url(re.compile("/tinh-trang/"))
    return page.url


@dataclass
class Hands:
    """What a librarian types and sees. A scanner counts as one press: it types by itself."""

    page: Page
    keys: int = 0
    pages: int = 0

    def __post_init__(self) -> None:
        self.page.on("request", self._turn)

    def _turn(self, request: Request) -> None:
        """A page is what was asked for, whatever it redirects to."""
        self.pages += request.is_navigation_request() and request.redirected_from is None

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def scan(self, text: str) -> None:
        """Whatever has the focus gets the text and Enter, as a scanner sends them."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.keys += 1
