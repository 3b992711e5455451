"""Keeping the index in step with the database: build it, bring in changes, compare the two."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from portal import db as database
from portal.catalogue.availability import prune
from portal.catalogue.models import AvailabilityChange, DeletedRecord, Record
from portal.clock import now
from portal.search import bulk
from portal.search.additions import Addition
from portal.search.analysis import IndexDocument
from portal.search.checking import Difference, check_index
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
from portal.search.snapshot import Snapshot

__all__ = ["Difference", "Step", "build_index", "check_index", "quiet", "update_index"]

MARKED_AT_ONCE = 5000  # rows of one statement
log = logging.getLogger(__name__)
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
        if not (changed or gone) and _opens(home, generation):
            return 0
        if generation is None or not _add(session, home, generation, changed, gone, step):
            return _build(session, home, step).records
        return len(changed) + len(gone)


def _opens(home: Path, generation: Generation | None) -> bool:
    """The generation is there and whole enough to serve."""
    if generation is None:
        return False
    try:
        Snapshot(home / generation.folder, generation.toc)
        return True
    except Exception:  # whatever a damaged file makes its readers raise
        log.warning("the serving index cannot be opened; building a new one", exc_info=True)
        return False


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
        toc=1,
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
    for start in range(0, len(versions), MARKED_AT_ONCE):
        # Each part by itself: nobody waits to write for longer than one takes.
        part = versions[start : start + MARKED_AT_ONCE]
        with database.writing():
            session.connection().execute(
                statement, [{"record": record_id, "seen": seen} for record_id, seen in part]
            )
            session.commit()
    with database.writing():
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
) -> bool:
    """Write what changed as one more segment. False when building anew is better."""
    ids = [record_id for record_id, _ in changed]
    try:
        addition = Addition(home / generation.folder, generation.toc, {*ids, *gone})
    except Exception:  # whatever a damaged file makes its readers raise
        log.warning("the serving index cannot be opened; building a new one", exc_info=True)
        return False
    if addition.worn(len(ids)):
        return False
    documents = documents_for(session, sorted({*ids, *addition.taken_over}))
    records = addition.write(documents)
    write_changes(session, home / generation.folder, ids)
    step(len(ids), len(ids))
    point_to(home, replace(generation, toc=addition.toc, records=records))
    _mark(session, changed, gone)
    return True
