"""Files of one library into the union catalogue.

Memory does not grow with the files: records are taken in batches, and findings are handed to a
listener instead of being kept.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import ImportRun, Record, SourceRecord
from portal.catalogue.reading import BadRecord, Draft, FileRefused, Mapping, Opened, open_file
from portal.catalogue.union.arrivals import Run
from portal.catalogue.union.batch import batches
from portal.catalogue.union.copies import CopyWriter
from portal.catalogue.union.locking import take_turn
from portal.catalogue.union.report import Finding, FindingKind, ImportReport, Listener
from portal.catalogue.union.shelves import Shelves
from portal.catalogue.union.writing import BatchWriter
from portal.clock import now, today
from portal.db import writing
from portal.libraries.models import Library

BATCH = 500
BATCH_COPIES = 5_000

OnProgress = Callable[[int, float], None]
"""Told after each batch: records read so far, and the share of the bytes read (0 to 1)."""


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What the librarian says of the files."""

    file_format: str = "auto"
    encoding: str = "auto"
    mapping: Mapping = field(default_factory=Mapping)

    def digest(self) -> bytes:
        """What decides how bytes are read, so that another mapping makes records news."""
        said = f"{self.encoding}|{self.mapping!r}"
        return hashlib.blake2b(said.encode(), digest_size=8).digest()


@dataclass
class FilesReport(ImportReport):
    """The report of a run over files, with those that could not be read at all."""

    files_read: list[str] = field(default_factory=list)
    files_refused: list[FileRefused] = field(default_factory=list)
    seconds: float = 0.0


def run_import(
    session: Session,
    files: Sequence[Path],
    library: Library,
    how: HowToRead | None = None,
    *,
    checkpoint: Callable[[], None] | None = None,
    listener: Listener | None = None,
    on_progress: OnProgress | None = None,
) -> FilesReport:
    """Read `files` as the whole catalogue of `library` and bring the union up to date.

    `checkpoint` ends a transaction (commit) after each batch, so that the portal's other writers
    wait for a batch and not for the file; without one everything is left to the caller, who may
    roll it back (a dry run). A file that cannot be read is in the report, the others are read.
    """
    how = how or HowToRead()
    report = FilesReport(listener=listener)
    with writing():
        started = time.monotonic()
        feed = _Feed(session, library, how, report, checkpoint or session.flush)
        feed.start([_shown(path.name) for path in files])
        sizes = [path.stat().st_size if path.exists() else 0 for path in files]
        for place, path in enumerate(files):
            before, whole = sum(sizes[:place]), max(sum(sizes), 1)
            _read_file(feed, path, how, report, before, whole, on_progress)
        feed.finish(complete=not report.files_refused)
        report.seconds = time.monotonic() - started
    return report


def import_drafts(
    session: Session,
    records: Iterable[Draft | BadRecord],
    library: Library,
    *,
    label: str = "",
    checkpoint: Callable[[], None] | None = None,
    listener: Listener | None = None,
) -> ImportReport:
    """As `run_import` for records that are drafts already."""
    report = FilesReport(listener=listener)
    with writing():
        feed = _Feed(session, library, HowToRead(), report, checkpoint or session.flush)
        feed.start([label])
        feed.take(iter(records))
        feed.finish(complete=True)
    return report


def _read_file(
    feed: _Feed, path: Path, how: HowToRead, report: FilesReport, before: int, whole: int,
    on_progress: OnProgress | None,
) -> None:  # fmt: skip
    try:
        with open_file(
            path, file_format=how.file_format, encoding=how.encoding, mapping=how.mapping
        ) as opened:
            _tell_columns(opened, report)

            def show() -> None:
                if on_progress:
                    on_progress(report.read, (before + opened.position()) / whole)

            feed.take(opened.records, show)
            report.files_read.append(path.name)
    except FileRefused as refused:
        report.files_refused.append(refused)


def _shown(name: str) -> str:
    """A file name as text: on Linux it may hold bytes that are none."""
    return name.encode("utf-8", "backslashreplace").decode()


def _tell_columns(opened: Opened, report: ImportReport) -> None:
    for name in opened.unknown_columns:
        report.tell(Finding(FindingKind.unknown_column, opened.name, name))
    for name in opened.doubled_columns:
        report.tell(Finding(FindingKind.doubled_column, opened.name, name))


class _Feed:
    """One run: takes records, writes them in batches, and closes its books."""

    def __init__(
        self, session: Session, library: Library, how: HowToRead, report: ImportReport,
        checkpoint: Callable[[], None],
    ) -> None:  # fmt: skip
        self._session = session
        self._library_id = library.id
        self._how = how
        self._report = report
        self._checkpoint = checkpoint

    def start(self, names: Sequence[str]) -> None:
        take_turn(self._session)
        run = ImportRun(library_id=self._library_id, files="\n".join(names), started_at=now())
        self._session.add(run)
        self._session.flush()
        self._run = Run(run.id, self._library_id, self._how.digest())
        self._report.run_id = run.id
        shelves = Shelves(self._session, self._library_id, self._report)
        copies = CopyWriter(self._session, shelves, self._report, today())
        self._writer = BatchWriter(self._session, self._run, copies, self._report)
        self._checkpoint()

    def take(
        self, records: Iterator[Draft | BadRecord], shown: Callable[[], None] | None = None
    ) -> None:
        for batch in batches(self._good(records), BATCH, BATCH_COPIES):
            take_turn(self._session)
            self._writer.write(batch)
            self._checkpoint()
            if shown:
                shown()

    def _good(self, records: Iterator[Draft | BadRecord]) -> Iterator[Draft]:
        report = self._report
        for one in records:
            report.read += 1
            if isinstance(one, Draft):
                yield one
                continue
            report.refused += 1
            report.tell(
                Finding(FindingKind.bad_record, str(one.place), one.detail, one.reason, one.raw)
            )

    def finish(self, *, complete: bool) -> None:
        """Name what the library sent before and not now; nothing of it is deleted.

        Only a run that read all its files can tell.
        """
        report = self._report
        if complete:
            for number, title in self._vanished():
                report.vanished += 1
                report.tell(Finding(FindingKind.vanished, number, title))
        run = self._session.get_one(ImportRun, self._run.id)
        run.finished_at = now()
        for name in ("created", "joined", "updated", "unchanged", "refused", "vanished"):
            setattr(run, name, getattr(report, name))
        self._session.flush()
        self._checkpoint()

    def _vanished(self) -> Iterator[tuple[str, str]]:
        query = (
            select(SourceRecord.number, Record.title)
            .join(Record, Record.id == SourceRecord.record_id)
            .where(
                SourceRecord.library_id == self._library_id,
                SourceRecord.last_run_id < self._run.id,
            )
            .order_by(SourceRecord.id)
            .execution_options(yield_per=1000)
        )
        for row in self._session.execute(query):
            yield row[0], row[1]
