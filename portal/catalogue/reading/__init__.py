"""Files of libraries to cleaned records: ISO 2709, MARCXML, CSV, Excel. No database, no Flask."""

from portal.catalogue.reading.charsets import ENCODINGS
from portal.catalogue.reading.detect import FORMATS
from portal.catalogue.reading.draft import (
    Doubt,
    DoubtKind,
    Draft,
    DraftAgent,
    DraftCopy,
    DraftSubject,
)
from portal.catalogue.reading.mapping import Mapping, read_mapping
from portal.catalogue.reading.reader import Opened, open_file, read, reread
from portal.catalogue.reading.trouble import BadRecord, FileRefused, FileTrouble, Place, Reason

__all__ = [
    "ENCODINGS",
    "FORMATS",
    "BadRecord",
    "Doubt",
    "DoubtKind",
    "Draft",
    "DraftAgent",
    "DraftCopy",
    "DraftSubject",
    "FileRefused",
    "FileTrouble",
    "Mapping",
    "Opened",
    "Place",
    "Reason",
    "open_file",
    "read",
    "read_mapping",
    "reread",
]
