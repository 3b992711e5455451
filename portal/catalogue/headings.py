"""An author or a subject as the head of a list: its name, and how many records it leads to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import Role
from portal.catalogue.models import Record, RecordAgent, RecordSubject
from portal.catalogue.works import Condition


def role_counts(session: Session, agent_id: int) -> Sequence[tuple[Role, int]]:
    """What an agent did, with the number of works, most first."""
    works = func.count(Record.work_id.distinct())
    rows = session.execute(
        select(RecordAgent.role, works)
        .join(Record, Record.id == RecordAgent.record_id)
        .where(RecordAgent.agent_id == agent_id)
        .group_by(RecordAgent.role)
        .order_by(works.desc(), RecordAgent.role)
    )
    return [(row[0], row[1]) for row in rows]


def with_agent(agent_id: int, role: Role | None = None) -> Condition:
    """Records an agent had a part in, in one role or in any."""
    named = select(RecordAgent.record_id).where(RecordAgent.agent_id == agent_id)
    return Record.id.in_(named.where(RecordAgent.role == role) if role else named)


def with_subject(subject_id: int) -> Condition:
    return Record.id.in_(
        select(RecordSubject.record_id).where(RecordSubject.subject_id == subject_id)
    )
