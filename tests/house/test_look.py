"""The look keeps its promises: contrast in both themes, colours only in the tokens, light pages."""

import re
from itertools import product
from pathlib import Path

import pytest

from tests.house.source import TEMPLATES

STATIC = Path(__file__).parents[2] / "portal" / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
BLOCKS = {
    "light": re.search(r"^:root \{(.*?)\}", TOKENS, re.S | re.M),
    "dark": re.search(r'^:root\[data-theme="dark"\] \{(.*?)\}', TOKENS, re.S | re.M),
    "dark by system": re.search(r':not\(\[data-theme="light"\]\) \{(.*?)\}', TOKENS, re.S),
}
GROUNDS = ("paper", "surface", "sunk", "accent-wash")
TEXT_PAIRS = (
    *product(("ink", "ink-soft", "accent", "accent-strong"), GROUNDS),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("ink", "mark"),
    ("gold", "gold-wash"),
    ("gold", "paper"),
    ("ink", "gold-wash"),
    ("error", "error-wash"),
    ("error", "paper"),
    ("error", "surface"),
    ("ink", "error-wash"),
)
EDGES = tuple(("line-strong", ground) for ground in GROUNDS[:3])


def colours(theme: str) -> dict[str, str]:
    block = BLOCKS[theme]
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), TEXT_PAIRS)
def test_text_is_readable(theme: str, front: str, ground: str) -> None:
    known = colours(theme)
    assert contrast(known[front], known[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), EDGES)
def test_edges_of_fields_are_visible(theme: str, front: str, ground: str) -> None:
    known = colours(theme)
    assert contrast(known[front], known[ground]) >= 3


def test_dark_is_the_same_however_it_is_asked_for() -> None:
    assert colours("dark") == colours("dark by system")
    assert colours("dark").keys() == colours("light").keys()


@pytest.mark.parametrize("name", ["portal.css", "catalogue.css"])
def test_colours_are_named_in_the_tokens_only(name: str) -> None:
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "css" / name).read_text(encoding="utf-8"), flags=re.S)
    assert not re.findall(r":[^;{}]*(#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\()", css)


def named(template: Path) -> set[Path]:
    """The styles and scripts that a template asks for, and the scripts these import."""
    text = template.read_text(encoding="utf-8")
    found = {STATIC / name for name in re.findall(r"filename='((?:css|js)/[\w-]+\.\w+)'", text)}
    for script in [one for one in found if one.suffix == ".js"]:
        found |= {STATIC / "js" / name for name in re.findall(r'"\./(.+?)"', script.read_text())}
    return found


def test_styles_and_scripts_are_light() -> None:
    """Of any page: what all pages load, and what its own template adds."""
    common = named(TEMPLATES / "base.html")
    weights = {
        template.name: sum(path.stat().st_size for path in common | named(template))
        for template in TEMPLATES.rglob("*.html")
    }
    assert {name: weight for name, weight in weights.items() if weight > 60_000} == {}


def test_fonts_are_light() -> None:
    assert sum(path.stat().st_size for path in STATIC.glob("fonts/*.woff2")) <= 120_000


def test_every_font_named_in_the_tokens_is_there() -> None:
    named = re.findall(r"fonts/([\w.-]+\.woff2)", TOKENS)
    assert set(named) == {path.name for path in STATIC.glob("fonts/*.woff2")}
