"""Keeping the index in step with the database: build it, bring in changes, compare the two.

A build takes long, so updates go on beside it: they bring changes into the index that serves, and
note which (`journal`). Before its own index takes over, the build brings those in there too.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.models import AvailabilityChange
from portal.clock import now
from portal.search import bulk, journal
from portal.search.additions import Addition
from portal.search.analysis import IndexDocument
from portal.search.checking import Difference, check_index
from portal.search.documents import all_documents, count_records, documents_for
from portal.search.generations import (
    Generation,
    IndexBusy,
    building,
    new_folder,
    point_to,
    read_pointer,
    sweep,
    writing,
)
from portal.search.names import write_changes, write_names
from portal.search.waiting import Waiting, read_at_one_moment

__all__ = [
    "Brought",
    "Difference",
    "Step",
    "bring_in",
    "build_index",
    "check_index",
    "quiet",
    "update_index",
]

log = logging.getLogger(__name__)
Step = Callable[[int, int], None]  # (done, of how many)


@dataclass(frozen=True, slots=True)
class Brought:
    """records: how many changed or went. worn: so many came since the build that one is due."""

    records: int
    worn: bool = False


def quiet(done: int, of: int) -> None:
    """A `Step` for callers that show no progress."""


def build_index(session: Session, home: Path, step: Step = quiet) -> Generation:
    """Build a new index of the whole catalogue and let it serve.

    The one that serves goes on, and is updated, until the end. Raises IndexBusy while another
    process builds.
    """
    with building(home):
        with writing(home, wait=True):
            folder = new_folder(home)
            journal.begin(home, folder)
        try:
            built, seen = _built(session, folder, step)
            with writing(home, wait=True):
                return _let_serve(session, home, built, seen)
        except BaseException:
            if (serving := read_pointer(home)) is None or serving.folder != folder.name:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            journal.end(home)


def update_index(session: Session, home: Path, step: Step = quiet) -> int:
    """Bring in what changed since the index was last written; returns how many records that was.

    Builds anew where there is no index to bring it into, and where one is due. Raises IndexBusy
    while another process writes.
    """
    brought = bring_in(session, home, step)
    if brought is None:
        return build_index(session, home, step).records
    if brought.worn:
        with contextlib.suppress(IndexBusy):  # then another process is at it
            build_index(session, home, step)
    return brought.records


def bring_in(session: Session, home: Path, step: Step = quiet) -> Brought | None:
    """Write what changed as one more segment of the serving index, and never build.

    None where that cannot be: there is no index, it is damaged, or more changed than it holds.
    Raises IndexBusy while another process writes.
    """
    with writing(home):
        if (generation := read_pointer(home)) is None:
            return None
        read_at_one_moment(session)
        waiting = Waiting.read(session)
        changed, records = {*waiting.changed, *waiting.gone}, len(waiting.changed)
        folder = home / generation.folder
        try:
            addition = Addition(folder, generation.toc, changed)
        except Exception:  # whatever a damaged file makes its readers raise
            log.warning("the serving index cannot be opened; building a new one", exc_info=True)
            return None
        if not waiting:
            session.rollback()  # whoever asked may write next
            return Brought(0)
        if addition.outgrown(records):
            return None
        serving = _with(session, folder, generation, addition, changed)
        journal.note(home, changed)
        step(records, records)
        point_to(home, serving)
        waiting.mark(session)
        return Brought(len(changed), addition.worn(records))


def _built(session: Session, folder: Path, step: Step) -> tuple[Generation, Waiting]:
    """A whole index in a folder of its own, and what waited when it was read."""
    moment = now()
    read_at_one_moment(session)
    waiting = Waiting.read(session)
    availability = session.scalar(select(func.max(AvailabilityChange.id))) or 0
    total = count_records(session)
    records = bulk.build(folder, _stepping(all_documents(session), total, step))
    write_names(session, folder)
    built_at = moment.isoformat()
    return Generation(folder.name, 1, availability, records, built_at), waiting


def _let_serve(session: Session, home: Path, built: Generation, seen: Waiting) -> Generation:
    """Bring in what came while it was built, and move the pointer. For the one writer."""
    read_at_one_moment(session)
    waiting = Waiting.read(session)
    folder = home / built.folder
    if late := waiting.since(seen) | journal.noted(home):
        built = _with(session, folder, built, Addition(folder, built.toc, late), late)
    point_to(home, built)
    sweep(home, built.folder)
    waiting.mark(session)
    return built


def _with(
    session: Session,
    folder: Path,
    generation: Generation,
    addition: Addition,
    changed: Collection[int],
) -> Generation:
    """The generation after an addition of all that is there of these records."""
    documents = documents_for(session, sorted({*changed, *addition.taken_over}))
    records = addition.write(documents)
    write_changes(session, folder, sorted(changed))
    return replace(generation, toc=addition.toc, records=records)


def _stepping(
    chunks: Iterable[list[IndexDocument]], total: int, step: Step
) -> Iterator[list[IndexDocument]]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        step(done, total)
