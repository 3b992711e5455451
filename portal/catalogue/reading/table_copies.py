"""Copies from the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.reading.cells import Cells
from portal.catalogue.reading.draft import Doubt, DoubtKind, DraftCopy
from portal.catalogue.reading.headers import Column
from portal.catalogue.reading.mapping import Mapping, code_key
from portal.catalogue.reading.statuses import lendable_of, on_site_only, status_of

_MAX_BARCODE = 60
_MAX_CALL_NUMBER = 120


def copies_of(rows: list[Cells], mapping: Mapping) -> tuple[DraftCopy, ...]:
    """Every barcode of every row is a copy; a row with a place and no barcode is one too."""
    return tuple(copy for cells in rows for copy in _of_row(cells, mapping))


def _of_row(cells: Cells, mapping: Mapping) -> Iterator[DraftCopy]:
    barcodes: list[str | None] = []
    for text in cells.values(Column.barcode):
        if len(text) <= _MAX_BARCODE:
            barcodes.append(text)
        else:
            cells.doubts.append(Doubt(Column.barcode.value, DoubtKind.barcode, text[:200]))
    call_number = cells.get(Column.call_number)
    room = cells.get(Column.room)
    if not barcodes and not call_number and not room:
        return
    status, lendable = _state(cells, mapping)
    library = cells.get(Column.library)
    for barcode in barcodes or [None]:
        yield DraftCopy(
            barcode=barcode,
            branch=mapping.branches.get(code_key(library), library) if library else None,
            room=mapping.rooms.get(code_key(room), room) if room else None,
            call_number=call_number[:_MAX_CALL_NUMBER] if call_number else None,
            status=status,
            lendable=lendable,
        )


def _state(cells: Cells, mapping: Mapping) -> tuple[CopyStatus | None, bool | None]:
    word = cells.get(Column.status)
    lendable = lendable_of(cells.get(Column.lendable))
    if word and code_key(word) in mapping.statuses:
        status = mapping.statuses[code_key(word)]
        return (CopyStatus.available, False) if status is None else (status, lendable)
    known = status_of(word)
    if known is CopyStatus.unknown:
        cells.doubts.append(Doubt(Column.status.value, DoubtKind.status, (word or "")[:80]))
    return known, False if on_site_only(word) else lendable
