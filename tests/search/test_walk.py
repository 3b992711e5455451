"""Ten thousand random changes, updates now and then: the index is what the database is."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Copy, Record
from portal.libraries.network import read_network
from portal.search.live import LOOK_AGAIN_AFTER, LiveIndex
from portal.search.maintenance import build_index, check_index, update_index
from portal.search.service import Searcher
from portal.search.snapshot import Snapshot
from portal.search.state import SearchState
from tests.search.walking import Life

GONE = (CopyStatus.withdrawn, CopyStatus.lost)


class Clock:
    """Each reading is late enough for another look."""

    time = 0.0

    def __call__(self) -> float:
        self.time += LOOK_AGAIN_AFTER
        return self.time


class Walk:
    """A life followed by an index and by a worker that serves it all the while."""

    def __init__(self, session: Session, folder: Path, seed: int) -> None:
        self.session, self.home = session, folder / f"index{seed}"
        self.life = Life(session, folder, seed)
        build_index(session, self.home)
        self.worker = LiveIndex(self.home, Clock(), may_lag=0)

    def go(self, changes: int) -> int:
        """Live until so many changes were made; returns how many updates there were."""
        done = updates = 0
        while done < changes:
            done += self.life.go_on()
            if self.life.dice.random() < 0.15:
                update_index(self.session, self.home)
                updates += 1
                self.readers_see_the_truth()
                if updates % 5 == 0:
                    assert not check_index(self.session, self.home)
        update_index(self.session, self.home)
        assert not check_index(self.session, self.home)
        self.readers_see_the_truth()
        return updates

    def readers_see_the_truth(self) -> None:
        for worker in (self.worker, LiveIndex(self.home, Clock())):
            snapshot = worker.snapshot(self.session)
            assert snapshot.count == self.counted(select(func.count(Record.id)))
            self.can_be_had(snapshot)
        self.session.rollback()

    def can_be_had(self, snapshot: Snapshot) -> None:
        """ "Còn sách hôm nay", in the whole network and in each library."""
        searcher = Searcher(self.session, snapshot, read_network(self.session))
        ready = (
            select(Record.work_id, Copy.holding_library_id)
            .join(Copy, Copy.record_id == Record.id)
            .where(Copy.status == CopyStatus.available)
            .distinct()
        )
        pairs = self.session.execute(ready).all()
        found = searcher.count(SearchState(available=True))
        assert found == len({work for work, _ in pairs})
        by_library = Counter(library for _, library in pairs)
        for library in self.life.libraries:
            state = SearchState(available=True, chosen={"library": (library.code,)})
            assert searcher.count(state) == by_library[library.id], library.code

    def searches_find_what_there_is(self) -> None:
        searcher = Searcher(
            self.session, self.worker.snapshot(self.session), read_network(self.session)
        )
        titles: dict[str, set[int]] = {}
        rows = select(Record.title, Record.work_id).where(Record.title != "")
        for title, work_id in self.session.execute(rows):
            titles.setdefault(title, set()).add(work_id)
        for title, works in list(titles.items())[:200]:
            assert searcher.count(SearchState(q=f'nhan đề:"{title}"')) >= len(works), title
        held = (
            select(Copy.holding_library_id, func.count(Record.work_id.distinct()))
            .join(Record, Record.id == Copy.record_id)
            .where(Copy.status.not_in(GONE))
            .group_by(Copy.holding_library_id)
        )
        expected = {row[0]: row[1] for row in self.session.execute(held)}
        assert dict(searcher.find(SearchState(), ("library",)).facets["library"]) == expected

    def counted(self, query: object) -> int:
        return self.session.scalar(query) or 0  # type: ignore[call-overload]


@pytest.fixture(autouse=True)
def _no_power_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_ten_thousand_changes(session: Session, tmp_path: Path, seed: int) -> None:
    walk = Walk(session, tmp_path, seed)
    assert walk.go(2_500) > 10
    walk.searches_find_what_there_is()


@pytest.mark.both_databases
def test_a_shorter_walk_on_either_database(session: Session, tmp_path: Path) -> None:
    walk = Walk(session, tmp_path, 5)
    walk.go(400)
    walk.searches_find_what_there_is()
