"""What suggestions are looked up in: works, authors, subjects and series beside the index.

A whole build writes one file of registers. What changes afterwards goes into a second file of the
same form, written anew with every update: the works and names around the records changed since the
build, counted afresh. An entry there takes the place of the one in the first file. So a new author
is suggested as soon as a search finds the new book. Old are, until the next build, only the places
of works that got or lost copies, and how many volumes a set has.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.catalogue.availability import GONE
from portal.catalogue.models import (
    Agent,
    Copy,
    Record,
    RecordAgent,
    RecordSubject,
    Subject,
    Work,
)
from portal.catalogue.union.bulk import among
from portal.catalogue.union.keys import set_key
from portal.search.codec import arrays as array_files
from portal.search.codec.arrays import Numbers
from portal.search.generations import POINTER, read_pointer
from portal.search.register import Entry, Match, Register
from portal.search.register_arrays import register_arrays

BUILT = "names"
SINCE = "names-since"
RECORDS = "records"  # in SINCE: the records changed since the build
ROWS = 10_000  # fetched together


@dataclass(frozen=True, slots=True)
class Source:
    """Where the entries of a kind come from.

    query: id, text, number held; of works also the loans, which tell equals apart, and the key.
    key: what its rows are gathered by. Those around a record are the values of `linked` where
    `record` is its id.
    """

    query: Select[*tuple[Any, ...]]
    key: InstrumentedAttribute[Any]
    linked: InstrumentedAttribute[Any]
    record: InstrumentedAttribute[int]

    def entries(self, session: Session, record_ids: Sequence[int] | None = None) -> Iterator[Entry]:
        """Those around the records named, or all."""
        query = self.query.group_by(self.key)
        if record_ids is not None:
            around = select(self.linked).where(among(session, self.record, record_ids))
            around = around.correlate(None)  # the same table may stand outside
            query = query.where(self.key.in_(around))
        # The connection gives plain rows; the session would look for mapped things in each.
        rows = session.connection().execute(query.execution_options(yield_per=ROWS))
        return _sets(rows) if self.key is Work.id else (Entry(*row) for row in rows)


def _sets(rows: Iterable[Sequence[Any]]) -> Iterator[Entry]:
    """Works, the volumes of one title as one entry, which goes by the most held of them."""
    found: dict[str, Entry] = {}
    best: dict[str, int] = {}
    for work, title, held, loans, key in rows:
        together = set_key(key)
        before = found.get(together)
        if before is None:
            found[together] = Entry(work, title, held, loans)
            continue
        if held > best.get(together, before.held):
            best[together] = held
            before = before._replace(id=work, text=title)
        found[together] = before._replace(
            held=before.held + held, also=before.also + loans, volumes=before.volumes + 1
        )
    return iter(found.values())


def _sources() -> dict[str, Source]:
    copies = (
        select(func.count())
        .where(Copy.record_id == Record.id, Copy.status.not_in(GONE))
        .correlate(Record)
        .scalar_subquery()
    )
    works = select(Work.id, Work.title, func.sum(copies), func.sum(Record.loan_count), Work.key)
    counted = func.count(Record.work_id.distinct())
    authors = select(Agent.id, Agent.name, counted)
    subjects = select(Subject.id, Subject.label, counted)
    series = select(func.min(Record.id), func.min(Record.series), counted)
    return {
        "work": Source(
            works.join(Record, Record.work_id == Work.id), Work.id, Record.work_id, Record.id
        ),
        "author": Source(
            authors.join(RecordAgent, RecordAgent.agent_id == Agent.id)
            .join(Record, Record.id == RecordAgent.record_id),
            Agent.id, RecordAgent.agent_id, RecordAgent.record_id,
        ),
        "subject": Source(
            subjects.join(RecordSubject, RecordSubject.subject_id == Subject.id)
            .join(Record, Record.id == RecordSubject.record_id),
            Subject.id, RecordSubject.subject_id, RecordSubject.record_id,
        ),
        "series": Source(
            series.where(Record.series_key.is_not(None), Record.series.is_not(None)),
            Record.series_key, Record.series_key, Record.id,
        ),
    }  # fmt: skip


SOURCES = _sources()
KINDS = tuple(SOURCES)


def write_names(session: Session, folder: Path) -> None:
    """Write the registers of the whole catalogue into the folder of a new index."""
    array_files.write(folder / BUILT, _arrays(session, None))


def write_changes(session: Session, folder: Path, record_ids: Sequence[int]) -> None:
    """Take in records changed or come since the last time; an index without names stays so."""
    if not (folder / BUILT).exists():
        return
    before = _read(folder / SINCE).get(RECORDS, np.empty(0))
    changed = np.union1d(before, record_ids).astype(np.uint32)
    arrays = _arrays(session, changed.tolist())
    array_files.write(folder / SINCE, {**arrays, RECORDS: changed})


def _arrays(session: Session, record_ids: Sequence[int] | None) -> dict[str, Numbers]:
    return {
        f"{kind}.{name}": array
        for kind, source in SOURCES.items()
        for name, array in register_arrays(source.entries(session, record_ids)).items()
    }


def _read(path: Path) -> dict[str, Numbers]:
    try:
        return array_files.read(path)
    except FileNotFoundError:
        return {}


class Names:
    """The registers of one generation. Raises FileNotFoundError where the index has none."""

    def __init__(self, folder: Path) -> None:
        self._built = _registers(array_files.read(folder / BUILT))
        self._since = _registers(_read(folder / SINCE))
        self._valid = {kind: self._still_valid(kind) for kind in self._since}

    def matching(self, kind: str, typed: Sequence[str], limit: int) -> list[Match]:
        """Entries of a kind as `Register.matching` gives them."""
        found = self._built[kind].matching(typed, limit, self._valid.get(kind))
        if kind in self._since:
            found += self._since[kind].matching(typed, limit)
            found.sort(key=lambda match: (not match.opens, -match.held))
        return found[:limit]

    def _still_valid(self, kind: str) -> NDArray[np.bool_]:
        """bool[entries] of the built register: those that did not change since. A set stays as it
        was counted, whichever of its volumes changed.
        """
        built = self._built[kind]
        return ~np.isin(built.ids, self._since[kind].ids) | built.sets()


def _registers(arrays: dict[str, Numbers]) -> dict[str, Register]:
    parts: dict[str, dict[str, Numbers]] = {}
    for name, array in arrays.items():
        kind, _, part = name.partition(".")
        if part:
            parts.setdefault(kind, {})[part] = array
    return {kind: Register(found) for kind, found in parts.items()}


class LiveNames:
    """The registers of the serving index in one worker; threads share them."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._names: Names | None = None

    def current(self) -> Names | None:
        """The newest; None before the first build, and beside an index that was built without."""
        try:
            status = (self._home / POINTER).stat()
        except FileNotFoundError:
            return None
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            with self._lock:
                if stamp != self._stamp:
                    self._names = self._open()
                    self._stamp = stamp
        return self._names

    def _open(self) -> Names | None:
        generation = read_pointer(self._home)
        while generation is not None:
            try:
                return Names(self._home / generation.folder)
            except FileNotFoundError:
                # A newer generation may have come meanwhile and swept this one away.
                before, generation = generation, read_pointer(self._home)
                if generation == before:
                    return None
        return None
