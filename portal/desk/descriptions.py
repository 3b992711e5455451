"""What the union catalogue says of some records, read for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import Role
from portal.catalogue.models import Agent, Identifier, Record, RecordAgent, SourceRecord
from portal.desk.comparing import Description, of_record


def descriptions(session: Session, record_ids: Collection[int]) -> Mapping[int, Description]:
    """Record id → its description, in three queries."""
    records = session.scalars(select(Record).where(Record.id.in_(record_ids))).all()
    people: dict[int, list[tuple[str, Role]]] = defaultdict(list)
    for row in session.execute(
        select(RecordAgent.record_id, Agent.name, RecordAgent.role)
        .join(Agent, Agent.id == RecordAgent.agent_id)
        .where(RecordAgent.record_id.in_(record_ids))
        .order_by(RecordAgent.position)
    ):
        people[row.record_id].append((row.name, row.role))
    numbers: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number in session.scalars(select(Identifier).where(Identifier.record_id.in_(record_ids))):
        numbers[number.record_id][number.kind].append(number.value)
    return {one.id: of_record(one, people[one.id], numbers[one.id]) for one in records}


def libraries_describing(
    session: Session, record_ids: Collection[int]
) -> Mapping[int, tuple[int, ...]]:
    """Record id → the libraries that sent a description of it, the first describer first."""
    found: dict[int, dict[int, None]] = defaultdict(dict)
    for row in session.execute(
        select(SourceRecord.record_id, SourceRecord.library_id)
        .where(SourceRecord.record_id.in_(record_ids))
        .order_by(SourceRecord.id)
    ):
        found[row.record_id][row.library_id] = None
    return {record_id: tuple(ids) for record_id, ids in found.items()}
