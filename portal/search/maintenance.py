"""Keeping the index in step with the database: build it, bring in changes, compare the two."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session
from whoosh.index import FileIndex

from portal import db as database
from portal.catalogue.availability import prune
from portal.catalogue.models import AvailabilityChange, DeletedRecord, Record
from portal.clock import now
from portal.search import bulk
from portal.search.analysis import IndexDocument
from portal.search.codec import ColumnarCodec
from portal.search.codec.storage import MappedStorage
from portal.search.documents import all_documents, count_records, documents_for
from portal.search.generations import (
    Generation,
    new_folder,
    point_to,
    read_pointer,
    sweep,
    writing,
)
from portal.search.names import write_changes, write_names
from portal.search.schema import COLUMNS, INDEX_NAME, columns_of, fields_of, make_schema
from portal.search.snapshot import Snapshot

REBUILD_SHARE = 0.2  # of the index added since the last whole build: time for another
REBUILD_LEAST = 5000  # records added, below which it is never worth it
MARKED_AT_ONCE = 5000  # rows of one statement
SMALL_SEGMENTS = 8  # that many small ones are merged into one
Step = Callable[[int, int], None]  # (done, of how many)


def quiet(done: int, of: int) -> None:
    """A `Step` for callers that show no progress."""


def build_index(session: Session, home: Path, step: Step = quiet) -> Generation:
    """Build a new index of the whole catalogue and let it serve.

    Raises IndexBusy while another process writes. The one that serves goes on until the end.
    """
    with writing(home):
        return _build(session, home, step)


def update_index(session: Session, home: Path, step: Step = quiet) -> int:
    """Bring in what changed since the index was last written; returns how many records that was.

    Raises IndexBusy while another process writes.
    """
    with writing(home):
        generation = read_pointer(home)
        changed = _changed(session)
        gone = list(
            session.scalars(
                select(DeletedRecord.record_id).where(DeletedRecord.indexed_at.is_(None))
            )
        )
        if not (changed or gone) and generation is not None:
            return 0
        if generation is None or _worn(home, generation, len(changed)):
            return _build(session, home, step).records
        _add(session, home, generation, changed, gone, step)
        return len(changed) + len(gone)


def _worn(home: Path, generation: Generation, more: int) -> bool:
    """So much was added since the whole build that building anew is better."""
    leaves = Snapshot(home / generation.folder, generation.toc).leaves
    added = sum(leaf.count for leaf in leaves[1:]) + more
    return not leaves or added > max(REBUILD_LEAST, REBUILD_SHARE * leaves[0].count)


def _build(session: Session, home: Path, step: Step) -> Generation:
    total = count_records(session)
    availability = session.scalar(select(func.max(AvailabilityChange.id))) or 0
    gone = list(
        session.scalars(select(DeletedRecord.record_id).where(DeletedRecord.indexed_at.is_(None)))
    )
    versions = _changed(session)
    folder = new_folder(home)
    try:
        records = bulk.build(folder, _stepping(all_documents(session), total, step))
        write_names(session, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    generation = Generation(
        folder=folder.name,
        toc=1 if records else 0,
        availability=availability,
        records=records,
        built_at=now().isoformat(),
    )
    point_to(home, generation)
    sweep(home, folder.name)
    _mark(session, versions, gone)
    return generation


def _stepping(
    chunks: Iterable[list[IndexDocument]], total: int, step: Step
) -> Iterator[list[IndexDocument]]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        step(done, total)


def _changed(session: Session) -> list[tuple[int, Any]]:
    """(record id, its `changed_at`) of what the index does not have as it is now."""
    query = select(Record.id, Record.changed_at).where(
        or_(Record.indexed_at.is_(None), Record.indexed_at != Record.changed_at)
    )
    return [(record_id, changed_at) for record_id, changed_at in session.execute(query)]


def _mark(session: Session, versions: list[tuple[int, Any]], gone: list[int]) -> None:
    """Note which version of each record the index has; one changed since keeps waiting."""
    table: Any = Record.__table__
    statement = (
        update(table)
        .where(table.c.id == bindparam("record"), table.c.changed_at == bindparam("seen"))
        .values(indexed_at=bindparam("seen"))
    )
    session.rollback()  # what was read so far; a transaction that writes begins anew
    with database.writing():
        for start in range(0, len(versions), MARKED_AT_ONCE):
            part = versions[start : start + MARKED_AT_ONCE]
            session.connection().execute(
                statement, [{"record": record_id, "seen": seen} for record_id, seen in part]
            )
        if gone:
            session.execute(
                update(DeletedRecord)
                .where(DeletedRecord.record_id.in_(gone))
                .values(indexed_at=now())
            )
        prune(session)
        session.commit()


def _add(
    session: Session,
    home: Path,
    generation: Generation,
    changed: list[tuple[int, Any]],
    gone: list[int],
    step: Step,
) -> None:
    folder = home / generation.folder
    ids = [record_id for record_id, _ in changed]
    documents = documents_for(session, ids)
    index = FileIndex(MappedStorage(str(folder)), make_schema(), INDEX_NAME)
    # An update that was killed may have left a newer one than the pointer names; Whoosh's writer
    # goes on from that, so the old versions of records are looked for there.
    snapshot = Snapshot(folder, index.latest_generation())
    writer = index.writer(codec=ColumnarCodec(), compound=False)
    try:
        for old in snapshot.documents_of([*ids, *gone]).tolist():
            writer.delete_document(old)
        for number, document in enumerate(documents, 1):
            writer.add_document(**fields_of(document))
            step(number, len(documents))
        writer.commit(mergetype=_merge_small)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise
    write_changes(session, folder, ids)
    point_to(
        home, replace(generation, toc=writer.generation, records=snapshot.count + len(documents))
    )
    _mark(session, changed, gone)


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy here: the first segment, the whole build, is never touched."""
    if len(segments) <= SMALL_SEGMENTS:
        return segments
    from whoosh.reading import SegmentReader

    for segment in segments[1:]:
        writer.add_reader(SegmentReader(writer.storage, writer.schema, segment))
    return segments[:1]


