"""Two readers at once: neither sees the other's library, language or searches."""

from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE, MakePage
from tests.journeys.steps import BA_TRIEU, rows, search_for


def test_two_readers_do_not_mix(make_page: MakePage) -> None:
    an, ben = make_page(PHONE), make_page(DESKTOP, language="en")
    an.goto("/thu-vien/KV-TAYHO")
    ben.goto("/thu-vien/HN-BT")
    for reader in (an, ben):
        reader.locator("button[form=mine]").first.click()
        expect(reader.locator(".notice-success")).to_be_visible()
    for reader, query in ((an, "truyen kieu"), (ben, "ha noi"), (an, "de men"), (ben, "to hoai")):
        reader.goto("/")
        search_for(reader, query)
        expect(rows(reader).first).to_be_visible()
    expect(an.locator("html")).to_have_attribute("lang", "vi")
    expect(ben.locator("html")).to_have_attribute("lang", "en")
    expect(an.locator(".site-tools .mine")).to_contain_text("Thư viện Tây Hồ")
    expect(ben.locator(".site-tools .mine")).to_contain_text(BA_TRIEU)
    an.goto("/")
    ben.goto("/")
    mine, others = an.locator("#main"), ben.locator("#main")
    expect(mine).to_contain_text("truyen kieu")
    expect(mine).not_to_contain_text("to hoai")
    expect(others).to_contain_text("to hoai")
    expect(others).not_to_contain_text("truyen kieu")


def test_what_is_kept_for_one_is_not_shown_to_all(make_page: MakePage) -> None:
    with_library, without = make_page(), make_page()
    with_library.goto("/thu-vien/KV-TAYHO")
    with_library.locator("button[form=mine]").first.click()
    answer = with_library.goto("/tim?q=ha+noi")
    assert answer is not None
    assert "public" not in (answer.header_value("cache-control") or "")
    without.goto("/tim?q=ha+noi")
    expect(without.locator(".site-tools .mine")).to_contain_text("Chọn thư viện của tôi")
