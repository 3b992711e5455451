"""Ask the index what a `SearchState` means. Pages and the JSON API both come through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal.libraries.network import Network
from portal.search import values
from portal.search.codes import looks_like_code, resolve
from portal.search.engine import Found, Item, Request, search
from portal.search.facets import FACETS
from portal.search.query import Code, Node, Or, ParsedQuery, parse
from portal.search.snapshot import Snapshot
from portal.search.state import SearchState


@dataclass(frozen=True, slots=True)
class Searcher:
    """One search after another over one opened index.

    at: the library whose shelves "còn sách hôm nay" means when the state names none.
    """

    session: Session
    snapshot: Snapshot
    network: Network
    at: int | None = None

    def find(self, state: SearchState, facets: Sequence[str] = tuple(FACETS)) -> Found:
        """One page of works with the counts of `facets` over all hits, and of what is in today."""
        start = (state.page - 1) * state.per_page
        request = self._request(state, start, state.per_page, facets, today=True)
        return search(self.snapshot, request, self._code)

    def count(self, state: SearchState) -> int:
        """How many works there are, nothing else."""
        return search(self.snapshot, self._request(state, 0, 0, ()), self._code).total

    def best(self, state: SearchState, count: int) -> list[int]:
        """The record ids of the first works."""
        found = search(self.snapshot, self._request(state, 0, count, ()), self._code)
        return [item.record_id for item in found.items]

    def item(self, state: SearchState, place: int) -> tuple[Item | None, int]:
        """The work at a place (from 0) of the whole result, and how many there are."""
        found = search(self.snapshot, self._request(state, place, 1, ()), self._code)
        return (found.items[0] if found.items else None), found.total

    def query(self, state: SearchState) -> ParsedQuery:
        """What was typed, as parsed; a code in the one box may be a word as well."""
        parsed = parse(state.q, state.field or None)
        if not state.field and looks_like_code(state.q):
            code: Node = Code(state.q, "any")
            return replace(parsed, root=Or((parsed.root, code)))
        return parsed

    def _code(self, text: str, kind: str) -> list[int]:
        return resolve(self.session, text, kind)

    def _request(
        self,
        state: SearchState,
        start: int,
        count: int,
        facets: Sequence[str],
        *,
        today: bool = False,
    ) -> Request:
        filters = {
            name: values.numbers(self.network, name, chosen)
            for name, chosen in state.chosen.items()
        }
        at = filters.get("library") or ((self.at,) if self.at is not None else ())
        return Request(
            query=self.query(state),
            filters=filters,
            year_from=state.year_from,
            year_to=state.year_to,
            available=state.available,
            available_at=at,
            sort=state.sort,
            start=start,
            count=count,
            facets=tuple(facets),
            today=today,
        )
