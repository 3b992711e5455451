"""The searches a reader made lately, kept on the reader's own device and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qsl

from portal.search.state import SearchState

MOST_KEPT = 10
LONGEST_KEPT = 400  # characters of one query string
MOST_CHARACTERS = 2000  # of all: browsers drop a cookie beyond 4 KB, and others live in it
MOST_FIELDS = 300  # parameters read from a stored or handed-on query string


class _Pairs:
    """Names and values as a request's arguments."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = pairs

    def get(self, key: str) -> str | None:
        return next(iter(self.getlist(key)), None)

    def getlist(self, key: str) -> list[str]:
        return [value for name, value in self._pairs if name == key]


def read_query_string(text: str) -> SearchState:
    """The state a query string stands for; the empty one when it cannot be read at all."""
    try:
        pairs = parse_qsl(text, max_num_fields=MOST_FIELDS)
    except ValueError:
        return SearchState()
    return SearchState.read(_Pairs(pairs))[0]


def remembered(kept: Sequence[str], state: SearchState) -> list[str]:
    """What is kept after a search, newest first.

    Narrowing or turning a page is the same search going on: it takes the place of the one with the
    same words in the same field.
    """
    first = replace(state, page=1)
    newest = first.query_string()
    if state.empty or len(newest) > LONGEST_KEPT:
        return list(kept)
    others = [text for text in kept if not _same_words(read_query_string(text), state)]
    found: list[str] = []
    for text in [newest, *others][:MOST_KEPT]:
        if sum(map(len, found)) + len(text) > MOST_CHARACTERS:
            break
        found.append(text)
    return found


def _same_words(one: SearchState, other: SearchState) -> bool:
    return bool(one.q) and (one.q, one.field) == (other.q, other.field)
