"""One record with everything its page says of it, read in four queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import AgentKind, Role, SubjectKind
from portal.catalogue.models import (
    Agent,
    DeletedRecord,
    Identifier,
    Record,
    RecordAgent,
    RecordSubject,
    Subject,
)

MOST_EDITIONS = 200  # of one work on one page; a search lists the rest
LONGEST_CHAIN = 10  # records merged one into the next


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody and what they did for the edition."""

    agent_id: int
    name: str
    role: Role
    kind: AgentKind


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the record; `records` is how many have it."""

    subject_id: int
    label: str
    kind: SubjectKind
    records: int


@dataclass(frozen=True, slots=True)
class Described:
    """A record, the other editions of its work (newest first), and what is linked to it."""

    record: Record
    others: tuple[Record, ...]
    credits: tuple[Credit, ...]
    topics: tuple[Topic, ...]
    isbns: tuple[str, ...]
    issns: tuple[str, ...]

    @property
    def authors(self) -> tuple[Credit, ...]:
        """The authors; where none is named, whoever is named first."""
        found = tuple(credit for credit in self.credits if credit.role is Role.author)
        return found or self.credits[:1]


def describe(session: Session, record_id: int) -> Described | None:
    """The record and its surroundings; None when there is none of that number."""
    own_work = select(Record.work_id).where(Record.id == record_id).scalar_subquery()
    records = session.scalars(
        select(Record)
        .where(Record.work_id == own_work)
        .order_by((Record.id == record_id).desc(), Record.year.desc().nulls_last(), Record.id)
        .limit(MOST_EDITIONS)
    ).all()
    if not records:
        return None
    found = identifiers(session, record_id)
    return Described(
        record=records[0],
        others=tuple(records[1:]),
        credits=credits_of(session, record_id),
        topics=_topics(session, record_id),
        isbns=tuple(value for kind, value in found if kind == "isbn"),
        issns=tuple(value for kind, value in found if kind == "issn"),
    )


def credits_of(session: Session, record_id: int) -> tuple[Credit, ...]:
    rows = session.execute(
        select(Agent.id, Agent.name, RecordAgent.role, Agent.kind)
        .join(Agent, Agent.id == RecordAgent.agent_id)
        .where(RecordAgent.record_id == record_id)
        .order_by(RecordAgent.position)
    )
    return tuple(Credit(*row) for row in rows)


def identifiers(session: Session, record_id: int) -> Sequence[tuple[str, str]]:
    rows = session.execute(
        select(Identifier.kind, Identifier.value)
        .where(Identifier.record_id == record_id)
        .order_by(Identifier.kind, Identifier.value)
    )
    return [(row.kind, row.value) for row in rows]


def _topics(session: Session, record_id: int) -> tuple[Topic, ...]:
    every = RecordSubject.__table__.alias()
    used = (
        select(func.count())
        .select_from(every)
        .where(every.c.subject_id == Subject.id)
        .correlate(Subject)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Subject.id, Subject.label, Subject.kind, used)
        .join(RecordSubject, RecordSubject.subject_id == Subject.id)
        .where(RecordSubject.record_id == record_id)
        .order_by(RecordSubject.position)
    )
    return tuple(dict.fromkeys(Topic(*row) for row in rows))


def heir_of(session: Session, record_id: int) -> tuple[bool, int | None]:
    """Whether the record once was, and the record that took its place, however often merged on."""
    gone, heir = False, record_id
    for _ in range(LONGEST_CHAIN):
        row = session.get(DeletedRecord, heir)
        if row is None:
            return gone, heir if gone else None
        gone = True
        if row.heir_id is None:
            return True, None
        heir = row.heir_id
    return True, None
