"""Which drafts of a batch are news: by the library's own numbers and the digests of their bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.catalogue.models import SourceRecord
from portal.catalogue.reading.draft import Draft
from portal.catalogue.reading.numbering import MAX_NUMBER
from portal.catalogue.union.batch import Incoming, digest_of, incoming
from portal.catalogue.union.bulk import among, chunks
from portal.catalogue.union.lookups import known_sources
from portal.catalogue.union.report import Finding, FindingKind, ImportReport


@dataclass(frozen=True, slots=True)
class Run:
    """One import as its batches need to know it."""

    id: int
    library_id: int
    how_read: bytes = b""


@dataclass(slots=True)
class Arrivals:
    """A batch sorted: source records that are as they were, and drafts that are news."""

    unchanged: list[int] = field(default_factory=list)
    news: list[Incoming] = field(default_factory=list)


def sort_out(session: Session, run: Run, drafts: Sequence[Draft], report: ImportReport) -> Arrivals:
    """Settle the number of every draft and compare it with what the library sent before."""
    digests = [digest_of(draft, run.how_read) for draft in drafts]
    pairs = list(zip(drafts, digests, strict=True))
    numbers = {draft.source_number for draft in drafts}
    numbers |= {_second_number(draft, digest) for draft, digest in pairs}
    known = known_sources(session, run.library_id, numbers)
    arrivals = Arrivals()
    taken: dict[str, bytes] = {}  # numbers met in this batch
    for draft, digest in pairs:
        number = _number(draft, digest, known, taken, run.id)
        if number is None:
            report.tell(Finding(FindingKind.repeated_record, draft.source_number, draft.title))
            continue
        if number != draft.source_number:
            report.tell(Finding(FindingKind.number_reused, number, draft.title))
        taken[number] = digest
        _sort_in(arrivals, draft, number, digest, known.get(number))
    return arrivals


def _sort_in(
    arrivals: Arrivals, draft: Draft, number: str, digest: bytes, source: Any | None
) -> None:
    if source is not None and bytes(source.digest) == digest:
        arrivals.unchanged.append(source.id)
        return
    news = incoming(draft, number, digest)
    if source is not None:
        news.source_id, news.old_record_id = source.id, source.record_id
    arrivals.news.append(news)


def touch(session: Session, run: Run, source_ids: Sequence[int]) -> None:
    """These source records were met in this run. A later run's mark is not taken back."""
    for part in chunks(source_ids):
        session.execute(
            update(SourceRecord)
            .where(among(session, SourceRecord.id, part), SourceRecord.last_run_id < run.id)
            .values(last_run_id=run.id),
            execution_options={"synchronize_session": False},
        )


def _number(
    draft: Draft, digest: bytes, known: Mapping[str, Any], taken: Mapping[str, bytes], run_id: int
) -> str | None:
    """The draft's number, or a second one where its own is already another record's in this file.

    None for a record that stands in the file twice, byte for byte.
    """
    number, second = draft.source_number, _second_number(draft, digest)
    for candidate in (number, second):
        met = taken.get(candidate)
        source = known.get(candidate)
        if met is None and source is not None and source.last_run_id == run_id:
            met = bytes(source.digest)
        if met == digest:
            return None
        if candidate == number and second in known and not _same(source, digest):
            continue  # it had the second number last time, and keeps it
        if met is None:
            return candidate
    return None


def _same(source: Any | None, digest: bytes) -> bool:
    return source is not None and bytes(source.digest) == digest


def _second_number(draft: Draft, digest: bytes) -> str:
    mark = f"~{digest.hex()[:12]}"
    return draft.source_number[: MAX_NUMBER - len(mark)] + mark
