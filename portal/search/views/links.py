"""Addresses of the search pages, made from states only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import request, url_for

from portal.search.facets import FACETS
from portal.search.state import MOST_VALUES, SearchState
from portal.web.addresses import numbered_path, page_path, query, quoted

_AHEAD = {name: {"q", "field", "exact", *list(FACETS)[:place]} for place, name in enumerate(FACETS)}
"""What stands before the values of a facet in an address."""

LONGEST_ADDRESS = 7_000  # characters; the server refuses those beyond 8,000


def address(endpoint: str, state: SearchState, **more: Any) -> str:
    """A page about a state: its parameters in their one order, then `more`."""
    values: dict[str, Any] = {}
    for name, value in state.parameters():
        values.setdefault(name, []).append(value)
    return url_for(endpoint, **values, **more)


def results_url(state: SearchState) -> str:
    return page_path("search.results") + query(state.parameters())


def facet_urls(state: SearchState, name: str) -> Callable[[Sequence[str]], str]:
    """Addresses of the search with other values of a facet: what they share is written once."""
    others = state.only(name).parameters()
    before = [pair for pair in others if pair[0] in _AHEAD[name]]
    path = page_path("search.results")
    head, tail = query(before)[1:], query(others[len(before) :])[1:]

    def url(values: Sequence[str]) -> str:
        own = [f"{name}={quoted(value)}" for value in values[:MOST_VALUES]]
        pairs = "&".join(filter(None, (head, *own, tail)))
        return f"{path}?{pairs}" if pairs else path

    return url


def trail(state: SearchState) -> str:
    """The state as a record page hands it on, so that next and previous are of the same result."""
    return state.with_page(1).query_string()


def record_url(record_id: int, state: SearchState, place: int, total: int) -> str:
    """A record opened from place `place` (from 0) of a result of `total`."""
    return record_urls(state, total)(record_id, place)


def record_urls(state: SearchState, total: int) -> Callable[[int, int], str]:
    """The same for the records of one page: what their addresses share is written once."""
    path = numbered_path("catalogue.record", "record_id")
    handed_on = f"trong={quoted(text)}&" if (text := trail(state)) else ""
    return lambda record_id, place: f"{path(record_id)}?{handed_on}vi_tri={place}&tong={total}"


def short(state: SearchState) -> SearchState:
    """The state, or what of it fits into an address a server takes."""
    if len(results_url(state)) <= LONGEST_ADDRESS:
        return state
    return SearchState(q=state.q, field=state.field)


def clean(state: SearchState) -> bool:
    """The address asked for is the one address of the state."""
    return list(request.args.items(multi=True)) == state.parameters()
