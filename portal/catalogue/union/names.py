"""Agents, subjects and works by their keys: found in the database or put there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.kinds import AgentKind, SubjectKind
from portal.catalogue.models import Agent, Subject, Work
from portal.catalogue.reading.draft import Draft, DraftAgent, DraftSubject
from portal.catalogue.union.bulk import among, chunks, insert_numbered
from portal.catalogue.union.keys import agent_key, subject_key, work_key
from portal.vietnamese.order import person_sort_key, sort_key

MAX_KEPT = 200_000
"""Ids remembered between batches; a run over more names starts remembering anew."""
_MAX_ORDER = 600

Key = tuple[str, AgentKind | SubjectKind]


class NameIds:
    """Ids of agents and subjects. Names are never deleted, so ids once known stay true."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._agents: dict[Key, int] = {}
        self._subjects: dict[Key, int] = {}

    def agent(self, agent: DraftAgent) -> int:
        return self._agents[agent_key(agent), agent.kind]

    def subject(self, subject: DraftSubject) -> int:
        return self._subjects[subject_key(subject), subject.kind]

    def forget(self) -> None:
        """After a rollback nothing that was inserted is there any more."""
        self._agents.clear()
        self._subjects.clear()

    def prepare(self, drafts: Iterable[Draft]) -> None:
        """Have the id of every agent and subject of the drafts."""
        if len(self._agents) + len(self._subjects) > MAX_KEPT:
            self.forget()
        agents: dict[Key, DraftAgent] = {}
        subjects: dict[Key, DraftSubject] = {}
        for draft in drafts:
            for agent in draft.agents:
                agents.setdefault((agent_key(agent), agent.kind), agent)
            for subject in draft.subjects:
                subjects.setdefault((subject_key(subject), subject.kind), subject)
        new_agents = {key: one for key, one in agents.items() if key not in self._agents}
        new_subjects = {key: one for key, one in subjects.items() if key not in self._subjects}
        self._agents |= _found(self._session, Agent, new_agents)
        self._subjects |= _found(self._session, Subject, new_subjects)
        self._agents |= _added(self._session, Agent, {
            key: _agent_row(key, one) for key, one in new_agents.items() if key not in self._agents
        })  # fmt: skip
        self._subjects |= _added(self._session, Subject, {
            key: _subject_row(key, one)
            for key, one in new_subjects.items() if key not in self._subjects
        })  # fmt: skip


def _found(session: Session, model: type[Any], wanted: Collection[Key]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for part in chunks({key for key, _kind in wanted}):
        rows = session.execute(
            select(model.key, model.kind, model.id).where(among(session, model.key, part))
        )
        found.update({(row[0], row[1]): row[2] for row in rows})
    return found


def _added(
    session: Session, model: type[Any], rows: Mapping[Key, dict[str, Any]]
) -> dict[Key, int]:
    ids = insert_numbered(session, model, list(rows.values()))
    return dict(zip(rows, ids, strict=True))


def _agent_row(key: Key, agent: DraftAgent) -> dict[str, Any]:
    order = person_sort_key if agent.kind is AgentKind.person else sort_key
    return {"name": agent.name, "kind": agent.kind, "key": key[0],
            "sort_order": order(agent.name)[:_MAX_ORDER]}  # fmt: skip


def _subject_row(key: Key, subject: DraftSubject) -> dict[str, Any]:
    return {"label": subject.label, "kind": subject.kind, "key": key[0],
            "sort_order": sort_key(subject.label)[:_MAX_ORDER]}  # fmt: skip


def work_ids(session: Session, drafts: Iterable[Draft]) -> dict[str, int]:
    """Ids of the works of the drafts, by work key; works that are new are added."""
    titles: dict[str, str] = {}
    for draft in drafts:
        titles.setdefault(work_key(draft), draft.original_title or draft.title)
    found: dict[str, int] = {}
    for part in chunks(titles):
        rows = session.execute(select(Work.key, Work.id).where(among(session, Work.key, part)))
        found.update({row[0]: row[1] for row in rows})
    missing = {key: title for key, title in titles.items() if key not in found}
    rows_new = [{"key": key, "title": title} for key, title in missing.items()]
    return found | dict(zip(missing, insert_numbered(session, Work, rows_new), strict=True))
