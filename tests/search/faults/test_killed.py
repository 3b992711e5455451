"""A build or an update killed at every step: what served serves on, and the next run mends it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.catalogue.models import DeletedRecord, Record
from portal.clock import now
from portal.libraries.network import read_network
from portal.search.generations import read_pointer
from portal.search.live import LiveIndex
from portal.search.maintenance import build_index, check_index, update_index
from portal.search.service import Searcher
from portal.search.state import SearchState
from portal.search.tidying import KEPT
from tests import make
from tests.search.faults.acts import killed

SMALL = 12  # segments that may stand beside the main one


class Catalogue:
    """A catalogue that changes in rounds; a change is a record edited, one added, one deleted."""

    def __init__(self, session: Session, home: Path) -> None:
        self.session, self.home = session, home
        self.round = 0
        self.standing = make.record(session, "Sách quen")
        self.edited = make.record(session, "Sách sửa lần 0")
        self.going = make.record(session, "Sách thêm lần 0")
        session.commit()
        build_index(session, home)
        self.worker = LiveIndex(home, may_lag=0)  # at work all the time

    def change(self) -> None:
        self.round += 1
        self.edited.title = f"Sách sửa lần {self.round}"
        self.edited.changed_at = now()
        gone = self.going
        self.going = make.record(self.session, f"Sách thêm lần {self.round}")
        self.session.execute(delete(Record).where(Record.id == gone.id))
        self.session.add(DeletedRecord(record_id=gone.id, heir_id=None, at=now()))
        self.session.commit()

    def rounds_found(self, worker: LiveIndex) -> set[int]:
        """The rounds of which a worker finds anything; it finds all there is of a round."""
        searcher = Searcher(self.session, worker.snapshot(self.session), read_network(self.session))
        assert searcher.count(SearchState(q='"sách quen"')) == 1
        assert searcher.count(SearchState()) == 3
        found = set()
        for number in (self.round - 1, self.round):
            of_round = {
                searcher.count(SearchState(q=f'"sách {what} lần {number}"'))
                for what in ("sửa", "thêm")
            }
            assert len(of_round) == 1, "half a change"
            found |= {number} if of_round == {1} else set()
        self.session.rollback()
        return found

    def mend(self) -> None:
        """The next run, whatever came before it."""
        update_index(self.session, self.home)
        assert not check_index(self.session, self.home)
        self.session.rollback()


@pytest.fixture
def catalogue(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # no power is lost in a test
    return Catalogue(session, tmp_path / "index")


def steps(catalogue: Catalogue, act: str, url: str, every: int) -> Iterator[int]:
    """Kill an act at its first step, then at a later one, and so on to its end."""
    for step in count(1, every):
        catalogue.change()
        if not killed(act, url, catalogue.home, step):
            assert step > 10, "the steps were not seen"
            return
        yield step


def garbage(home: Path) -> tuple[int, int]:
    """Folders in the index's home, and segments and tables of contents in the serving one."""
    generation = read_pointer(home)
    assert generation is not None
    parts = {
        path.name.split(".")[0] if path.suffix != ".toc" else path.name
        for path in (home / generation.folder).iterdir()
    }
    return sum(path.is_dir() for path in home.iterdir()), len(parts)


@pytest.mark.both_databases
@pytest.mark.parametrize("act", ["build", "update"])
def test_killed_at_every_step(
    catalogue: Catalogue, database_url: str, database_kind: str, act: str
) -> None:
    every = 1 if database_kind == "sqlite" else 5
    for _ in steps(catalogue, act, database_url, every):
        for worker in (catalogue.worker, LiveIndex(catalogue.home)):
            served = catalogue.rounds_found(worker)
            assert len(served) == 1, "neither before nor after the change"
        catalogue.mend()
        for worker in (catalogue.worker, LiveIndex(catalogue.home)):
            assert catalogue.rounds_found(worker) == {catalogue.round}
        folders, parts = garbage(catalogue.home)
        assert folders <= 1 + KEPT
        assert parts <= 2 * SMALL


@pytest.mark.parametrize("act", ["build", "update"])
def test_killed_again_and_again_it_leaves_no_heap(
    catalogue: Catalogue, database_url: str, act: str
) -> None:
    seen = set()
    for step in range(30, 36):
        catalogue.change()
        assert killed(act, database_url, catalogue.home, step)
        seen.add(garbage(catalogue.home))
    assert max(folders for folders, _ in seen) <= 2 + KEPT
    assert max(parts for _, parts in seen) <= 6
    catalogue.mend()
