"""The works of one page of results with all a reader wants to know before opening one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import Material, Role
from portal.catalogue.models import Agent, Record, RecordAgent
from portal.libraries.branches import Network
from portal.search.engine import Item
from portal.search.holdings import Holding, holdings_of_works

MOST_AGENTS = 4  # named in a row

_MAKERS = (Role.author, Role.composer, Role.photographer)

# Written once and of tables, not of classes: a page of results asks them every time, and asks the
# connection, since a session would look for mapped things first.
_record, _other = Record.__table__, Record.__table__.alias()
_agent, _maker = Agent.__table__, RecordAgent.__table__
_AMONG = _record.c.id.in_(bindparam("ids", expanding=True))
_EDITIONS = select(func.count()).where(_other.c.work_id == _record.c.work_id).scalar_subquery()
_ROWS = select(
    *(_record.c[name] for name in (
        "id", "work_id", "title", "subtitle", "volume", "part_title", "edition", "publisher",
        "year", "year_text", "language", "material", "ddc", "summary",
    )),
    _EDITIONS.label("editions"),
).where(_AMONG)  # fmt: skip
_TITLES = select(
    *(_record.c[name] for name in ("id", "title", "volume", "ddc", "language", "loan_count"))
).where(_AMONG)
_AGENTS = (
    select(_maker.c.record_id, _agent.c.id, _agent.c.name, _maker.c.role)
    .join_from(_maker, _agent, _agent.c.id == _maker.c.agent_id)
    .where(_maker.c.record_id.in_(bindparam("ids", expanding=True)))
    .order_by(_maker.c.record_id, _maker.c.position)
)


@dataclass(frozen=True, slots=True)
class RowAgent:
    id: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Row:
    """One work by its best edition.

    editions: how many the catalogue has of it. holdings: of all of them, by library.
    more_agents: those left out of `agents`.
    """

    record_id: int
    title: str
    subtitle: str
    volume: str
    part_title: str
    edition: str
    publisher: str
    year: str
    language: str
    material: Material
    ddc: str | None
    summary: str
    agents: tuple[RowAgent, ...]
    more_agents: int
    editions: int
    holdings: tuple[Holding, ...]

    @property
    def by(self) -> str:
        """The name on the cover."""
        return self.agents[0].name if self.agents else ""


@dataclass(frozen=True, slots=True)
class Title:
    """As little of a record as a cover needs. language: as the record has it."""

    record_id: int
    title: str
    volume: str
    by: str
    ddc: str | None
    language: str
    loans: int


def load_titles(session: Session, ids: Sequence[int]) -> dict[int, Title]:
    """Records for covers, in two queries."""
    agents = _agents(session, ids)
    return {
        row.id: Title(
            row.id,
            row.title,
            row.volume or "",
            agents[row.id][0].name if agents[row.id] else "",
            row.ddc,
            row.language or "",
            row.loan_count,
        )
        for row in session.connection().execute(_TITLES, {"ids": list(ids)}).all()
    }


def load_rows(session: Session, network: Network, items: Sequence[Item]) -> list[Row]:
    """The rows of a page in its order, in three queries however many there are.

    A record deleted since the index was written is left out.
    """
    ids = [item.record_id for item in items]
    if not ids:
        return []
    records = {row.id: row for row in session.connection().execute(_ROWS, {"ids": ids}).all()}
    agents = _agents(session, ids)
    works = {row.work_id for row in records.values()}
    holdings = holdings_of_works(session, network, works)
    return [
        _row(records[record_id], agents[record_id], holdings.get(records[record_id].work_id, []))
        for record_id in ids
        if record_id in records
    ]


def _agents(session: Session, ids: Sequence[int]) -> dict[int, list[RowAgent]]:
    found: dict[int, list[RowAgent]] = defaultdict(list)
    rows = session.connection().execute(_AGENTS, {"ids": list(ids)}).all()
    for record_id, agent_id, name, role in rows:
        if agent_id not in {agent.id for agent in found[record_id]}:
            found[record_id].append(RowAgent(agent_id, name, role))
    for agents in found.values():
        agents.sort(key=lambda agent: agent.role not in _MAKERS)  # stable: the rest as printed
    return found


def _row(record: Any, agents: list[RowAgent], holdings: list[Holding]) -> Row:
    return Row(
        record_id=record.id,
        title=record.title,
        subtitle=record.subtitle or "",
        volume=record.volume or "",
        part_title=record.part_title or "",
        edition=record.edition or "",
        publisher=record.publisher or "",
        year=str(record.year) if record.year else record.year_text or "",
        language=record.language or "",
        material=record.material,
        ddc=record.ddc,
        summary=record.summary or "",
        agents=tuple(agents[:MOST_AGENTS]),
        more_agents=max(len(agents) - MOST_AGENTS, 0),
        editions=record.editions,
        holdings=tuple(holdings),
    )
