"""What a drawn cover looks like for each DDC class: two inks and one pattern of 120 by 56 units."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

CREAM: Final = "#f7f0e1"
NO_CLASS: Final = 10

# Class → a deep ink and a darker one. Each reads at 4.5:1 or better on cream and under it.
INKS: Final = (
    ("#3d5261", "#2c3f4d"),  # 0 general works, computing: slate
    ("#604869", "#493551"),  # 1 philosophy, psychology: plum
    ("#7c5521", "#5f4118"),  # 2 religion: temple wood
    ("#85462f", "#693422"),  # 3 society: brick
    ("#1f6168", "#174a50"),  # 4 language: teal
    ("#2a4c80", "#1f3963"),  # 5 science: night blue
    ("#5b6124", "#454a1a"),  # 6 technology: olive
    ("#7b3a58", "#5f2a43"),  # 7 arts: mulberry
    ("#1f5c46", "#174634"),  # 8 literature: lacquer green
    ("#634a37", "#4c3829"),  # 9 history, geography: earth
    ("#5a554c", "#46423b"),  # none: stone
)


@dataclass(frozen=True)
class Pattern:
    path: str
    attributes: str = ""


def _rows(start: int, end: int, step: int, piece: str) -> str:
    """`piece` drawn from the left edge of every row."""
    return "".join(f"M0 {y}{piece}" for y in range(start, end, step))


def _orbits() -> str:
    paths = []
    for angle in (0, 60, 120):
        dx, dy = 54 * cos(radians(angle)), 54 * sin(radians(angle))
        start = f"M{60 - dx:.0f} {28 - dy:.0f}"
        paths.append(
            f"{start}a54 17 {angle} 1 0 {2 * dx:.0f} {2 * dy:.0f}"
            f"a54 17 {angle} 1 0 {-2 * dx:.0f} {-2 * dy:.0f}"
        )
    return "".join(paths)


def _arches() -> str:
    return "".join(f"M{60 - r} 56a{r} {r} 0 0 1 {2 * r} 0" for r in (12, 24, 36, 48, 60))


PATTERNS: Final = (
    Pattern(  # a field of points
        _rows(8, 56, 10, "h120"), ' stroke-width="3" stroke-linecap="round" stroke-dasharray="0 10"'
    ),
    Pattern(_arches(), ' stroke-width="1.5"'),  # circles of thought
    Pattern(  # a lotus
        "M60 50C42 38 42 20 60 6c18 14 18 32 0 44C34 48 24 32 26 16c18 2 30 14 34 34"
        "C86 48 96 32 94 16 76 18 64 30 60 50 36 56 12 48 4 32c22-4 44 4 56 18"
        "C84 56 108 48 116 32 94 28 72 36 60 50",
        ' stroke-width="1.5"',
    ),
    Pattern(  # a woven mat
        "".join(f"M0 {y}" + "l20 20 20-20" * 3 for y in range(0, 40, 9)), ' stroke-width="1.5"'
    ),
    Pattern(  # lines of writing
        "".join(f"M12 {y}h{w}" for y, w in ((10, 96), (20, 88), (30, 96), (40, 52))),
        ' stroke-width="3" stroke-dasharray="18 4 9 4 26 4 13 4"',
    ),
    Pattern(_orbits(), ' stroke-width="1.5"'),
    Pattern(  # a draughtsman's hatching
        "".join(f"M{x} 56l56-56" for x in range(-48, 120, 12)), ' stroke-width="1.5"'
    ),
    Pattern(  # waves
        "".join(
            f"M{-20 * (row % 2)} {22 + 11 * row}" + "a20 20 0 0 1 40 0" * (3 + row % 2)
            for row in range(4)
        ),
        ' stroke-width="1.5"',
    ),
    Pattern(  # a bamboo grove
        "M14 56V2M30 56V14M42 56V0M62 56V8M76 56V20M92 56V4M108 56V12",
        ' stroke-width="5" stroke-dasharray="15 1.5"',
    ),
    Pattern(  # ridges and water
        "M0 40 22 18l14 12L64 4l26 26 12-10 18 16M0 48h120M14 53h92", ' stroke-width="1.5"'
    ),
    Pattern("M12 14h96M12 18h96", ' stroke-width="1"'),
)
