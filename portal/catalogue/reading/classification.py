"""DDC numbers as they stand in 082$a and in spreadsheets."""

from __future__ import annotations

import re

_DDC = re.compile(r"^(\d{3})(?:\.(\d{1,12}))?")
_SEGMENTS = re.compile(r"[/'’′`]")


def ddc_number(text: str | None) -> str | None:
    """The bare number: "813/.54 22" and "813'.54" give 813.54; "[E]" and "V21" give None.

    A comma for the point ("895,922") is how spreadsheets of Vietnamese Windows save it.
    """
    if not text:
        return None
    bare = _SEGMENTS.sub("", text).strip().lstrip("[(")
    match = _DDC.match(bare.replace(",", ".", 1))
    if not match:
        return None
    decimals = (match[2] or "").rstrip("0")
    return f"{match[1]}.{decimals}" if decimals else match[1]
