"""On paper: what was found and where it stands; no menus, boxes or buttons."""

from playwright.sync_api import Page, expect

TOOLS = "nav.site-nav, .site-tools, .site-foot, form.search, #facets, .pager, .trail, .skip, button"


def test_a_record_prints_what_it_is_and_where(page: Page) -> None:
    page.goto("/tai-lieu/1")
    page.emulate_media(media="print")
    gone(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    where = page.get_by_role("region", name="Có ở đâu")
    expect(where.locator(".holder").first).to_be_visible()
    expect(where.locator(".call-no").first).to_be_visible()
    expect(page.get_by_text("Liên kết cố định:")).to_be_visible()
    in_black_on_white(page)


def test_a_list_prints_its_query_and_its_titles(page: Page) -> None:
    page.goto("/tim?q=ha+noi&library=HN-BT")
    page.emulate_media(media="print")
    gone(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("ha noi")
    expect(page.locator(".result-title").first).to_be_visible()
    expect(page.locator(".avail").last).to_be_visible()
    in_black_on_white(page)


def test_dark_screens_print_on_white_paper(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/tai-lieu/1")
    in_black_on_white(page)


def gone(page: Page) -> None:
    assert [one for one in page.locator(TOOLS).all() if one.is_visible()] == []


def in_black_on_white(page: Page) -> None:
    colours = page.evaluate("""() => {
        const style = getComputedStyle(document.body);
        return [style.color, style.backgroundColor];
    }""")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
