"""The way back into a search: which result a record was opened from, and its neighbours there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import current_app, request, url_for

LONGEST = 1500
LARGEST_PLACE = 10_000_000


@dataclass(frozen=True, slots=True)
class Trail:
    """place counts from 1. total: 0 when the address does not say it."""

    place: int
    total: int
    back: str
    previous: str | None
    next: str | None


def trail() -> Trail | None:
    """The trail of this request's `trong`, `vi_tri` (from 0) and `tong`; None without a search."""
    place = _number(request.args.get("vi_tri"))
    if place is None or "search.step" not in current_app.view_functions:
        return None
    query = _query(request.args.get("trong", ""))
    total = _number(request.args.get("tong")) or 0
    last = total - 1 if total else LARGEST_PLACE
    return Trail(
        place=place + 1,
        total=total if total > place else 0,
        back=f"{url_for('search.results')}?{query}" if query else url_for("search.results"),
        previous=_step(query, place - 1) if place > 0 else None,
        next=_step(query, place + 1) if place < last else None,
    )


def _step(query: str, place: int) -> str:
    return url_for("search.step", trong=query or None, vi_tri=place)


def _query(text: str) -> str:
    """The search's own address, written anew so that nothing else can ride along."""
    return urlencode(parse_qsl(text[:LONGEST], keep_blank_values=False))


def _number(text: str | None) -> int | None:
    text = text or ""
    plain = text.isascii() and text.isdigit() and len(text) < 9
    return int(text) if plain and int(text) < LARGEST_PLACE else None
