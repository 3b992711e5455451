"""One search as the JSON API answers it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

from portal.search.api_records import items
from portal.search.engine import Found
from portal.search.facets import FACETS
from portal.search.labels import labels
from portal.search.relax import Step, Suggestion, ways_on
from portal.search.rescue import Rescue, answered
from portal.search.service import Searcher
from portal.search.state import SearchState
from portal.search.values import numbers, text

MOST_VALUES = 50  # of one facet in an answer, those with most works first

Json = dict[str, Any]
Address = Callable[[SearchState], str]  # the absolute address of a search in this API


def answer(searcher: Searcher, state: SearchState, address: Address) -> Json:
    """The body of `GET /api/v1/search`."""
    start = perf_counter()
    given = answered(searcher, state, tuple(FACETS))
    found = given.found
    relaxed = ways_on(searcher, given)
    typed = [item.record_id for item in found.items]
    near = [item.record_id for _place, item in relaxed.near]
    told = items(searcher.session, searcher.network, [*typed, *near])
    body = {
        "query": state.q,
        "total": found.total,
        "took_ms": 0.0,
        "page": state.page,
        "per_page": state.per_page,
        "items": [one for one in told if one["id"] not in near],
        "near": [one for one in told if one["id"] in near],
        "facets": {name: _facet(searcher, given.state, found, name) for name in FACETS},
        "rescue": _way(given.rescue, address),
        "suggestion": _way(relaxed.suggestion, address),
        "relaxed": _way(relaxed.steps[0] if relaxed.steps else None, address),
    }
    body["took_ms"] = round((perf_counter() - start) * 1000, 1)
    return body


def _way(way: Step | Suggestion | Rescue | None, address: Address) -> Json | None:
    if way is None:
        return None
    kind: Json = {"kind": way.kind.value} if isinstance(way, Step) else {}
    if isinstance(way, Rescue):
        kind = {"left_out": list(way.left_out)}
    return {**kind, "query": way.state.q, "total": way.total, "url": address(way.state)}


def _facet(searcher: Searcher, state: SearchState, found: Found, name: str) -> list[Json]:
    """Values as parameters take them; a chosen one is there however few works it has."""
    network = searcher.network
    chosen = numbers(network, name, state.chosen.get(name, ()))
    kept = [
        (number, value, count)
        for place, (number, count) in enumerate(found.facets[name])
        if (place < MOST_VALUES or number in chosen)
        and (value := text(network, name, number)) is not None
    ]
    named = labels(searcher.session, network, name, [number for number, _, _ in kept])
    return [
        {"value": value, "label": named.get(number, value), "count": count}
        for number, value, count in kept
    ]
