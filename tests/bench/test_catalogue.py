"""Made-up databases: what the import would have stored, without the import."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.catalogue import fill_database
from portal.catalogue.models import Agent, Copy, Identifier, Record, RecordAgent, Subject, Work
from portal.catalogue.reading.draft import Draft, DraftAgent, DraftSubject
from portal.catalogue.reading.identifiers import isbn13
from portal.catalogue.union.descriptions import record_row
from portal.catalogue.union.facts import facts_of_draft
from portal.catalogue.union.kept import drafts_of
from portal.catalogue.union.keys import agent_key, subject_key, work_key
from portal.catalogue.union.orders import shelf_order
from portal.vietnamese.order import person_sort_key, sort_key
from tests import make
from tests.search import plain_reading

COUNT = 250


@pytest.fixture
def filled(session: Session) -> Session:
    fill_database(session, COUNT, seed=3)
    return session


def described(session: Session, record: Record) -> Draft:
    """A description that says what the record says."""
    linked = select(Agent, RecordAgent.role).join(RecordAgent, RecordAgent.agent_id == Agent.id)
    mine = linked.where(RecordAgent.record_id == record.id).order_by(RecordAgent.position)
    same = (
        "title", "volume", "responsibility", "place", "publisher", "year", "year_text", "extent",
        "size", "series", "language", "language_guessed", "ddc", "material", "for_children",
        "summary",
    )  # fmt: skip
    return Draft(
        source_number="",
        raw=b"",
        raw_format="csv",
        agents=tuple(DraftAgent(one.name, role, one.kind) for one, role in session.execute(mine)),
        **{name: getattr(record, name) for name in same},
    )


@pytest.mark.both_databases
def test_records_are_as_the_import_stores_them(filled: Session) -> None:
    records = filled.scalars(select(Record)).all()
    assert len(records) == COUNT
    for record in records:
        draft = described(filled, record)
        row = record_row(draft, facts_of_draft(draft))
        assert {name: getattr(record, name) for name in row} == row
        assert filled.get_one(Work, record.work_id).key == work_key(draft)
    sent = {record_id: draft for record_id, _, draft in drafts_of(filled, range(COUNT + 1))}
    assert {record.id: record.title for record in records} == {
        record_id: draft.title for record_id, draft in sent.items()
    }


def test_names_and_copies_are_as_the_import_stores_them(filled: Session) -> None:
    for agent in filled.scalars(select(Agent)):
        assert agent.key == agent_key(DraftAgent(agent.name))
        assert agent.sort_order == person_sort_key(agent.name)
    for subject in filled.scalars(select(Subject)):
        assert subject.key == subject_key(DraftSubject(subject.label, subject.kind))
        assert subject.sort_order == sort_key(subject.label)
    for copy in filled.scalars(select(Copy)):
        assert copy.call_number_order == shelf_order(copy.call_number)
        assert (copy.due_on is not None) == (copy.status.name == "on_loan")
    numbers = filled.scalars(select(Identifier.value)).all()
    assert numbers
    assert [isbn13(number) for number in numbers] == numbers


def test_every_situation_occurs(filled: Session) -> None:
    editions = select(func.count()).select_from(Record).group_by(Record.work_id)
    assert {1, 2} <= set(filled.scalars(editions))
    copies = filled.scalars(select(func.count()).select_from(Copy).group_by(Copy.record_id)).all()
    assert len(copies) == COUNT
    assert 5 < max(copies) <= 30
    documents = plain_reading.every_document(filled)
    assert any(document.texts["note"] for document in documents)
    assert any(document.texts["series"] for document in documents)
    assert len({document.language for document in documents}) > 1


@pytest.mark.both_databases
def test_the_portal_goes_on_from_there(session: Session) -> None:
    before = indexes(session)
    fill_database(session, 20, seed=1)
    fill_database(session, 20, seed=2)
    assert make.record(session).id == 41
    assert indexes(session) == before


def indexes(session: Session) -> set[object]:
    database = sa.inspect(session.connection())
    tables = ("record", "copy", "work", "agent", "record_subject")
    return {index["name"] for table in tables for index in database.get_indexes(table)}
