"""The few facts about a record that a cover with a caption needs, for many records at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import Agent, Record, RecordAgent


@dataclass(frozen=True, slots=True)
class Card:
    record_id: int
    title: str
    volume: str | None
    author: str
    ddc: str | None
    language: str | None
    year: int | None


def cards(session: Session, record_ids: Iterable[int]) -> Mapping[int, Card]:
    """Record id → card, in two queries; without ids, none."""
    ids = list(record_ids)
    if not ids:
        return {}
    authors = first_names(session, ids)
    rows = session.execute(
        select(
            Record.id, Record.title, Record.volume, Record.ddc, Record.language, Record.year
        ).where(Record.id.in_(ids))
    )
    return {
        row.id: Card(
            row.id, row.title, row.volume, authors.get(row.id, ""), row.ddc, row.language, row.year
        )
        for row in rows
    }


def first_names(session: Session, record_ids: Iterable[int]) -> Mapping[int, str]:
    """Record id → who is named first for it."""
    rows = session.execute(
        select(RecordAgent.record_id, Agent.name)
        .join(Agent, Agent.id == RecordAgent.agent_id)
        .where(RecordAgent.record_id.in_(list(record_ids)))
        .order_by(RecordAgent.record_id, RecordAgent.position)
    )
    found: dict[int, str] = {}
    for row in rows:
        found.setdefault(row.record_id, row.name)
    return found
