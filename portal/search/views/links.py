"""Addresses of the search pages, made from states only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request, url_for

from portal.search.state import SearchState
from portal.web.addresses import numbered_path, page_path, query, quoted

LONGEST_ADDRESS = 7_000  # characters; the server refuses those beyond 8,000


def address(endpoint: str, state: SearchState, **more: Any) -> str:
    """A page about a state: its parameters in their one order, then `more`."""
    values: dict[str, Any] = {}
    for name, value in state.parameters():
        values.setdefault(name, []).append(value)
    return url_for(endpoint, **values, **more)


def results_url(state: SearchState) -> str:
    return page_path("search.results") + query(state.parameters())


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
