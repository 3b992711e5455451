"""What the index keeps of the tables with several rows a record: people, subjects, copies.

Each is read once from its first row to its last and kept as packed numbers, eight bytes a row, so
that the links of a whole catalogue fit in memory while its records stream past.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.catalogue.availability import GONE
from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Agent, Copy, RecordAgent, RecordSubject, Subject
from portal.catalogue.union.bulk import among

ROWS = 10_000  # fetched together
MOST_COPIES = 255  # counted for one library: a byte in the index

Numbers = npt.NDArray[np.int32]
AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Links:
    """Numbers of records, packed: `values[n]` belongs to `records[n]`, and those ascend."""

    records: Numbers
    values: Numbers

    def of(self, record_ids: Numbers) -> list[list[int]]:
        """The numbers of each of these records, in the order they were read."""
        starts = np.searchsorted(self.records, record_ids, "left")
        counts = np.searchsorted(self.records, record_ids, "right") - starts
        ends = np.cumsum(counts)
        places = np.arange(counts.sum()) + np.repeat(starts - ends + counts, counts)
        found = self.values[places].tolist()
        return [found[start:end] for start, end in pairwise([0, *ends.tolist()])]


@dataclass(frozen=True, slots=True)
class Held:
    """The copies of records that are not gone, counted."""

    libraries: Links  # that hold any, ascending
    available: Links  # copies to be had now, one number for each of `libraries`
    rooms: Links  # where any stands, ascending

    @classmethod
    def read(cls, session: Session, record_ids: Sequence[int] | None = None) -> Held:
        """Of the records named, or of all."""
        reading = _Reading(session, record_ids)
        free = func.sum(func.cast(Copy.status == CopyStatus.available, Copy.id.type))
        place = (Copy.record_id, Copy.holding_library_id, func.coalesce(Copy.room_id, 0))
        query = select(*place, free).where(Copy.status.not_in(GONE)).group_by(*place)
        records, libraries, rooms, counts = reading.numbers(
            reading.narrowed(query.order_by(*place), Copy.record_id), 4
        )
        first = np.flatnonzero(_begins(records) | _begins(libraries))
        sums = np.add.reduceat(counts, first) if len(first) else counts
        # A room belongs to one library, but the rooms of a record go by their own numbers.
        placed = np.unique(records[rooms > 0].astype(np.int64) << 32 | rooms[rooms > 0])
        return cls(
            Links(records[first], libraries[first]),
            Links(records[first], np.minimum(sums, MOST_COPIES)),
            Links((placed >> 32).astype(np.int32), placed.astype(np.int32)),
        )


@dataclass(frozen=True, slots=True)
class Linked:
    """All that stands around records: the whole catalogue's, or that of a few."""

    agents: Links
    subjects: Links
    held: Held
    names: dict[int, tuple[str, bytes]]  # of agents, each with its sort key
    labels: dict[int, str]  # of subjects

    @classmethod
    def read(cls, session: Session, record_ids: Sequence[int] | None = None) -> Linked:
        """Of the records named, or of all."""
        reading = _Reading(session, record_ids)
        agents = reading.links(RecordAgent, RecordAgent.agent_id)
        subjects = reading.links(RecordSubject, RecordSubject.subject_id)
        # Names are never deleted: read after the links, none that a link leads to is missing.
        names = select(Agent.id, Agent.name, Agent.sort_order)
        labels = select(Subject.id, Subject.label)
        named = reading.rows(reading.narrowed(names, Agent.id, agents.values))
        labelled = reading.rows(reading.narrowed(labels, Subject.id, subjects.values))
        return cls(
            agents,
            subjects,
            Held.read(session, record_ids),
            {agent_id: (name, order) for rows in named for agent_id, name, order in rows},
            {subject_id: label for rows in labelled for subject_id, label in rows},
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    """Queries about the records named, or about all, whose rows are then streamed."""

    session: Session
    record_ids: Sequence[int] | None

    def narrowed(
        self, query: AnySelect, column: InstrumentedAttribute[int], ids: Numbers | None = None
    ) -> AnySelect:
        """The query for `ids` in `column`, or for the records named; unchanged for all records."""
        if self.record_ids is None:
            return query
        wanted = self.record_ids if ids is None else np.unique(ids).tolist()
        return query.where(among(self.session, column, wanted))

    def rows(self, query: AnySelect) -> Iterator[Sequence[Any]]:
        if self.record_ids is None:
            query = query.execution_options(stream_results=True, max_row_buffer=ROWS)
        # The connection gives plain rows; the session would look for mapped things in each.
        return self.session.connection().execute(query).partitions(ROWS)

    def numbers(self, query: AnySelect, columns: int) -> list[Numbers]:
        """The columns of a query of whole numbers."""
        parts = [np.empty((0, columns), np.int32)]
        for rows in self.rows(query):
            flat = np.fromiter(chain.from_iterable(rows), np.int32, len(rows) * columns)
            parts.append(flat.reshape(-1, columns))
        return [np.concatenate([part[:, column] for part in parts]) for column in range(columns)]

    def links(
        self, model: type[RecordAgent | RecordSubject], linked: InstrumentedAttribute[int]
    ) -> Links:
        """What `linked` says of each record, by position."""
        query = select(model.record_id, linked).order_by(model.record_id, model.position)
        return Links(*self.numbers(self.narrowed(query, model.record_id), 2))


def _begins(values: Numbers) -> npt.NDArray[np.bool_]:
    """True where a value is not the one before it."""
    changed: npt.NDArray[np.bool_] = np.diff(values, prepend=values[:1] - 1) != 0
    return changed
