"""MARC for reading: what each library sent, taken apart line by line, in whatever form it came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pymarc import Record as Marc
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import SourceRecord
from portal.catalogue.reading import iso2709, marcxml
from portal.catalogue.reading.charsets import ENCODINGS, Decoder, RecordText
from portal.catalogue.reading.fields import MarcRecord
from portal.catalogue.reading.trouble import Broken

ISO2709, XML = "marc", "marcxml"
LONGEST_RAW = 20_000  # characters shown of a row of a table


@dataclass(frozen=True, slots=True)
class Line:
    """One field: a control field has `text`, any other has subfields (code, value)."""

    tag: str
    indicators: str
    text: str
    subfields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What one library sent. lines: the MARC fields; raw: for a table, the row as it came;
    readable: false where neither could be made out."""

    source_id: int
    library_id: int
    number: str
    format: str
    encoding: str
    lines: tuple[Line, ...]
    raw: str
    readable: bool


def sources_of(session: Session, record_id: int) -> Sequence[SourceRecord]:
    return session.scalars(
        select(SourceRecord)
        .where(SourceRecord.record_id == record_id)
        .order_by(SourceRecord.library_id, SourceRecord.id)
    ).all()


def sent(source: SourceRecord) -> Sent:
    """A source for the screen; one that cannot be read is said to be so, never left out."""
    lines: tuple[Line, ...] = ()
    raw, readable = "", True
    if source.format in (ISO2709, XML):
        try:
            lines = tuple(_lines_of_source(_parsed(source)))
        except Broken:
            readable = False
    else:
        raw = _row_text(source)
    return Sent(
        source_id=source.id,
        library_id=source.library_id,
        number=source.number,
        format=source.format,
        encoding=source.encoding or "",
        lines=lines,
        raw=raw,
        readable=readable,
    )


def lines_of(record: Marc) -> tuple[Line, ...]:
    """The lines of a record made here."""
    made = [Line("LDR", "", str(record.leader))]
    for field in record.fields:
        if field.control_field:
            made.append(Line(field.tag, "", field.data or ""))
            continue
        parts = tuple((part.code, part.value) for part in field.subfields)
        made.append(Line(field.tag, "".join(field.indicators or ""), "", parts))
    return tuple(made)


def _parsed(source: SourceRecord) -> MarcRecord:
    if source.format == XML:
        return marcxml.parse(source.raw, RecordText("utf-8"))
    wanted = source.encoding if source.encoding in ENCODINGS else "auto"
    return iso2709.parse(source.raw, Decoder(wanted or "auto"))


def _lines_of_source(record: MarcRecord) -> Iterator[Line]:
    yield Line("LDR", "", record.leader)
    for tag, text in sorted(record.control.items()):
        yield Line(tag, "", text)
    for tag in sorted(record.data):
        for field in record.data[tag]:
            yield Line(tag, field.indicators, "", tuple(field.subfields))


def _row_text(source: SourceRecord) -> str:
    encoding = source.encoding if source.encoding in ("utf-16-le", "utf-16-be") else "utf-8"
    return source.raw.decode(encoding, "replace")[:LONGEST_RAW].strip()
