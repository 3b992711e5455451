"""A card's number as pictures: Code 128 for the desk's scanner, QR for a camera.

Both are plain SVG with presentation attributes only, so a strict content security policy lets
them pass as a file and inline. The ground is always white and the quiet zone always there: a code
on a dark page must still be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from typing import Final

import segno
from markupsafe import escape

from portal.cards import code128

QUIET: Final = 10
"""Modules of white on both sides of a Code 128, as ISO/IEC 15417 asks."""


def code128_svg(text: str, label: str = "", *, height: int = 50) -> str:
    """The barcode of a text. Units are modules; the width follows from the text.

    `label` is what a screen reader says; without one the picture is decoration beside its text.
    Raises `ValueError` for what a barcode cannot hold.
    """
    widths = code128.widths(text)
    width = sum(widths) + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' preserveAspectRatio="none" {_named(label)}'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f'<path fill="#000" shape-rendering="crispEdges" d="{bars(widths, height)}"/></svg>'
    )


def bars(widths: tuple[int, ...], height: int) -> str:
    """Path data of the bars, the quiet zone before them counted in."""
    starts = accumulate(widths, initial=QUIET)
    return "".join(
        f"M{start} 0h{width}v{height}h-{width}z"
        for place, (start, width) in enumerate(zip(starts, widths, strict=False))
        if place % 2 == 0
    )


def qr_svg(text: str, label: str = "") -> str:
    """The QR code of a text, correcting 15 % of damage. Raises `ValueError` when it is too long."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    side = code.symbol_size()[0]
    dark = "".join(
        f"M{start} {top}h{length}v1h-{length}z"
        for top, row in enumerate(code.matrix_iter())
        for start, length in _dark_runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" {_named(label)}'
        f'<rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path fill="#000" shape-rendering="crispEdges" d="{dark}"/></svg>'
    )


def _dark_runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Start and length of each run of dark modules in a row."""
    start = 0
    for dark, run in groupby(row):
        length = sum(1 for _module in run)
        if dark:
            yield start, length
        start += length


def modules_across(svg: str) -> int:
    """How many modules wide one of these pictures is, its quiet zone counted in."""
    found = re.search(r'viewBox="0 0 (\d+)', svg)
    if found is None:
        raise ValueError("not one of the pictures made here")
    return int(found[1])


def _named(label: str) -> str:
    """The end of the root tag, and the name of the picture."""
    if not label:
        return 'aria-hidden="true">'
    return f'role="img"><title>{escape(label)}</title>'
