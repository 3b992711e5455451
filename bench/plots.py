"""Drawings of what `bench.search` measured, as SVG by hand: no library is needed for a few lines.

    python -m bench.plots FILE [FOLDER]        (FILE from --out; docs/images unless told)

`search-growth.svg`: what each kind of query costs as the catalogue grows, portal and Tantivy.
`search-ratio.svg`: the portal's median by Tantivy's, kind by kind, at the size most is known of.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from bench.searching.queries import KINDS
from bench.searching.report import LISTED, mean, ratio

IMAGES = Path(__file__).parents[1] / "docs" / "images"
COLOURS = {"portal": "#a3262a", "tantivy": "#3b5b7a"}
INK, PALE, PAPER = "#222", "#d9d5cc", "#fff"
TARGET = 0.5  # of Tantivy's time
SIZE_OF_RATIOS = 500_000
FONT = "font-family='Be Vietnam Pro, Segoe UI, sans-serif'"

WIDTH, HEIGHT = 196, 150  # of one panel, within its margins
LEFT, TOP, RIGHT, BOTTOM = 44, 34, 12, 30
COLUMNS = 4


@dataclass(frozen=True)
class Scale:
    """Logarithmic: from values between `low` and `high` to pixels between `start` and `stop`."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.stop - self.start)

    def tens(self) -> Iterator[float]:
        """The powers of ten within."""
        first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
        for power in range(first, last + 1):
            yield 10.0**power


def main(arguments: Sequence[str]) -> None:
    if not arguments:
        raise SystemExit(__doc__)
    found = json.loads(Path(arguments[0]).read_text())["sizes"]
    folder = Path(arguments[1]) if len(arguments) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in (("growth", growth(found)), ("ratio", ratios(_middle(found)))):
        path = folder / f"search-{name}.svg"
        path.write_text(drawing, encoding="utf-8")
        print(path)


def growth(found: Sequence[dict[str, Any]]) -> str:
    """One panel a kind; in it, for each engine, the median (thick) and p99 (thin) by records."""
    sizes = [result["records"] for result in found]
    times = [time for result in found for time in _times(result)]
    rows = math.ceil(len(KINDS) / COLUMNS)
    wide, high = LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM
    parts = list(_legend(sizes))
    for place, kind in enumerate(KINDS):
        x, y = place % COLUMNS * wide, 40 + place // COLUMNS * high
        across = Scale(min(sizes) / 1.3, max(sizes) * 1.3, x + LEFT, x + LEFT + WIDTH)
        up = Scale(min(times) / 1.3, max(times) * 1.3, y + TOP + HEIGHT, y + TOP)
        parts += _frame(kind.name, sizes, across, up)
        for name, colour in COLOURS.items():
            for quantile, width in (("median", 2.2), ("p99", 1.0)):
                points = [
                    (across(result["records"]), up(time))
                    for result in found
                    if (time := _time(result, name, kind.name, quantile))
                ]
                parts.append(_line(points, colour, width))
    return _svg(COLUMNS * wide, 40 + rows * high, parts)


def ratios(result: dict[str, Any]) -> str:
    """A bar a kind, on a logarithmic scale with 1 (as fast) in its middle; below, their mean."""
    known = {kind: found for kind in LISTED if (found := ratio(result, "tantivy", kind))}
    bars = {**known, "geometric mean": mean(list(known.values()))}
    high, row, label, wide = 70 + 26 * len(bars), 26, 170, 480
    reach = max(4.0, *(max(value, 1 / value) for value in bars.values())) * 1.1
    across = Scale(1 / reach, reach, label, label + wide)
    title = f"portal ÷ Tantivy, medians, {result['records']:,} records (left of 1: portal faster)"
    parts = [_text(20, 20, title, 14, weight=600)]
    for value in (0.1, 0.2, TARGET, 1, 2, 5, 10):
        if 1 / reach < value < reach:
            colour = INK if value == 1 else PALE
            dash = "4 3" if value == TARGET else ""
            parts.append(_rule(across(value), 34, across(value), high - 30, colour, dash))
            parts.append(_text(across(value), high - 12, f"{value:g}", 11, anchor="middle"))
    for place, (kind, value) in enumerate(bars.items()):
        y = 40 + place * row
        first, last = sorted((across(1), across(value)))
        colour = COLOURS["portal" if value <= 1 else "tantivy"]
        parts.append(
            f"<rect x='{first:.1f}' y='{y}' width='{last - first:.1f}' height='16' fill='{colour}'"
            f" opacity='{1 if kind == 'geometric mean' else 0.75}'/>"
        )
        parts.append(_text(label - 10, y + 13, kind, 12, anchor="end"))
        parts.append(_text(label + wide + 8, y + 13, f"{value:.2f}", 12))
    return _svg(label + wide + 60, high, parts)


def _middle(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The result for `SIZE_OF_RATIOS`, or else the largest."""
    by_size = {result["records"]: result for result in found}
    return by_size.get(SIZE_OF_RATIOS, by_size[max(by_size)])


def _times(result: dict[str, Any]) -> Iterator[float]:
    for name in COLOURS:
        for kind in KINDS:
            for quantile in ("median", "p99"):
                if time := _time(result, name, kind.name, quantile):
                    yield time


def _time(result: dict[str, Any], name: str, kind: str, quantile: str) -> float | None:
    """Milliseconds; None where the engine was not asked."""
    engine = result["engines"].get(name)
    if not engine or kind not in engine["kinds"]:
        return None
    clock = "first" if engine["clock"] == "wall" else "first_cpu"
    time: float = engine["kinds"][kind][clock][quantile]
    return time


def _legend(sizes: Sequence[int]) -> Iterator[str]:
    yield _text(LEFT, 24, "Milliseconds by number of records", 14, weight=600)
    x = LEFT + 300
    for name, colour in COLOURS.items():
        for quantile, width in (("median", 2.2), ("p99", 1.0)):
            yield _line([(x, 19), (x + 24, 19)], colour, width)
            yield _text(x + 30, 24, f"{name} {quantile}", 12)
            x += 130


def _frame(title: str, sizes: Sequence[int], across: Scale, up: Scale) -> Iterator[str]:
    yield _text(across.start, up.stop - 8, title, 12, weight=600)
    for value in up.tens():
        yield _rule(across.start, up(value), across.stop, up(value), PALE)
        yield _text(across.start - 6, up(value) + 4, f"{value:g}", 10, anchor="end")
    for size in sizes:
        yield _rule(across(size), up.start, across(size), up.start + 4, INK)
        yield _text(across(size), up.start + 16, _short(size), 10, anchor="middle")
    yield _rule(across.start, up.start, across.stop, up.start, INK)


def _short(size: int) -> str:
    return f"{size / 1_000_000:g}M" if size >= 1_000_000 else f"{size / 1000:g}k"


def _line(points: Sequence[tuple[float, float]], colour: str, width: float) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{width + 0.6:.1f}' fill='{colour}'/>"
        for x, y in points
    )
    return f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='{width}'/>{dots}"


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str, dash: str = "") -> str:
    dashed = f" stroke-dasharray='{dash}'" if dash else ""
    return f"<path d='M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}' stroke='{colour}'{dashed}/>"


def _text(
    x: float, y: float, text: str, size: int, *, anchor: str = "start", weight: int = 400
) -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' font-weight='{weight}'"
        f" text-anchor='{anchor}'>{escape(text)}</text>"
    )


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    body = "\n".join(parts)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {height:g}' {FONT}"
        f" fill='{INK}'>\n<rect width='100%' height='100%' fill='{PAPER}'/>\n{body}\n</svg>\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
