"""Reading the catalogue for the index: links first, packed as numbers, then the records' own rows.

A build reads in one transaction for as long as it takes; on SQLite (WAL) no writer waits for it.
What changes meanwhile has a newer `changed_at` than the build noted and comes with the next update.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

import numpy as np
from sqlalchemy import SmallInteger, Table, func, select, type_coerce
from sqlalchemy.orm import Session

from portal.catalogue.models import Record
from portal.catalogue.union.bulk import among
from portal.search.analysis import IndexDocument, ddc_number, language_number
from portal.search.linked import Held, Linked

CHUNK = 2000  # records handed on, or asked for by number, together

# Columns of the table, not attributes of the class: rows of these would be made twice as slowly.
_OF = cast(Table, Record.__table__).c
_COLUMNS = (
    _OF.id, _OF.work_id, _OF.title, _OF.subtitle, _OF.volume, _OF.part_title, _OF.original_title,
    _OF.other_titles, _OF.publisher, _OF.place, _OF.series, _OF.language,
    type_coerce(_OF.material, SmallInteger), _OF.ddc, _OF.year, _OF.summary, _OF.notes,
    _OF.created_at, _OF.loan_count, _OF.title_order,
)  # fmt: skip

_language = lru_cache(1024)(language_number)
_ddc = lru_cache(8192)(ddc_number)


@contextmanager
def uncollected() -> Iterator[None]:
    """Python's search for dead cycles held off: rows make none, and it costs as much as reading."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def count_records(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Record)) or 0


def all_documents(session: Session) -> Iterator[list[IndexDocument]]:
    """Every record, editions of a work side by side, in chunks."""
    query = select(*_COLUMNS).order_by(_OF.work_id, _OF.id)
    streamed = query.execution_options(stream_results=True, max_row_buffer=CHUNK)
    with uncollected():
        linked = Linked.read(session)
    result = session.connection().execute(streamed)
    while True:
        with uncollected():
            documents = _documents(result.fetchmany(CHUNK), linked)
        if not documents:
            return
        yield documents


@uncollected()
def documents_for(session: Session, record_ids: Sequence[int]) -> list[IndexDocument]:
    """The named records, as many of them as are still there."""
    found: list[IndexDocument] = []
    for start in range(0, len(record_ids), CHUNK):
        part = record_ids[start : start + CHUNK]
        query = select(*_COLUMNS).where(among(session, Record.id, part))
        rows = session.connection().execute(query.order_by(_OF.work_id, _OF.id)).all()
        found.extend(_documents(rows, Linked.read(session, part)))
    return found


def holdings_of(session: Session, ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """record id → library id → copies to be had there now (0 where all are out)."""
    held = Held.read(session, ids)
    columns = (held.libraries.records, held.libraries.values, held.available.values)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for record_id, library_id, count in zip(*(part.tolist() for part in columns), strict=True):
        found[record_id][library_id] = count
    return found


def _documents(rows: Sequence[Any], linked: Linked) -> list[IndexDocument]:
    ids = np.fromiter((row[0] for row in rows), np.int32, len(rows))
    around = zip(
        linked.agents.of(ids),
        linked.subjects.of(ids),
        linked.held.rooms.of(ids),
        linked.held.libraries.of(ids),
        linked.held.available.of(ids),
        strict=True,
    )
    return [_document(row, linked, *numbers) for row, numbers in zip(rows, around, strict=True)]


def _document(
    row: Any,
    linked: Linked,
    agents: list[int],
    subjects: list[int],
    rooms: list[int],
    libraries: list[int],
    available: list[int],
) -> IndexDocument:
    (
        record_id, work_id, title, subtitle, volume, part_title, original_title, other_titles,
        publisher, place, series, language, material, ddc, year, summary, notes, created_at,
        loan_count, title_order,
    ) = row  # fmt: skip
    others = other_titles.split("\n") if other_titles else ()
    with_rest = _joined(title, subtitle)
    volume = f"Tập {volume}" if volume and volume.isdigit() else volume
    full = _joined(with_rest, volume, part_title)
    names = [linked.names[agent] for agent in agents]
    return IndexDocument(
        record_id=record_id,
        work_id=work_id,
        texts={
            "title": _present(full, original_title, *others),
            "agent": [name for name, _order in names],
            "subject": [linked.labels[subject] for subject in subjects],
            "series": _present(series),
            "publisher": _present(publisher, place),
            "note": _present(summary, *(notes.split("\n") if notes else ())),
        },
        titles=_present(title, with_rest, full, original_title, *others),
        year=min(max(year or 0, 0), 65535),
        language=_language(language),
        material=material,
        ddc=_ddc(ddc),
        added=int(created_at.timestamp()),
        loans=loan_count,
        title_order=title_order,
        author_order=names[0][1] if names else b"",
        agents=tuple(dict.fromkeys(agents)),
        subjects=tuple(dict.fromkeys(subjects)),
        rooms=tuple(rooms),
        libraries=tuple(libraries),
        available=tuple(available),
    )


def _joined(*parts: str | None) -> str:
    return " ".join([part for part in parts if part])


def _present(*values: str | None) -> list[str]:
    return [value for value in values if value]
