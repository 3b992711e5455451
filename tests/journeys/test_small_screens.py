"""320 pixels, letters twice as large: nothing is cut off and nothing scrolls sideways."""

import pytest

from tests.journeys.conftest import DESKTOP, MakePage
from tests.journeys.places import PLACES

NARROWEST = {"width": 320, "height": 640}
LARGE = "() => { document.documentElement.style.fontSize = '200%'; }"
VIEWS = {
    "320 pixels": (NARROWEST, ""),
    "a desk at 200 %": ({"width": 640, "height": 450}, ""),
    "a desk with letters twice as large": (DESKTOP, LARGE),
}
AT_ODDS = """() => {
  const wide = document.scrollingElement;
  if (wide.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll("main *, header *, footer *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map((one) => one.outerHTML.slice(0, 120))
    .concat(`the page is ${wide.scrollWidth} wide`);
}"""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_scrolls_sideways(make_page: MakePage, language: str) -> None:
    page = make_page(language=language)
    found: dict[tuple[str, str], list[str]] = {}
    for place, path in PLACES.items():
        page.goto(path)
        for view, (size, change) in VIEWS.items():
            page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict of the two
            if change:
                page.evaluate(change)
            if what := page.evaluate(AT_ODDS):
                found[place, view] = what
    assert found == {}


def test_targets_are_large_enough_for_a_thumb(make_page: MakePage) -> None:
    page = make_page(NARROWEST)
    page.goto("/tim?q=ha+noi")
    small = page.evaluate("""() => [...document.querySelectorAll(
        "button, .btn, select, input:not([type=hidden]), .facet-value, .chip, .site-nav a"
    )].map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
      .filter(([, box]) => box.height > 0 && (box.height < 44 || box.width < 44))
      .map(([html]) => html)""")
    assert small == []
