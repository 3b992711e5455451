"""Records as the JSON API shows them: in a list of results, and whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.catalogue.availability import GONE
from portal.catalogue.kinds import Role
from portal.catalogue.models import (
    Agent,
    Copy,
    DeletedRecord,
    Identifier,
    Record,
    RecordAgent,
    RecordSubject,
)
from portal.libraries.branches import Network
from portal.search.holdings import Holding, holdings_of_works

LARGEST_ID = 2**31 - 1  # what the column of ids holds on every database
MAKERS = (Role.author, Role.composer, Role.photographer)

_COLUMNS = (
    Record.id, Record.work_id, Record.title, Record.subtitle, Record.volume, Record.publisher,
    Record.year, Record.language, Record.ddc,
)  # fmt: skip

Json = dict[str, Any]


@dataclass(slots=True)
class _Beside:
    """What stands in other tables about the records of a page."""

    agents: Mapping[int, list[tuple[str, Role]]]
    isbn: Mapping[int, list[str]]
    holdings: Mapping[int, Sequence[Holding]] = field(default_factory=dict)


def items(session: Session, network: Network, record_ids: Sequence[int]) -> list[Json]:
    """Works by their best editions, in the order given: four queries, however many there are.

    A record deleted since the index was written is left out.
    """
    if not record_ids:
        return []
    rows = {row.id: row for row in session.execute(select(*_COLUMNS).where(_among(record_ids)))}
    works = {row.work_id for row in rows.values()}
    beside = _Beside(
        _agents(session, record_ids),
        _isbn(session, record_ids),
        holdings_of_works(session, network, works),
    )
    return [_item(rows[number], beside) for number in record_ids if number in rows]


def _among(record_ids: Sequence[int]) -> Any:
    return Record.id.in_(record_ids)


def _agents(session: Session, ids: Sequence[int]) -> Mapping[int, list[tuple[str, Role]]]:
    query = (
        select(RecordAgent.record_id, Agent.name, RecordAgent.role)
        .join(Agent, Agent.id == RecordAgent.agent_id)
        .where(RecordAgent.record_id.in_(ids))
        .order_by(RecordAgent.record_id, RecordAgent.position)
    )
    found: dict[int, list[tuple[str, Role]]] = defaultdict(list)
    for record_id, name, role in session.execute(query):
        found[record_id].append((name, role))
    return found


def _isbn(session: Session, ids: Sequence[int]) -> Mapping[int, list[str]]:
    query = (
        select(Identifier.record_id, Identifier.value)
        .where(Identifier.record_id.in_(ids), Identifier.kind == "isbn")
        .order_by(Identifier.record_id, Identifier.value)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for record_id, value in session.execute(query):
        found[record_id].append(value)
    return found


def _item(row: Any, beside: _Beside) -> Json:
    return {
        "id": row.id,
        "title": row.title,
        "subtitle": row.subtitle,
        "volume": row.volume,
        "authors": authors(beside.agents.get(row.id, [])),
        "publisher": row.publisher,
        "year": row.year,
        "language": row.language,
        "isbn": beside.isbn.get(row.id, []),
        "ddc": row.ddc,
        "url": page_url(row.id),
        "libraries": [_holding(holding) for holding in beside.holdings.get(row.work_id, ())],
    }


def authors(agents: Sequence[tuple[str, Role]]) -> list[str]:
    """The names of those who made the work; of everyone named where no maker is."""
    makers = [name for name, role in agents if role in MAKERS]
    return list(dict.fromkeys(makers or [name for name, _ in agents]))


def _holding(holding: Holding) -> Json:
    return {
        "code": holding.branch.code,
        "name": holding.branch.name,
        "available": holding.ready,
        "total": holding.total,
    }


def page_url(record_id: int) -> str:
    """The absolute address of the record's page, for people."""
    return url_for("catalogue.record", record_id=record_id, _external=True)


