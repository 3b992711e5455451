"""However it is read, fast or plainly, a record's document says the same."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.catalogue.kinds import CopyStatus, Material
from portal.catalogue.models import Record, RecordAgent
from portal.clock import now
from portal.demo.loading import load_editions, load_network
from portal.demo.titles import editions
from portal.libraries.kinds import RoomUse, Stacks
from portal.libraries.models import Library, Room
from portal.search import documents
from portal.search.documents import all_documents, documents_for, holdings_of
from tests import make
from tests.databases import counted_queries
from tests.search import plain_reading

Places = list[tuple[Library, list[Room]]]
Drawn = tuple[dict[str, Any], list[tuple[int, int | None, CopyStatus]], bool]

text = st.none() | st.sampled_from(["", "Tập", "12", "dế mèn", "Một\nHai", "\n", "ⅩⅡ", "书"])
names = st.lists(st.sampled_from(["Tô Hoài", "Nguyễn Du", "O. Henry", "NXB"]), max_size=3)
descriptions = st.fixed_dictionaries(
    {
        **dict.fromkeys(
            "subtitle volume part_title original_title other_titles publisher place series "
            "summary notes".split(),
            text,
        ),
        "title": st.sampled_from(["Dế Mèn", "Kiều", "?", "12 con giáp"]),
        "year": st.none() | st.sampled_from([-300, 0, 1954, 2026]),
        "language": st.none() | st.sampled_from(["vie", "en", "VIE", "e1g"]),
        "ddc": st.none() | st.sampled_from(["895.922", "000", "89", "K895", ""]),
        "material": st.sampled_from(Material),
        "loan_count": st.integers(0, 100_000),
        "created_at": st.integers(-(10**9), 10**9).map(lambda ms: now() + timedelta(0, 0, 0, ms)),
        "authors": names,
        "subjects": st.lists(st.sampled_from(["Thơ", "Lịch sử", "Hà Nội"]), max_size=3),
    }
)
shelves = st.lists(
    st.tuples(st.integers(0, 2), st.none() | st.integers(0, 1), st.sampled_from(CopyStatus)),
    max_size=6,
)
records = st.tuples(descriptions, shelves, st.booleans())


@pytest.fixture
def libraries(session: Session) -> Places:
    """Three libraries whose rooms are numbered across one another."""
    found = [make.library(session) for _ in range(3)]
    rooms = [room(session, at, code) for code in ("KM", "KK") for at in reversed(found)]
    return [(at, [one for one in rooms if one.library_id == at.id]) for at in found]


@pytest.fixture
def book(session: Session) -> Record:
    return make.record(session, authors=["Tô Hoài"])


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "CHUNK", 3)


def room(session: Session, at: Library, code: str) -> Room:
    return make.room(session, at, code, stacks=Stacks.OPEN, use=RoomUse.LENDABLE)


def put(session: Session, libraries: Places, drawn: list[Drawn]) -> list[Record]:
    made: list[Record] = []
    for description, copies, same_work in drawn:
        work = made[0].work if made and same_work else None
        record = make.record(session, **description, work=work)
        session.refresh(record, ["work"])
        for library, at_room, status in copies:
            at, rooms = libraries[library]
            room_id = None if at_room is None else rooms[at_room].id
            make.copy(session, record, at, room_id=room_id, status=status)
        made.append(record)
    return made


@pytest.mark.both_databases
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(records, max_size=8))
def test_records_of_every_kind(session: Session, libraries: Places, drawn: list[Drawn]) -> None:
    with session.begin_nested() as undone:
        made = put(session, libraries, drawn)
        expected = plain_reading.every_document(session)
        assert [one for chunk in all_documents(session) for one in chunk] == expected
        some = made[::2]
        wanted = {record.id for record in some}
        read = documents_for(session, [record.id for record in some])
        by_number = {one.record_id: one for one in read}
        assert by_number == {one.record_id: one for one in expected if one.record_id in wanted}
        held = {record.id: plain_reading.free_copies(session, record) for record in some}
        assert holdings_of(session, list(wanted)) == {
            record_id: copies for record_id, copies in held.items() if copies
        }
        undone.rollback()
    session.expunge_all()


@pytest.mark.both_databases
def test_the_demo(session: Session) -> None:
    load_network(session)
    load_editions(session, editions()[:150], lambda done, of: None)
    chunks = list(all_documents(session))
    assert [one for chunk in chunks for one in chunk] == plain_reading.every_document(session)
    assert {len(chunk) for chunk in chunks[:-1]} == {3}


def test_an_empty_catalogue(session: Session) -> None:
    assert list(all_documents(session)) == []
    assert documents_for(session, []) == documents_for(session, [1, 2]) == []
    assert holdings_of(session, [7]) == {}


def test_what_is_gone_is_passed_over(session: Session, book: Record) -> None:
    other = make.record(session)
    session.execute(delete(Record).where(Record.id == other.id))
    assert [one.record_id for one in documents_for(session, [other.id, book.id])] == [book.id]


def test_one_person_twice_is_named_twice_and_counted_once(session: Session, book: Record) -> None:
    link = session.query(RecordAgent).filter_by(record_id=book.id).one()
    session.add(RecordAgent(record_id=book.id, position=1, agent_id=link.agent_id, role=link.role))
    session.flush()
    [document] = documents_for(session, [book.id])
    assert document.texts["agent"] == ["Tô Hoài", "Tô Hoài"]
    assert document.agents == (link.agent_id,)


def test_a_byte_counts_the_copies_of_a_library(session: Session, book: Record) -> None:
    """Copies in several rooms of one library are counted together."""
    library = make.library(session)
    rooms = [room(session, library, code).id for code in ("KM", "KK")]
    for number in range(300):
        make.copy(session, book, library, room_id=rooms[number % 2])
    [document] = documents_for(session, [book.id])
    assert (document.libraries, document.available) == ((library.id,), (255,))
    assert document.rooms == tuple(rooms)


@pytest.mark.both_databases
def test_many_records_need_no_more_queries_than_one(
    session: Session, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "CHUNK", 1000)
    ids = [make.record(session, authors=[f"Người {number}"]).id for number in range(40)]
    session.commit()
    counts = []
    for wanted in (ids[:1], ids):
        with counted_queries(engine) as statements:
            assert len(documents_for(session, wanted)) == len(wanted)
        counts.append(len(statements))
    with counted_queries(engine) as statements:
        assert sum(map(len, all_documents(session))) == len(ids)
    assert counts == [len(statements)] * 2


def test_the_collector_of_garbage_is_left_as_it_was(session: Session, book: Record) -> None:
    def seen() -> Iterator[bool]:
        for _ in all_documents(session):
            yield gc.isenabled()

    assert [gc.isenabled(), *seen(), gc.isenabled()] == [True] * 3
    gc.disable()
    try:
        documents_for(session, [book.id])
        assert [*seen(), gc.isenabled()] == [False] * 2
    finally:
        gc.enable()
