"""What libraries sent, read again from the bytes that were kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import SourceRecord
from portal.catalogue.reading import Mapping, reread
from portal.catalogue.reading.draft import Draft
from portal.catalogue.union.bulk import Row, among, chunks
from portal.catalogue.union.descriptions import identifier_rows


def drafts_of(session: Session, record_ids: Collection[int]) -> Iterator[tuple[int, int, Draft]]:
    """Record, source record and draft, in the order in which the libraries sent them."""
    columns = (
        SourceRecord.record_id, SourceRecord.id, SourceRecord.raw, SourceRecord.format,
        SourceRecord.encoding,
    )  # fmt: skip
    for part in chunks(record_ids):
        query = (
            select(*columns)
            .where(among(session, SourceRecord.record_id, part))
            .order_by(SourceRecord.id)
        )
        for row in session.execute(query):
            draft = reread(bytes(row.raw), row.format, row.encoding, Mapping())
            if draft is not None:
                yield row.record_id, row.id, draft


def identifiers_sent(
    session: Session, record_ids: Collection[int], *, without: Collection[int] = ()
) -> list[Row]:
    """Identifiers that the records' source records name, those in `without` left aside."""
    return [
        row
        for record_id, source_id, draft in drafts_of(session, record_ids)
        if source_id not in without
        for row in identifier_rows(record_id, draft)
    ]
