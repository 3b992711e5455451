"""Titles like this one: those that share its author, its rarer subjects, its place on the shelf.

A subject half the catalogue has says nothing and is not asked; the rarer a shared one, the more it
weighs.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from sqlalchemy import Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from portal.catalogue.describing import Described, Topic
from portal.catalogue.models import Record, RecordAgent, RecordSubject
from portal.catalogue.neighbours import nearest

SHOWN = 6
COMMON = 2000  # records: a subject that more have is too common to ask for
SUBJECTS_ASKED = 5
AUTHORS_ASKED = 3
AUTHOR_WEIGHT = 1.2
CLASS_WEIGHT = 0.4
CLASS_READ = 300  # newest records of the same class number
CANDIDATES = 60


def subject_weight(records: int) -> float:
    """1 for a subject that two records share, falling with the logarithm."""
    return 2 / log2(2 + max(records, 2))


def telling(topics: Sequence[Topic]) -> list[Topic]:
    """The subjects worth asking for, the rarest first."""
    found = [topic for topic in topics if 1 < topic.records <= COMMON]
    return sorted(found, key=lambda topic: topic.records)[:SUBJECTS_ASKED]


def similar(session: Session, described: Described) -> list[int]:
    """Ids of the most similar records, best first, one of each work; one query, or none."""
    parts = [*_by_subject(described), *_by_author(described), *_by_class(described)]
    if not parts:
        return []
    shared = union_all(*parts).subquery()
    score = func.sum(shared.c.weight)
    rows = session.execute(
        select(Record.work_id, Record.id)
        .join(shared, shared.c.record_id == Record.id)
        .where(Record.work_id != described.record.work_id)
        .group_by(Record.work_id, Record.id, Record.loan_count, Record.year)
        .order_by(score.desc(), Record.loan_count.desc(), Record.year.desc(), Record.id)
        .limit(CANDIDATES)
    )
    return nearest(((row.work_id, row.id) for row in rows), SHOWN)


def _by_subject(described: Described) -> list[Select[int, float]]:
    asked = {topic.subject_id: subject_weight(topic.records) for topic in telling(described.topics)}
    if not asked:
        return []
    weight = case(asked, value=RecordSubject.subject_id)
    return [
        select(RecordSubject.record_id, weight.label("weight")).where(
            RecordSubject.subject_id.in_(asked)
        )
    ]


def _by_author(described: Described) -> list[Select[int, float]]:
    asked = [credit.agent_id for credit in described.authors[:AUTHORS_ASKED]]
    if not asked:
        return []
    weight = literal(AUTHOR_WEIGHT).label("weight")
    return [select(RecordAgent.record_id, weight).where(RecordAgent.agent_id.in_(asked))]


def _by_class(described: Described) -> list[Select[int, float]]:
    if not described.record.ddc:
        return []
    same = (
        select(Record.id.label("record_id"))
        .where(Record.ddc == described.record.ddc)
        .order_by(Record.id.desc())
        .limit(CLASS_READ)
        .subquery()
    )
    return [select(same.c.record_id, literal(CLASS_WEIGHT).label("weight"))]
