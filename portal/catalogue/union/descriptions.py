"""A Draft as columns of the union's tables, and the writing of many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.catalogue.models import Identifier, Record, RecordAgent, RecordSubject
from portal.catalogue.reading.draft import Draft
from portal.catalogue.union.bulk import Row, among, chunks, insert_all, update_all
from portal.catalogue.union.facts import Facts
from portal.catalogue.union.keys import series_key
from portal.catalogue.union.names import NameIds
from portal.vietnamese.order import sort_key

MAX_ORDER = 600
"""Bytes of a sort key: PostgreSQL refuses index entries of more than about 2,700."""
MAX_LANGUAGE = 3
MAX_DDC = 40


def record_row(draft: Draft, facts: Facts) -> Row:
    """The columns that describe an edition; ids and dates are the writer's."""
    return {
        "title": draft.title,
        "subtitle": draft.subtitle,
        "volume": draft.volume,
        "part_title": draft.part_title,
        "responsibility": draft.responsibility,
        "original_title": draft.original_title,
        "other_titles": "\n".join(draft.other_titles) or None,
        "edition": draft.edition,
        "edition_number": draft.edition_number,
        "place": draft.place,
        "publisher": draft.publisher,
        "year": draft.year,
        "year_text": draft.year_text,
        "extent": draft.extent,
        "size": draft.size,
        "series": draft.series,
        "series_number": draft.series_number,
        "series_key": series_key(draft.series),
        "language": draft.language[:MAX_LANGUAGE] if draft.language else None,
        "language_guessed": draft.language_guessed,
        "ddc": draft.ddc[:MAX_DDC] if draft.ddc else None,
        "material": draft.material,
        "for_children": draft.for_children,
        "summary": draft.summary,
        "notes": "\n".join(draft.notes) or None,
        "title_order": title_order(draft),
        "match_key": facts.match_key,
    }


def title_order(draft: Draft) -> bytes:
    """Place in the A–Z: the title, then the volume, so that Tập 2 stands before Tập 10."""
    full = " ".join(
        text for text in (draft.title, draft.volume, draft.part_title, draft.subtitle) if text
    )
    return sort_key(full)[:MAX_ORDER]


def agent_rows(record_id: int, draft: Draft, names: NameIds) -> list[Row]:
    return [
        {"record_id": record_id, "position": position, "agent_id": names.agent(agent),
         "role": agent.role}
        for position, agent in enumerate(draft.agents)
    ]  # fmt: skip


def subject_rows(record_id: int, draft: Draft, names: NameIds) -> list[Row]:
    ids = dict.fromkeys(names.subject(subject) for subject in draft.subjects)
    return [
        {"record_id": record_id, "position": position, "subject_id": subject_id}
        for position, subject_id in enumerate(ids)
    ]


def identifier_rows(record_id: int, draft: Draft) -> list[Row]:
    numbers = [("isbn", number) for number in draft.isbns]
    numbers += [("issn", number) for number in draft.issns]
    return [{"record_id": record_id, "kind": kind, "value": value} for kind, value in numbers]


def write_parts(session: Session, described: Mapping[int, Draft], names: NameIds) -> None:
    """Agents, subjects and identifiers of records that have none yet."""
    insert_all(session, RecordAgent, (
        row for record_id, draft in described.items()
        for row in agent_rows(record_id, draft, names)
    ))  # fmt: skip
    insert_all(session, RecordSubject, (
        row for record_id, draft in described.items()
        for row in subject_rows(record_id, draft, names)
    ))  # fmt: skip
    insert_all(session, Identifier, (
        row for record_id, draft in described.items() for row in identifier_rows(record_id, draft)
    ))  # fmt: skip


def clear_parts(session: Session, record_ids: Sequence[int]) -> None:
    """Take agents, subjects and identifiers from records about to be described anew."""
    for part in chunks(record_ids):
        for model in (RecordAgent, RecordSubject, Identifier):
            session.execute(
                delete(model).where(among(session, model.record_id, part)),
                execution_options={"synchronize_session": False},
            )


def add_identifiers(session: Session, rows: Iterable[Row]) -> None:
    """Identifiers that other libraries' descriptions add; one already there stays one."""
    wanted = {(row["record_id"], row["kind"], row["value"]) for row in rows}
    if not wanted:
        return
    columns = (Identifier.record_id, Identifier.kind, Identifier.value)
    for part in chunks({key[0] for key in wanted}):
        present = session.execute(
            select(*columns).where(among(session, Identifier.record_id, part))
        )
        wanted -= {(row.record_id, row.kind, row.value) for row in present}
    insert_all(session, Identifier, (
        {"record_id": record_id, "kind": kind, "value": value}
        for record_id, kind, value in sorted(wanted)
    ))  # fmt: skip


def describe_again(
    session: Session, described: Mapping[int, tuple[Draft, Facts]], works: Mapping[int, int],
    names: NameIds, moment: Any,
) -> None:  # fmt: skip
    """Give records the words of their drafts; `works` holds the work of each."""
    update_all(session, Record, [
        {"id": record_id, **record_row(draft, facts), "work_id": works[record_id],
         "changed_at": moment}
        for record_id, (draft, facts) in described.items()
    ])  # fmt: skip
    clear_parts(session, list(described))
    write_parts(session, {key: value[0] for key, value in described.items()}, names)
