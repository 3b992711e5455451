"""What the database already knows of a batch: one query a question, never one a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.catalogue.models import Copy, Identifier, Record, SourceRecord
from portal.catalogue.union.bulk import among, chunks
from portal.catalogue.union.facts import Facts, facts_of_row

MAX_CANDIDATES = 20
"""An ISBN or a key that more records share identifies none (a placeholder number, "Toán 5")."""

_FACTS = (
    Record.id, Record.title, Record.volume, Record.year, Record.edition_number, Record.language,
    Record.language_guessed,
    Record.part_title,
    Record.extent, Record.material, Record.match_key,
)  # fmt: skip


def rows_in(
    session: Session,
    columns: Sequence[InstrumentedAttribute[Any]],
    column: InstrumentedAttribute[Any],
    values: Collection[Any],
    *where: ColumnElement[bool],
) -> Iterator[Any]:
    """Rows whose `column` is among `values`."""
    for part in chunks(values):
        yield from session.execute(select(*columns).where(among(session, column, part), *where))


def known_sources(session: Session, library_id: int, numbers: Collection[str]) -> dict[str, Any]:
    """Source records of the library by their number."""
    columns = (
        SourceRecord.id, SourceRecord.number, SourceRecord.record_id, SourceRecord.digest,
        SourceRecord.last_run_id,
    )  # fmt: skip
    mine = SourceRecord.library_id == library_id
    found = rows_in(session, columns, SourceRecord.number, numbers, mine)
    return {row.number: row for row in found}


def records_by_isbn(session: Session, isbns: Collection[str]) -> dict[str, list[int]]:
    """Records of each ISBN; an ISBN of too many records has none."""
    return _few(session, Identifier.value, Identifier.record_id, isbns, Identifier.kind == "isbn")


def records_by_key(session: Session, keys: Collection[str]) -> dict[str, list[int]]:
    """Records of each match key; a key of too many records has none."""
    return _few(session, Record.match_key, Record.id, keys)


def _few(
    session: Session,
    value: InstrumentedAttribute[str],
    record_id: InstrumentedAttribute[int],
    wanted: Collection[str],
    *where: ColumnElement[bool],
) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for part in chunks(wanted):
        counted = select(value).where(among(session, value, part), *where).group_by(value)
        few = session.scalars(counted.having(func.count() <= MAX_CANDIDATES)).all()
        for row in rows_in(session, (value, record_id), value, few, *where):
            found[row[0]].append(row[1])
    return found


def facts_of(session: Session, record_ids: Collection[int]) -> dict[int, Facts]:
    """What is compared, of each record."""
    isbns: dict[int, set[str]] = defaultdict(set)
    columns = (Identifier.record_id, Identifier.value)
    of_books = Identifier.kind == "isbn"
    for row in rows_in(session, columns, Identifier.record_id, record_ids, of_books):
        isbns[row.record_id].add(row.value)
    return {
        row.id: facts_of_row(row, frozenset(isbns[row.id]))
        for row in rows_in(session, _FACTS, Record.id, record_ids)
    }


def contributors(session: Session, record_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of each record: how many source records it has, and the first, whose words it uses."""
    found: dict[int, tuple[int, int]] = {}
    for part in chunks(record_ids):
        query = (
            select(SourceRecord.record_id, func.count(), func.min(SourceRecord.id))
            .where(among(session, SourceRecord.record_id, part))
            .group_by(SourceRecord.record_id)
        )
        found.update({row[0]: (row[1], row[2]) for row in session.execute(query)})
    return found


def known_copies(
    session: Session, barcodes: Collection[str], source_ids: Collection[int]
) -> list[Any]:
    """Copies that carry one of the barcodes anywhere, and all copies of the given sources."""
    columns = tuple(Copy.__table__.c)
    found = {row.id: row for row in rows_in(session, columns, Copy.barcode, barcodes)}  # type: ignore[arg-type]
    of_sources = rows_in(session, columns, Copy.source_record_id, source_ids)  # type: ignore[arg-type]
    found.update({row.id: row for row in of_sources})
    return list(found.values())
