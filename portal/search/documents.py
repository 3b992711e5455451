"""Reading the catalogue for the index: a few queries a chunk of records, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Agent, Copy, Record, RecordAgent, RecordSubject, Subject
from portal.search.analysis import IndexDocument, ddc_number, language_number

CHUNK = 2000  # records read at a time
GONE = (CopyStatus.withdrawn, CopyStatus.lost)
MOST_COPIES = 255  # counted for one library: a byte in the index

_COLUMNS = (
    Record.id, Record.work_id, Record.title, Record.subtitle, Record.volume, Record.part_title,
    Record.original_title, Record.other_titles, Record.publisher, Record.place, Record.series,
    Record.language, Record.material, Record.ddc, Record.year, Record.summary, Record.notes,
    Record.created_at, Record.loan_count, Record.title_order,
)  # fmt: skip


def count_records(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Record)) or 0


def all_documents(session: Session) -> Iterator[list[IndexDocument]]:
    """Every record, editions of a work side by side, in chunks."""
    last: tuple[int, int] = (0, 0)
    while True:
        later = or_(Record.work_id > last[0], and_(Record.work_id == last[0], Record.id > last[1]))
        query = select(*_COLUMNS).where(later).order_by(Record.work_id, Record.id).limit(CHUNK)
        rows = session.execute(query).all()
        if not rows:
            return
        last = (rows[-1].work_id, rows[-1].id)
        yield _documents(session, rows)


def documents_for(session: Session, record_ids: Sequence[int]) -> list[IndexDocument]:
    """The named records, as many of them as are still there."""
    found: list[IndexDocument] = []
    for start in range(0, len(record_ids), 500):
        part = record_ids[start : start + 500]
        query = select(*_COLUMNS).where(Record.id.in_(part)).order_by(Record.work_id, Record.id)
        if rows := session.execute(query).all():
            found.extend(_documents(session, rows))
    return found


def _documents(session: Session, rows: Sequence[Any]) -> list[IndexDocument]:
    ids = [row.id for row in rows]
    agents = _grouped(session, _agents(ids))
    subjects = _grouped(session, _subjects(ids))
    holdings = holdings_of(session, ids)
    rooms = _grouped(session, _rooms(ids))
    return [
        _document(row, agents[row.id], subjects[row.id], holdings[row.id], rooms[row.id])
        for row in rows
    ]


def _grouped(session: Session, query: Any) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        groups[row.record_id].append(row)
    return groups


def _agents(ids: Sequence[int]) -> Any:
    return (
        select(RecordAgent.record_id, Agent.id, Agent.name, Agent.sort_order)
        .join(Agent, Agent.id == RecordAgent.agent_id)
        .where(RecordAgent.record_id.in_(ids))
        .order_by(RecordAgent.record_id, RecordAgent.position)
    )


def _subjects(ids: Sequence[int]) -> Any:
    return (
        select(RecordSubject.record_id, Subject.id, Subject.label)
        .join(Subject, Subject.id == RecordSubject.subject_id)
        .where(RecordSubject.record_id.in_(ids))
        .order_by(RecordSubject.record_id, RecordSubject.position)
    )


def _rooms(ids: Sequence[int]) -> Any:
    return (
        select(Copy.record_id, Copy.room_id)
        .where(Copy.record_id.in_(ids), Copy.room_id.is_not(None), Copy.status.not_in(GONE))
        .distinct()
    )


def holdings_of(session: Session, ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """record id → library id → copies to be had there now (0 where all are out)."""
    free = func.sum(func.cast(Copy.status == CopyStatus.available, Copy.id.type))
    query = (
        select(Copy.record_id, Copy.holding_library_id, free)
        .where(Copy.record_id.in_(ids), Copy.status.not_in(GONE))
        .group_by(Copy.record_id, Copy.holding_library_id)
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for record_id, library_id, count in session.execute(query):
        found[record_id][library_id] = min(int(count), MOST_COPIES)
    return found


def _document(
    row: Any,
    agents: list[Any],
    subjects: list[Any],
    holdings: dict[int, int],
    rooms: list[Any],
) -> IndexDocument:
    volume = f"Tập {row.volume}" if row.volume and row.volume.isdigit() else row.volume
    others = (row.other_titles or "").split("\n")
    with_rest = _joined(row.title, row.subtitle)
    full = _joined(with_rest, volume, row.part_title)
    libraries = sorted(holdings)
    return IndexDocument(
        record_id=row.id,
        work_id=row.work_id,
        texts={
            "title": _present(full, row.original_title, *others),
            "agent": [agent.name for agent in agents],
            "subject": [subject.label for subject in subjects],
            "series": _present(row.series),
            "publisher": _present(row.publisher, row.place),
            "note": _present(row.summary, *(row.notes or "").split("\n")),
        },
        titles=_present(row.title, with_rest, full, row.original_title, *others),
        year=min(max(row.year or 0, 0), 65535),
        language=language_number(row.language),
        material=int(row.material),
        ddc=ddc_number(row.ddc),
        added=int(row.created_at.timestamp()),
        loans=row.loan_count,
        title_order=row.title_order,
        author_order=agents[0].sort_order if agents else b"",
        agents=tuple(dict.fromkeys(agent.id for agent in agents)),
        subjects=tuple(dict.fromkeys(subject.id for subject in subjects)),
        rooms=tuple(sorted(room.room_id for room in rooms)),
        libraries=tuple(libraries),
        available=tuple(holdings[library] for library in libraries),
    )


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _present(*values: str | None) -> list[str]:
    return [value for value in values if value]
