"""An index of titles asked in a line: for tests about what a reader finds."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import Record
from portal.libraries.network import read_network
from portal.search.generations import read_pointer
from portal.search.maintenance import build_index
from portal.search.service import Searcher
from portal.search.snapshot import Snapshot
from portal.search.state import SearchState


def opened(home: Path) -> Snapshot:
    """The serving index as it lies on disk."""
    generation = read_pointer(home)
    assert generation is not None
    return Snapshot(home / generation.folder, generation.toc)


class Reader:
    """Somebody at the search box. The index is built of what the session has."""

    def __init__(self, session: Session, home: Path, *, build: bool = True) -> None:
        self.session, self.home = session, home
        session.commit()
        if build:
            build_index(session, home)
        self.searcher = Searcher(session, opened(home), read_network(session))
        self._titles: dict[int, str] = {
            row.id: row.title for row in session.execute(select(Record.id, Record.title))
        }

    def titles(self, q: str, **state: object) -> list[str]:
        """Titles of the best editions, in order."""
        return self.of(SearchState(q=q, per_page=100, **state))  # type: ignore[arg-type]

    def of(self, state: SearchState) -> list[str]:
        return [self._titles[item.record_id] for item in self.searcher.find(state).items]

    def title_of(self, record_id: int) -> str:
        return self._titles[record_id]
