"""The tree of DDC: ten classes, a hundred divisions, a thousand sections (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.catalogue.ddc_captions import CLASSES, DIVISIONS, SECTIONS

DEEPEST = 3  # digits: below a section the numbers are the libraries' own affair


@dataclass(frozen=True, slots=True)
class Branch:
    """A class, division or section with the records under it. caption: "" where it has none."""

    digits: str
    caption: str
    records: int

    @property
    def number(self) -> str:
        """As it stands on a spine: class 8 is 800, division 89 is 890."""
        return full_number(self.digits)


def is_place(digits: str) -> bool:
    """Whether the text names a place in the tree: one to three plain digits."""
    return 1 <= len(digits) <= DEEPEST and digits.isascii() and digits.isdigit()


def full_number(digits: str) -> str:
    return digits.ljust(DEEPEST, "0")


def caption(digits: str) -> str:
    """What a place in the tree is about, in the reader's language; "" where only its number says.

    "8" is a class, "89" a division, "895" a section.
    """
    texts = {1: CLASSES, 2: DIVISIONS, 3: SECTIONS}.get(len(digits), {})
    return str(texts[digits]) if digits in texts else ""


def section_of(number: str | None) -> str | None:
    """The section of a class number as records have it: "895.922334" is of "895"."""
    first = (number or "").strip()[:DEEPEST]
    return first if len(first) == DEEPEST and is_place(first) else None


def trail(digits: str) -> list[str]:
    """The places from the class down to `digits`, that one included."""
    return [digits[:length] for length in range(1, len(digits) + 1)]


def branches(sections: Mapping[str, int], under: str = "") -> list[Branch]:
    """What stands directly under a place ("" for the whole tree), counted.

    All ten classes and divisions, empty ones too, so that the shelf keeps its order; of sections
    only those that hold something.
    """
    found = [
        Branch(digits, caption(digits), _total(sections, digits)) for digits in _children(under)
    ]
    return [one for one in found if one.records or len(one.digits) < DEEPEST]


def _children(under: str) -> Iterable[str]:
    return (f"{under}{digit}" for digit in range(10)) if len(under) < DEEPEST else ()


def _total(sections: Mapping[str, int], digits: str) -> int:
    return sum(count for section, count in sections.items() if section.startswith(digits))
