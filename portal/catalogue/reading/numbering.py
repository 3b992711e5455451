"""The number by which a library will send a record again."""

from __future__ import annotations

import hashlib

from portal.catalogue.reading.draft import DraftCopy
from portal.vietnamese.text import normalise

MAX_NUMBER = 200


def source_number(number: str | None, copies: tuple[DraftCopy, ...], raw: bytes) -> str:
    """The file's own number for the record.

    Where it has none: the first barcode, and failing that the record's digest, so that the same
    file read again gives the same record.
    """
    if number and (number := normalise(number)):
        return number[:MAX_NUMBER]
    for copy in copies:
        if copy.barcode:
            return f"b:{copy.barcode}"
    return "d:" + hashlib.blake2b(raw, digest_size=12).hexdigest()
