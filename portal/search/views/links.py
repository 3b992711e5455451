"""Addresses of the search pages, made from states only."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from portal.search.state import SearchState

LONGEST_ADDRESS = 7_000  # characters; the server refuses those beyond 8,000


def address(endpoint: str, state: SearchState, **more: Any) -> str:
    """A page about a state: its parameters in their one order, then `more`."""
    values: dict[str, Any] = {}
    for name, value in state.parameters():
        values.setdefault(name, []).append(value)
    return url_for(endpoint, **values, **more)


def results_url(state: SearchState, **more: Any) -> str:
    return address("search.results", state, **more)


def trail(state: SearchState) -> str:
    """The state as a record page hands it on, so that next and previous are of the same result."""
    return state.with_page(1).query_string()


def record_url(record_id: int, state: SearchState, place: int, total: int) -> str:
    """A record opened from place `place` (from 0) of a result of `total`."""
    return url_for(
        "catalogue.record",
        record_id=record_id,
        trong=trail(state) or None,
        vi_tri=place,
        tong=total,
    )


def short(state: SearchState) -> SearchState:
    """The state, or what of it fits into an address a server takes."""
    if len(results_url(state)) <= LONGEST_ADDRESS:
        return state
    return SearchState(q=state.q, field=state.field)


def clean(state: SearchState) -> bool:
    """The address asked for is the one address of the state."""
    return list(request.args.items(multi=True)) == state.parameters()
