"""The way in: a path to a stream of Drafts and BadRecords."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal.catalogue.reading.detect import format_of
from portal.catalogue.reading.draft import Draft
from portal.catalogue.reading.mapping import Mapping
from portal.catalogue.reading.marc import read_marc, read_marcxml
from portal.catalogue.reading.tables import KEPT, Table
from portal.catalogue.reading.trouble import BadRecord, FileRefused, FileTrouble


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be read once. `position()` tells how far into its bytes reading has come."""

    name: str
    format: str
    records: Iterator[Draft | BadRecord]
    size: int
    stream: BinaryIO
    unknown_columns: tuple[str, ...] = ()
    doubled_columns: tuple[str, ...] = ()

    def position(self) -> int:
        return min(self.stream.tell(), self.size)


@contextmanager
def open_file(
    path: str | Path,
    *,
    file_format: str = "auto",
    encoding: str = "auto",
    mapping: Mapping | None = None,
) -> Iterator[Opened]:
    """Open a file for reading records. Raises FileRefused when it is none we can read."""
    path = Path(path)
    try:
        size = path.stat().st_size
        stream = path.open("rb")
    except OSError as error:
        raise FileRefused(path.name, FileTrouble.not_found, error.strerror or "") from error
    with stream:
        if size == 0:
            raise FileRefused(path.name, FileTrouble.empty)
        kind = format_of(stream, path.name) if file_format == "auto" else file_format
        if kind is None:
            raise FileRefused(path.name, FileTrouble.unknown_format)
        yield _opened(stream, path.name, kind, encoding, mapping or Mapping(), size)


def _opened(
    stream: BinaryIO, name: str, kind: str, encoding: str, mapping: Mapping, size: int
) -> Opened:
    if kind == "marc":
        return Opened(name, kind, read_marc(stream, name, encoding, mapping), size, stream)
    if kind == "marcxml":
        return Opened(name, kind, read_marcxml(stream, name, mapping), size, stream)
    table = Table(stream, name, kind, encoding)
    records = table.records(mapping)
    header = table.header
    return Opened(name, kind, records, size, stream, header.unknown, header.doubled)


def read(
    path: str | Path,
    *,
    file_format: str = "auto",
    encoding: str = "auto",
    mapping: Mapping | None = None,
) -> Iterator[Draft | BadRecord]:
    """Every record of a file, broken ones as BadRecord. Raises FileRefused for the whole file."""
    with open_file(path, file_format=file_format, encoding=encoding, mapping=mapping) as opened:
        yield from opened.records


def reread(raw: bytes, raw_format: str, encoding: str | None, mapping: Mapping) -> Draft | None:
    """One record again from the bytes kept of it; None when they are no record (any more)."""
    stream = io.BytesIO(raw)
    kept = encoding if encoding not in (None, "mixed") else "auto"
    records: Iterator[Draft | BadRecord]
    if raw_format == "marc":
        records = read_marc(stream, "", _told(kept), mapping)
    elif raw_format == "marcxml":
        records = read_marcxml(stream, "", mapping)
    else:
        kind = KEPT if raw_format == "xlsx" else raw_format
        records = Table(stream, "", kind, kept or "auto").records(mapping)
    return next((one for one in records if isinstance(one, Draft)), None)


def _told(encoding: str | None) -> str:
    """What to tell the MARC reader: it finds UTF-8 by itself, and old fonts field by field."""
    return encoding if encoding in ("tcvn3", "vni", "marc-8") else "auto"
