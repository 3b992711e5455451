"""Suggestions while typing: by keys, by finger, under an input method; the box stays a box."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, MakePage

SMALL = {"width": 320, "height": 568}
Judge = Callable[[Page], list[str]]


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Tìm nhan đề")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Gợi ý").get_by_role("option")


def typed(page: Page, text: str, path: str = "/") -> None:
    """Open a page and type until suggestions stand there."""
    page.goto(path)
    box(page).press_sequentially(text)
    expect(options(page).first).to_be_visible()


def active(page: Page) -> str | None:
    """The text of the suggestion the keyboard stands on."""
    chosen = page.locator("[role=option][aria-selected=true]")
    if not chosen.count():
        expect(box(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
        return None
    expect(box(page)).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    return chosen.locator(".suggest-text").inner_text()


@pytest.mark.parametrize("text", ["nhật á", "nhat a", "nhaatj as"])
def test_by_keys_to_an_author(page: Page, text: str) -> None:
    typed(page, text)
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    group = page.get_by_role("group", name="Tác giả")
    expect(group.get_by_role("option").first).to_contain_text("Nguyễn Nhật Ánh")
    expect(group.get_by_role("option").first).to_contain_text(re.compile(r"\d+ nhan đề"))
    while active(page) != "Nguyễn Nhật Ánh":
        page.keyboard.press("ArrowDown")
    expect(box(page)).to_have_value(text)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tac-gia/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nguyễn Nhật Ánh")


def test_the_keys_go_round_through_the_box(page: Page) -> None:
    typed(page, "ha")
    texts = options(page).locator(".suggest-text").all_inner_texts()
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    assert active(page) == texts[0]
    page.keyboard.press("ArrowUp")
    assert active(page) is None
    page.keyboard.press("ArrowUp")
    assert active(page) == texts[-1]
    page.keyboard.press("Home")
    assert active(page) == texts[0]
    page.keyboard.press("End")
    assert active(page) == texts[-1]
    page.keyboard.press("ArrowDown")
    assert active(page) is None
    page.keyboard.press("Home")  # nothing is chosen: the caret goes to the beginning
    page.keyboard.type("n")
    expect(box(page)).to_have_value("nha")


def test_escape_closes_the_list_and_leaves_the_text(page: Page) -> None:
    typed(page, "de m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("de m")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/tim?q=ha+noi", "/tai-lieu/1"])
def test_enter_searches_what_is_in_the_box(page: Page, path: str) -> None:
    page.goto(path)
    box(page).fill("")
    box(page).press_sequentially("truyen k")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim\?q=truyen\+k$"))
    expect(options(page)).to_have_count(0)


def test_typing_on_forgets_the_choice(page: Page) -> None:
    typed(page, "de")
    page.keyboard.press("ArrowDown")
    page.keyboard.type(" men")
    assert active(page) is None
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim\?q=de\+men$"))


def test_one_letter_asks_nothing_and_a_pause_asks_once(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/goi-y" in one.url else None)
    page.goto("/")
    box(page).press_sequentially("d")
    box(page).press_sequentially("e men")
    expect(options(page).first).to_be_visible()
    assert len(asked) < len("de men")
    assert all("q=d&" not in url for url in asked)
    before = len(asked)
    page.keyboard.press("Backspace")
    page.keyboard.type("n")
    page.wait_for_timeout(400)
    assert len(asked) <= before + 1  # what was asked before is remembered


def test_a_late_answer_is_not_shown(page: Page) -> None:
    page.goto("/")
    held: list[Callable[[], None]] = []
    page.route(re.compile(r"/goi-y\?q=de&"), lambda route: held.append(route.continue_))
    box(page).press_sequentially("de")
    page.wait_for_timeout(300)
    box(page).press_sequentially(" men")
    expect(options(page).first).to_contain_text("Dế Mèn")
    shown = options(page).all_inner_texts()
    for go_on in held:
        go_on()
    page.wait_for_timeout(300)
    assert options(page).all_inner_texts() == shown


def test_what_is_found_is_said(page: Page) -> None:
    typed(page, "de men")
    expect(page.locator("#announce")).to_have_text(f"{options(page).count()} gợi ý")
    box(page).fill("khong co sach nay")
    expect(page.locator("#announce")).to_have_text("Không có gợi ý")
    expect(options(page)).to_have_count(0)


def test_a_server_without_suggestions_still_searches(page: Page) -> None:
    page.route(re.compile("/goi-y"), lambda route: route.fulfill(status=429, body="{}"))
    page.goto("/")
    box(page).press_sequentially("de men")
    page.wait_for_timeout(300)
    expect(options(page)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim\?q=de\+men$"))


def test_by_pointer_to_a_book(page: Page) -> None:
    typed(page, "de men")
    options(page).first.hover()
    assert active(page) is None  # a pointer that rests there chooses nothing
    options(page).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dế Mèn phiêu lưu ký")


def test_a_press_elsewhere_closes_the_list(page: Page) -> None:
    typed(page, "de men")
    page.get_by_role("heading", level=1).click()
    expect(options(page)).to_have_count(0)


def test_with_a_field_chosen_only_its_kind(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Tìm theo", exact=True).select_option(label="Tác giả")
    box(page).press_sequentially("nguyen")
    expect(options(page).first).to_be_visible()
    expect(page.get_by_role("listbox").get_by_role("group")).to_have_count(1)
    expect(page.get_by_role("group", name="Tác giả")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_the_list_open(page: Page, axe: Judge, scheme: str) -> None:
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict of the two
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        for path in ("/", "/tai-lieu/1"):
            typed(page, "nguyen nh", path)
            page.keyboard.press("ArrowDown")
            assert axe(page) == []


def test_on_the_smallest_phone(make_page: MakePage) -> None:
    page = make_page(SMALL)
    for path in ("/", "/tai-lieu/1"):
        typed(page, "nguyen", path)
        page.wait_for_timeout(400)  # the page may be moving up
        frame, field = page.locator(".suggest").bounding_box(), box(page).bounding_box()
        assert frame is not None
        assert field is not None
        assert frame["y"] >= field["y"] + field["height"]
        assert frame["x"] >= 0
        assert frame["x"] + frame["width"] <= SMALL["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
        for option in options(page).all():
            area = option.bounding_box()
            assert area is not None
            assert area["height"] >= 44
    options(page).first.click()
    expect(page).to_have_url(re.compile(r"/(tai-lieu|tac-gia|chu-de)/"))


def test_the_box_comes_up_where_a_keyboard_leaves_no_room(make_page: MakePage) -> None:
    page = make_page({"width": 375, "height": 360})  # what a phone shows above its keyboard
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    before = box(page).bounding_box()
    box(page).press_sequentially("nguyen")
    expect(options(page).first).to_be_in_viewport()
    after = box(page).bounding_box()
    assert before is not None
    assert after is not None
    assert 0 <= after["y"] < before["y"]


def test_while_an_input_method_composes_the_keys_are_its_own(page: Page) -> None:
    page.goto("/")
    box(page).focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "dế", "selectionStart": 2, "selectionEnd": 2})
    expect(box(page)).to_have_value("dế")
    expect(options(page).first).to_be_visible()
    for key in ("ArrowDown", "Enter", "Escape"):
        page.evaluate(
            """key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
               {key, isComposing: true, bubbles: true, cancelable: true}))""",
            key,
        )
    expect(options(page).first).to_be_visible()
    assert active(page) is None
    keyboard.send("Input.insertText", {"text": "dế "})
    expect(box(page)).to_have_value("dế ")
    page.keyboard.type("mèn")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("dế mèn")


def test_without_scripts_it_is_a_plain_box(make_page: MakePage) -> None:
    page = make_page(java_script=False)
    page.goto("/")
    plain = page.get_by_role("searchbox", name="Tìm nhan đề")
    plain.fill("de men")
    plain.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim\?q=de\+men$"))
