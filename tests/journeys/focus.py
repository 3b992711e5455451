"""Going through a page by keys, with an eye on whether the eye can follow."""

from dataclasses import dataclass

from playwright.sync_api import Page

# The focused element, what it is called, and whether something is drawn around it on the screen.
LOOK = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const ringed = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const box = one.getBoundingClientRect();
  const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth;
  return {
    tag: one.tagName.toLowerCase(),
    href: one.getAttribute("href") ?? "",
    id: one.id,
    text: (one.textContent || one.getAttribute("aria-label") || one.name || "").trim().slice(0, 60),
    visible: inside && (ringed(one) || (one.matches("input") && ringed(one.parentElement))),
  };
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the focus stands. visible: on the screen, with a ring around it."""

    tag: str
    href: str
    id: str
    text: str
    visible: bool


def focused(page: Page) -> Stop | None:
    """None when nothing of the page has the focus."""
    found = page.evaluate(LOOK)
    return Stop(**found) if found else None


def tab(page: Page) -> Stop | None:
    """One press of Tab; what has the focus then must be seen to have it."""
    page.keyboard.press("Tab")
    stop = focused(page)
    assert stop is None or stop.visible, f"focus is not visible on {stop}"
    return stop


def tab_to(page: Page, *, href: str = "", element_id: str = "", most: int = 120) -> Stop:
    """Press Tab until an address containing ``href``, or the element of this id, has the focus."""
    for _press in range(most):
        stop = tab(page)
        if stop and ((href and href in stop.href) or (element_id and stop.id == element_id)):
            return stop
    raise AssertionError(f"{most} times Tab never came to {href or element_id}")


def tab_through(page: Page, most: int = 400) -> list[Stop]:
    """Every stop from here to the end of the page; fails when the end is never reached."""
    stops: list[Stop] = []
    for _press in range(most):
        stop = tab(page)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"caught at {stops[-1]}")
