"""A drawn cover for a book that has no picture: SVG set into the page, so it costs no request.

The colour and the pattern say the DDC class, the layout comes from the title; the same book always
gets the same cover. No ids, no style: any number of covers stand on one page under a strict CSP.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal
from zlib import crc32

from markupsafe import Markup, escape

from portal.catalogue.cover_patterns import CREAM, INKS, NO_CLASS, PATTERNS
from portal.catalogue.cover_text import Setting, clean, set_author, set_title

Size = Literal["row", "card", "page"]

WIDTH: Final = 120
HEIGHT: Final = 180

# A small cover carries large letters and no author: at 72 pixels nothing else can be read.
SETTINGS: Final[dict[Size, Setting]] = {
    "row": Setting(sizes=(22, 19, 17, 15), width=98, height=104),
    "card": Setting(sizes=(17, 15, 13, 11.5, 10), width=100, height=84),
    "page": Setting(sizes=(16, 14, 12.5, 11, 9.5, 8.5), width=100, height=84),
}
AUTHOR_SIZE: Final = {"row": 0.0, "card": 8.5, "page": 7.5}


@dataclass(frozen=True)
class Layout:
    """How ground, letters and pattern share the cover. `ground` and `letters`: deep or cream."""

    deep_ground: bool
    band: bool  # the pattern stands on a strip of the other colour
    centred: bool


LAYOUTS: Final = (
    Layout(deep_ground=True, band=False, centred=False),
    Layout(deep_ground=False, band=True, centred=True),
    Layout(deep_ground=True, band=True, centred=True),
)


@lru_cache(maxsize=1024)
def cover_svg(title: str, author: str, ddc: str | None, *, size: Size = "card") -> Markup:
    """An `<svg>` of 120 by 180 units, hidden from screen readers: the title always stands beside.

    `ddc` is the class number as the record has it; what does not begin with a digit has no class.
    """
    title, author = clean(title), clean(author)
    draw = crc32(f"{title}\n{author}".encode())
    layout = LAYOUTS[draw % len(LAYOUTS)]
    ddc_class = ddc_digit(ddc)
    deep = INKS[ddc_class][draw // len(LAYOUTS) % 2]
    ground, letters = (deep, CREAM) if layout.deep_ground else (CREAM, deep)
    return Markup(  # noqa: S704  # what comes from outside is escaped in _letters
        f'<svg class="cover" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'<path fill="{ground}" d="M0 0h120v180H0z"/>'
        f"{_pattern(ddc_class, layout, ground, letters)}"
        f"{_letters(title, author, layout, letters, size)}</svg>"
    )


def ddc_digit(ddc: str | None) -> int:
    """The main class, 0 to 9, or `NO_CLASS`."""
    first = (ddc or "").strip()[:1]
    return int(first) if first.isascii() and first.isdigit() else NO_CLASS


def _pattern(ddc_class: int, layout: Layout, ground: str, letters: str) -> str:
    """The pattern of the class in the lowest third; on a band, in the colour of the ground."""
    band = f'<path fill="{letters}" d="M0 124h120v56H0z"/>' if layout.band else ""
    stroke, opacity = (ground, ".55") if layout.band else (letters, ".5")
    pattern = PATTERNS[ddc_class]
    return (
        f'{band}<path transform="translate(0 124)" fill="none" stroke="{stroke}"'
        f' stroke-opacity="{opacity}"{pattern.attributes} d="{pattern.path}"/>'
        f'<path fill-opacity=".12" d="M0 0h5v180H0z"/>'  # the joint along the spine
    )


def _letters(title: str, author: str, layout: Layout, fill: str, size: Size) -> str:
    x = 62 if layout.centred else 14
    anchor = ' text-anchor="middle"' if layout.centred else ""
    setting = SETTINGS[size]
    author_size = AUTHOR_SIZE[size]
    by = set_author(author, author_size, setting.width) if author_size else ""
    top = 22 if by else 6
    type_size, lines = set_title(title, setting)
    step = round(type_size * setting.leading, 1)
    spans = "".join(f'<tspan x="{x}" dy="{step:g}">{escape(line)}</tspan>' for line in lines)
    author_line = f'<text x="{x}" y="18" font-size="{author_size:g}">{escape(by)}</text>'
    return (
        f'<g fill="{fill}"{anchor}>{author_line if by else ""}'
        f'<text y="{top}" font-size="{type_size:g}">{spans}</text></g>'
    )
