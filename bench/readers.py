"""Addresses of results pages as readers ask for them, drawn from the titles of a catalogue."""

from __future__ import annotations

import random
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.models import Agent, Record
from portal.libraries.models import Library
from portal.vietnamese import fold

SEED = 23
SAMPLE = 4_000  # records and names the queries are drawn from
LIMITS = 12  # of a hundred pages, those with each kind of limit


def addresses(session: Session, count: int) -> list[str]:
    """`count` different searches: words, whole titles, names, phrases and beginnings of words, with
    and without marks; some narrowed to a library or to what stands there, sorted, or turned over.
    """
    draw = random.Random(SEED)  # noqa: S311 - the same queries every time
    titles = _sampled(session, Record, Record.title)
    names = _sampled(session, Agent, Agent.name)
    libraries = list(session.scalars(select(Library.code).order_by(Library.code)))
    found: dict[str, None] = {}
    for _ in range(20 * count):
        if len(found) == count:
            break
        words = draw.choice(titles).split()
        q = draw.choices(
            (
                " ".join(words[:3]),
                " ".join(words),
                draw.choice(names),
                draw.choice(words),
                f'"{" ".join(words[:2])}"',
                f"{draw.choice(words)[:3]}*",
            ),
            (35, 15, 20, 15, 7, 8),
        )[0]
        query = {"q": fold(q) if draw.random() < 0.6 else q, **_limit(draw, libraries)}
        found[f"/tim?{urlencode(query)}"] = None
    return list(found)


def _limit(draw: random.Random, libraries: list[str]) -> dict[str, str]:
    limits = (
        {"library": draw.choice(libraries)},
        {"available": "1"},
        {"sort": "title"},
        {"page": "2"},
    )
    chosen = draw.randrange(100) // LIMITS
    return limits[chosen] if chosen < len(limits) else {}


def _sampled(session: Session, table: type[Record | Agent], column: object) -> list[str]:
    """Every so many rows, so that all parts of the catalogue are asked for."""
    most = session.scalar(select(func.max(table.id))) or 0
    step = max(most // SAMPLE, 1)
    query = select(column).where(table.id % step == 0).order_by(table.id)  # type: ignore[call-overload]
    return [text for text in session.scalars(query) if text.split()]