@dataclass(slots=True)
class Difference:
    """What `check_index` found: record ids, and for those that differ the columns or terms."""

    missing: list[int] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)
    different: dict[int, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.different)


def check_index(session: Session, home: Path, step: Step = quiet) -> Difference:
    """Compare every record with what the index has of it: columns and every term."""
    generation = read_pointer(home)
    difference = Difference()
    if generation is None:
        difference.missing = list(session.scalars(select(Record.id)))
        return difference
    snapshot = Snapshot(home / generation.folder, generation.toc)
    total, done, seen = count_records(session), 0, set[int]()
    for chunk in all_documents(session):
        for document in chunk:
            seen.add(document.record_id)
            docs = snapshot.documents_of([document.record_id]).tolist()
            if len(docs) != 1:
                difference.missing.append(document.record_id)
            elif wrong := _differing(snapshot, docs[0], document):
                difference.different[document.record_id] = wrong
        done += len(chunk)
        step(done, total)
    live = snapshot.alive(np.arange(snapshot.documents))
    difference.surplus = sorted(set(snapshot.numbers["record_id"][live].tolist()) - seen)
    return difference


def _differing(snapshot: Snapshot, number: int, document: IndexDocument) -> list[str]:
    wrong = []
    for name, value in columns_of(document).items():
        if name in snapshot.numbers:
            same = int(snapshot.numbers[name][number]) == value
        elif name in snapshot.lists:
            lists = snapshot.lists[name]
            held = lists.values[lists.bounds[number] : lists.bounds[number + 1]]
            # What can be had moves with every loan; the libraries beside it are what is indexed.
            same = name == "available" or tuple(held.tolist()) == value
        else:
            same = True
        if not same:
            wrong.append(name)
    for name, terms in fields_of(document).items():
        if name not in COLUMNS and not all(
            _has(snapshot, name, term.decode(), number) for term in terms
        ):
            wrong.append(name)
    return wrong


def _has(snapshot: Snapshot, field_name: str, term: str, number: int) -> bool:
    postings = snapshot.postings(field_name, term)
    if postings is None:
        return False
    place = int(np.searchsorted(postings.docs, number))
    return place < len(postings.docs) and int(postings.docs[place]) == number
