"""Two descriptions that may be one edition, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session

from portal.catalogue.places import places_of_records
from portal.catalogue.reading import Mapping, reread
from portal.desk.comparing import Description, Row, Verdict, compare, of_draft, shared_isbn
from portal.desk.descriptions import descriptions, libraries_describing


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. `sent_by`: libraries that describe it so; `copies`: library id → how many."""

    record_id: int
    description: Description
    sent_by: tuple[int, ...]
    copies: dict[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """A question. `number`: the library's own; `reasons`: what matching noted against a yes."""

    id: int
    number: str
    asked_at: datetime
    new: Side
    other: Side
    rows: Sequence[Row]
    isbn: str | None
    reasons: tuple[str, ...]

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.rows if row.verdict is not Verdict.same]

    @property
    def agreeing(self) -> list[Row]:
        return [row for row in self.rows if row.verdict is Verdict.same]


def matches(session: Session, rows: Sequence[SqlRow[Any]]) -> list[Match]:
    """The questions of some rows of `questions.open_after`, in five queries."""
    ids = {one for row in rows for one in (row.record_id, row.other_record_id)}
    if not ids:
        return []
    said = descriptions(session, ids)
    sent_by = libraries_describing(session, ids)
    places = places_of_records(session, ids)

    def side(record_id: int, description: Description, senders: tuple[int, ...]) -> Side:
        held = {key: count.total for key, count in places.get(record_id, {}).items()}
        return Side(record_id, description, senders, held)

    return [
        _match(
            row,
            side(row.record_id, _sent(row) or said[row.record_id], (row.library_id,)),
            side(
                row.other_record_id,
                said[row.other_record_id],
                sent_by.get(row.other_record_id, ()),
            ),
        )
        for row in rows
    ]


def _match(row: SqlRow[Any], new: Side, other: Side) -> Match:
    return Match(
        id=row.id,
        number=row.number,
        asked_at=row.created_at,
        new=new,
        other=other,
        rows=compare(new.description, other.description),
        isbn=shared_isbn(new.description, other.description),
        reasons=tuple(filter(None, row.detail.split(","))),
    )


def _sent(row: SqlRow[Any]) -> Description | None:
    """What the library itself says; None where its bytes can no longer be read."""
    draft = reread(bytes(row.raw), row.format, row.encoding, Mapping())
    return of_draft(draft) if draft else None
