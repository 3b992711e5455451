"""A record's document made from its own rows, one record at a time: slow, and easy to believe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Agent, Copy, Record, RecordAgent, RecordSubject, Subject
from portal.search.analysis import IndexDocument, ddc_number, language_number


def every_document(session: Session) -> list[IndexDocument]:
    records = session.scalars(select(Record).order_by(Record.work_id, Record.id))
    return [document_of(session, record) for record in records]


def document_of(session: Session, record: Record) -> IndexDocument:
    agents, subjects = _agents(session, record), _subjects(session, record)
    there = _copies(session, record)
    free = free_copies(session, record)
    others = (record.other_titles or "").split("\n")
    with_rest = _joined(record.title, record.subtitle)
    full = _joined(with_rest, _volume(record), record.part_title)
    return IndexDocument(
        record_id=record.id,
        work_id=record.work_id,
        texts={
            "title": _present(full, record.original_title, *others),
            "agent": [agent.name for agent in agents],
            "subject": [subject.label for subject in subjects],
            "series": _present(record.series),
            "publisher": _present(record.publisher, record.place),
            "note": _present(record.summary, *(record.notes or "").split("\n")),
        },
        titles=_present(record.title, with_rest, full, record.original_title, *others),
        year=min(max(record.year or 0, 0), 65535),
        language=language_number(record.language),
        material=int(record.material),
        ddc=ddc_number(record.ddc),
        added=int(record.created_at.timestamp()),
        loans=record.loan_count,
        title_order=record.title_order,
        author_order=agents[0].sort_order if agents else b"",
        agents=tuple(dict.fromkeys(agent.id for agent in agents)),
        subjects=tuple(dict.fromkeys(subject.id for subject in subjects)),
        rooms=tuple(sorted({copy.room_id for copy in there if copy.room_id is not None})),
        libraries=tuple(sorted(free)),
        available=tuple(free[library] for library in sorted(free)),
    )


def free_copies(session: Session, record: Record) -> dict[int, int]:
    """Copies to be had in each library that holds any; an index counts to 255."""
    there = _copies(session, record)
    free = Counter(copy.holding_library_id for copy in there if copy.status is CopyStatus.available)
    return {copy.holding_library_id: min(free[copy.holding_library_id], 255) for copy in there}


def _copies(session: Session, record: Record) -> list[Copy]:
    """The record's copies but those withdrawn or lost."""
    copies = session.scalars(select(Copy).where(Copy.record_id == record.id))
    gone = (CopyStatus.withdrawn, CopyStatus.lost)
    return [copy for copy in copies if copy.status not in gone]


def _agents(session: Session, record: Record) -> Sequence[Agent]:
    linked = select(Agent).join(RecordAgent, RecordAgent.agent_id == Agent.id)
    mine = linked.where(RecordAgent.record_id == record.id)
    return session.scalars(mine.order_by(RecordAgent.position)).all()


def _subjects(session: Session, record: Record) -> Sequence[Subject]:
    linked = select(Subject).join(RecordSubject, RecordSubject.subject_id == Subject.id)
    mine = linked.where(RecordSubject.record_id == record.id)
    return session.scalars(mine.order_by(RecordSubject.position)).all()


def _volume(record: Record) -> str | None:
    return f"Tập {record.volume}" if (record.volume or "").isdigit() else record.volume


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _present(*values: str | None) -> list[str]:
    return [value for value in values if value]
