"""What is suggested for the beginning of a search: a few works, authors, subjects and series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, cast, distinct, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from portal.catalogue.availability import GONE
from portal.catalogue.models import (
    Agent,
    Copy,
    Record,
    RecordAgent,
    RecordSubject,
    Subject,
    Work,
)
from portal.libraries.models import Library
from portal.search.names import KINDS, Names
from portal.search.readings import readings
from portal.search.register import Match

MOST = 8  # of all kinds together
SHARES = {"work": 4, "author": 2, "subject": 1, "series": 1}  # what the others leave goes on top
LOOKED_THROUGH = 200  # works of the whole network, for those that one library holds

# A field chosen beside the box asks for one kind; in the fields left out nothing is suggested.
FIELDS = {"": KINDS, "title": ("work",), "agent": ("author",), "subject": ("subject",),
          "series": ("series",)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """kind: "work", "author", "subject", "series". text: its name as it is now.

    held: of a work its copies, of others its works. target: of a work the record of its most held
    edition, of a series its key, of others their id. author, language, libraries: of a work.
    volumes: works of one title and author that are one suggestion; those that came since the last
    whole build of the index may not be counted.
    """

    kind: str
    text: str
    held: int
    target: int | str
    author: str = ""
    language: str = ""
    libraries: int = 0
    volumes: int = 1


def suggestions(
    session: Session, names: Names, text: str, field: str = "", library: str = ""
) -> list[Suggestion]:
    """What may be meant by the beginning of a search, kind by kind; two queries at most.

    library: the code of one whose works alone are suggested; names are those of the whole network.
    One more query then.
    """
    found: dict[str, dict[int, Match]] = {kind: {} for kind in FIELDS.get(field, ())}
    for typed in readings(text):
        for kind, matches in found.items():
            limit = LOOKED_THROUGH if library and kind == "work" else MOST
            for match in names.matching(kind, typed, limit):
                matches.setdefault(match.id, match)
        if sum(map(len, found.values())) >= MOST:
            break
    if library and found.get("work"):
        here = _held_at(session, library, list(found["work"]))
        found["work"] = {work: match for work, match in found["work"].items() if work in here}
    chosen = _shared({kind: list(matches) for kind, matches in found.items()})
    works = _works(session, chosen["work"]) if chosen.get("work") else {}
    others = _others(session, {kind: ids for kind, ids in chosen.items() if kind != "work"})
    made = [
        one
        for kind, ids in chosen.items()
        for number in ids
        if (one := _made(kind, found[kind][number], works, others))
    ]
    return _told_apart(made)


def _told_apart(made: Sequence[Suggestion]) -> list[Suggestion]:
    """Of those that read alike the first; of sets the one that knows of most volumes."""
    kept: dict[tuple[str, str, str], Suggestion] = {}
    for one in made:
        key = (one.kind, one.text, one.author)
        before = kept.setdefault(key, one)
        if (before.volumes, before.held) < (one.volumes, one.held) and one.volumes > 1:
            kept[key] = one
    return list(kept.values())


def _shared(found: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Each kind its share of the places; what one leaves, the first that has more takes."""
    places = {kind: min(len(ids), SHARES[kind]) for kind, ids in found.items()}
    for kind, ids in found.items():
        left = MOST - sum(places.values())
        places[kind] = min(len(ids), places[kind] + left)
    return {kind: ids[: places[kind]] for kind, ids in found.items()}


def _made(
    kind: str, match: Match, works: Mapping[int, Any], others: Mapping[Any, Any]
) -> Suggestion | None:
    """None for what has gone from the catalogue since it was written down."""
    if kind != "work":
        row = others.get((kind, match.id))
        if row is None:
            return None
        return Suggestion(kind, row.text, match.held, row.key if kind == "series" else match.id)
    row = works.get(match.id)
    if row is None or row.record_id is None:
        return None
    return Suggestion(
        kind,
        row.title,
        match.held if match.volumes > 1 else row.copies,
        row.record_id,
        row.author or "",
        row.language or "",
        row.libraries,
        match.volumes,
    )


def _held_at(session: Session, library: str, work_ids: Sequence[int]) -> set[int]:
    query = (
        select(Record.work_id)
        .join(Copy, Copy.record_id == Record.id)
        .join(Library, Library.id == Copy.holding_library_id)
        .where(Record.work_id.in_(work_ids), Library.code == library, Copy.status.not_in(GONE))
    )
    return set(session.scalars(query.distinct()))


def _works(session: Session, work_ids: Sequence[int]) -> dict[int, Any]:
    """work id → its title, and of all its editions: the most held, author, language, copies."""
    of_work = Record.work_id == Work.id
    there = (Copy.record_id == Record.id) & Copy.status.not_in(GONE)
    edition = (
        select(Record.id)
        .outerjoin(Copy, there)
        .where(of_work)
        .group_by(Record.id)
        .order_by(func.count(Copy.id).desc(), Record.id)
    )
    author = (
        select(Agent.name)
        .join(RecordAgent, RecordAgent.agent_id == Agent.id)
        .join(Record, Record.id == RecordAgent.record_id)
        .where(of_work)
        .order_by(Record.id, RecordAgent.position)
    )
    language = select(Record.language).where(of_work).order_by(Record.id)
    copies = select(func.count()).select_from(Record).join(Copy, there).where(of_work)
    libraries = (
        select(func.count(distinct(Copy.holding_library_id)))
        .select_from(Record)
        .join(Copy, there)
        .where(of_work)
    )
    query = select(
        Work.id,
        Work.title,
        *(
            part.limit(1).correlate(Work).scalar_subquery().label(name)
            for name, part in (
                ("record_id", edition),
                ("author", author),
                ("language", language),
                ("copies", copies),
                ("libraries", libraries),
            )
        ),
    ).where(Work.id.in_(work_ids))
    return {row.id: row for row in session.execute(query)}


def _others(session: Session, chosen: Mapping[str, Sequence[int]]) -> dict[tuple[str, int], Any]:
    """(kind, id) → its text and key, of those that lead to a record."""
    queries = [_NAMED[kind](ids) for kind, ids in chosen.items() if ids]
    if not queries:
        return {}
    return {(row.kind, row.id): row for row in session.execute(union_all(*queries))}


def _author(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    used = select(RecordAgent.agent_id).where(RecordAgent.agent_id == Agent.id).exists()
    query = select(_kind("author"), Agent.id, Agent.name.label("text"), _no_key())
    return query.where(Agent.id.in_(ids), used)


def _subject(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    used = select(RecordSubject.subject_id).where(RecordSubject.subject_id == Subject.id).exists()
    query = select(_kind("subject"), Subject.id, Subject.label.label("text"), _no_key())
    return query.where(Subject.id.in_(ids), used)


def _series(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """A series goes by the first of its records."""
    query = select(
        _kind("series"), Record.id, Record.series.label("text"), Record.series_key.label("key")
    )
    return query.where(Record.id.in_(ids), Record.series_key.is_not(None))


def _kind(kind: str) -> Any:
    return literal(kind).label("kind")


def _no_key() -> Any:
    return cast(null(), Record.series_key.type).label("key")


_NAMED = {"author": _author, "subject": _subject, "series": _series}
