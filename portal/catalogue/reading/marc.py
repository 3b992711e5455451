"""ISO 2709 and MARCXML files to Drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from portal.catalogue.reading import iso2709, marcxml, splitting
from portal.catalogue.reading.charsets import Decoder, RecordText
from portal.catalogue.reading.draft import Draft
from portal.catalogue.reading.fields import MarcRecord
from portal.catalogue.reading.mapping import Mapping
from portal.catalogue.reading.marc_draft import draft_of
from portal.catalogue.reading.splitting import Piece
from portal.catalogue.reading.trouble import KEPT_BYTES, BadRecord, Broken, Place, Reason


def read_marc(
    stream: BinaryIO, name: str, encoding: str, mapping: Mapping
) -> Iterator[Draft | BadRecord]:
    """Records of an ISO 2709 file."""
    decoder = Decoder(encoding)
    pieces = splitting.split(stream)
    return _drafts(pieces, name, "marc", lambda piece: iso2709.parse(piece.raw, decoder), mapping)


def read_marcxml(stream: BinaryIO, name: str, mapping: Mapping) -> Iterator[Draft | BadRecord]:
    """Records of a MARCXML file; XML names its own encoding."""
    return _drafts(marcxml.split(stream), name, "marcxml", _parse_xml, mapping)


def _parse_xml(piece: Piece) -> MarcRecord:
    if marcxml.declares_entities(piece):
        raise Broken(Reason.entities)
    if not piece.whole:
        raise Broken(Reason.truncated)
    return marcxml.parse(piece.raw, RecordText("utf-8"))


def _drafts(
    pieces: Iterator[Piece],
    name: str,
    raw_format: str,
    parse: Callable[[Piece], MarcRecord],
    mapping: Mapping,
) -> Iterator[Draft | BadRecord]:
    for number, piece in enumerate(pieces, start=1):
        try:
            yield draft_of(parse(piece), piece.raw, raw_format, mapping)
        except Broken as broken:
            place = Place(name, number, piece.offset)
            kept = piece.raw[:KEPT_BYTES]
            yield BadRecord(place, broken.reason, kept, broken.detail)
