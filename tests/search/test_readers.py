"""Readers search all the time while the index is built, updated and merged: never an error, never
half a change.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import DeletedRecord, Record, RecordAgent, RecordSubject
from portal.clock import now
from portal.db import make_engine
from portal.libraries.network import read_network
from portal.search.live import LiveIndex
from portal.search.maintenance import build_index, update_index
from portal.search.rows import load_rows
from portal.search.service import Searcher
from portal.search.state import SearchState
from tests import make

READERS = 3
ROUNDS = 24  # of changes
BUILD_EVERY = 6  # rounds, in place of an update
SAME = 5  # records that are always changed together


class Reader(threading.Thread):
    """Asks for the words that all records of a version share, and for a page of everything."""

    def __init__(self, url: str, live: LiveIndex, stop: threading.Event) -> None:
        super().__init__()
        self._url, self._live, self._stop_reading = url, live, stop
        self.trouble: list[object] = []
        self.searches = 0

    def run(self) -> None:
        engine = make_engine(self._url)
        try:
            while not self._stop_reading.is_set():
                with Session(engine) as session:
                    self._look(session)
        except Exception as error:  # noqa: BLE001 -- told by the test, whatever it was
            self.trouble.append(error)
        finally:
            engine.dispose()

    def _look(self, session: Session) -> None:
        network = read_network(session)
        searcher = Searcher(session, self._live.snapshot(session), network)
        # Each record has the version in its title and in its year: one without the other, or a
        # version that some of the records have not, would be half a change.
        found = searcher.find(SearchState(q="phiên bản", per_page=100))
        versions = searcher.find(SearchState(q='"phiên bản"')).years
        if found.records != SAME or versions != found.years or found.years is None:
            self.trouble.append((found.records, found.years, versions))
        elif found.years[0] != found.years[1]:
            self.trouble.append(found.years)
        number = found.years[0] if found.years else 0
        told = searcher.count(SearchState(q=f"số {number}"))
        if told != SAME:
            self.trouble.append((number, told))
        rows = load_rows(session, network, found.items)
        gone = set(session.scalars(select(DeletedRecord.record_id)))
        if gone & {row.record_id for row in rows}:
            self.trouble.append(gone)
        self.searches += 1


@contextmanager
def reading(url: str, home: Path) -> Iterator[list[Reader]]:
    stop = threading.Event()
    live = LiveIndex(home)
    readers = [Reader(url, live, stop) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        yield readers
    finally:
        stop.set()
        for reader in readers:
            reader.join()


@pytest.mark.both_databases
def test_readers_never_see_half_a_change(
    session: Session, database_url: str, tmp_path: Path
) -> None:
    home = tmp_path / "index"
    books = [make.record(session, f"Sách {n}", year=1001) for n in range(SAME)]
    passing = [make.record(session, f"Sách qua đường {n}") for n in range(ROUNDS)]
    write(session, books, 1001)
    build_index(session, home)
    with reading(database_url, home) as readers:
        for turn in range(1, ROUNDS + 1):
            remove(session, passing.pop())
            write(session, books, 1001 + turn)
            (update_index if turn % BUILD_EVERY else build_index)(session, home)
    assert [reader.trouble for reader in readers] == [[]] * READERS
    assert all(reader.searches > ROUNDS / 4 for reader in readers)


def write(session: Session, books: list[Record], version: int) -> None:
    for book in books:
        book.title = f"Phiên bản số {version}, quyển {book.id}"
        book.year = version
        book.changed_at = now()
    session.commit()


def remove(session: Session, record: Record) -> None:
    for table in (RecordAgent, RecordSubject):
        for row in session.scalars(select(table).where(table.record_id == record.id)):
            session.delete(row)
    session.delete(record)
    session.add(DeletedRecord(record_id=record.id, heir_id=None, at=now()))
    session.commit()