def heir(session: Session, record_id: int) -> int | None:
    """The record that took over from one merged away."""
    if record_id > LARGEST_ID:
        return None
    gone = session.get(DeletedRecord, record_id)
    return gone.heir_id if gone else None


def whole(session: Session, network: Network, record_id: int) -> Json | None:
    """One record with its copies and the other editions; None when there is none."""
    record = _load(session, record_id) if record_id <= LARGEST_ID else None
    if record is None:
        return None
    agents = [(line.agent.name, line.role) for line in record.agents]
    copies = [_copy(network, copy) for copy in record.copies if copy.status not in GONE]
    return {
        "id": record.id,
        "url": page_url(record.id),
        **_description(record),
        "authors": authors(agents),
        "agents": [_agent(line) for line in record.agents],
        "subjects": [
            {"id": line.subject_id, "label": line.subject.label, "kind": line.subject.kind}
            for line in record.subjects
        ],
        "isbn": _identifiers(record, "isbn"),
        "issn": _identifiers(record, "issn"),
        "work": _work(record),
        "libraries": _by_library(network, copies),
        "copies": copies,
    }


def _load(session: Session, record_id: int) -> Record | None:
    return session.get(
        Record,
        record_id,
        options=(
            selectinload(Record.agents).joinedload(RecordAgent.agent),
            selectinload(Record.subjects).joinedload(RecordSubject.subject),
            selectinload(Record.identifiers),
            selectinload(Record.copies),
            joinedload(Record.work),
        ),
    )


def _description(record: Record) -> Json:
    """The record's own columns, those of one line as they are and those of many as lists."""
    plain = (
        "title", "subtitle", "volume", "part_title", "original_title", "responsibility",
        "edition", "place", "publisher", "year", "year_text", "extent", "size", "series",
        "series_number", "language", "language_guessed", "ddc", "for_children", "summary",
    )  # fmt: skip
    return {
        **{name: getattr(record, name) for name in plain},
        "other_titles": (record.other_titles or "").splitlines(),
        "notes": (record.notes or "").splitlines(),
        "material": record.material.name,
        "created_at": record.created_at.isoformat(),
        "changed_at": record.changed_at.isoformat(),
    }


def _agent(line: RecordAgent) -> Json:
    agent = line.agent
    return {"id": agent.id, "name": agent.name, "kind": agent.kind, "role": line.role}


def _identifiers(record: Record, kind: str) -> list[str]:
    return sorted(one.value for one in record.identifiers if one.kind == kind)


def _work(record: Record) -> Json:
    return {"id": record.work_id, "title": record.work.title}


def editions(session: Session, work_id: int) -> list[Json]:
    """Every record of a work, the newest first."""
    query = (
        select(Record.id, Record.title, Record.edition, Record.publisher, Record.year)
        .where(Record.work_id == work_id)
        .order_by(Record.year.desc(), Record.id)
    )
    return [{**row._asdict(), "url": page_url(row.id)} for row in session.execute(query)]


def _copy(network: Network, copy: Copy) -> Json:
    room = network.rooms.get(copy.room_id) if copy.room_id is not None else None
    return {
        "barcode": copy.barcode,
        "library": _code(network, copy.holding_library_id),
        "owner": _code(network, copy.owner_library_id),
        "room": {"code": room.code, "name": room.name} if room else None,
        "call_number": copy.call_number,
        "volume": copy.volume,
        "lendable": copy.lendable,
        "status": copy.status.name,
        "due_on": copy.due_on.isoformat() if copy.due_on else None,
    }


def _code(network: Network, library_id: int) -> str | None:
    branch = network.by_id.get(library_id)
    return branch.code if branch else None


def _by_library(network: Network, copies: Sequence[Json]) -> list[Json]:
    counted: dict[str, Json] = {}
    for branch in network.branches:
        here = [copy for copy in copies if copy["library"] == branch.code]
        if here:
            ready = sum(copy["status"] == "available" for copy in here)
            counted[branch.code] = {
                "code": branch.code,
                "name": branch.name,
                "available": ready,
                "total": len(here),
            }
    return list(counted.values())
