"""Copies of a batch against those the catalogue has: added, changed, or kept apart as doubles.

A copy is known by its owner, its barcode and the source record it came with. What the file does
not say of a copy (its status, most of all) stays as it is.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.catalogue.availability import note_changes
from portal.catalogue.kinds import CopyStatus
from portal.catalogue.models import Copy
from portal.catalogue.reading.draft import Draft, DraftCopy
from portal.catalogue.union.bulk import Row, insert_all, update_all
from portal.catalogue.union.lookups import known_copies
from portal.catalogue.union.orders import shelf_order
from portal.catalogue.union.report import Finding, FindingKind, ImportReport
from portal.catalogue.union.shelves import Shelf, Shelves

NO_BARCODE = "~"
"""First letter of a made-up barcode: the file names a copy and gives it no number."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A source record of the batch with its place in the union, ready for its copies."""

    draft: Draft
    number: str
    source_id: int
    record_id: int
    new_record: bool
    new_source: bool


class CopyWriter:
    """Writes the copies of batches."""

    def __init__(
        self, session: Session, shelves: Shelves, report: ImportReport, today: date
    ) -> None:
        self._session = session
        self._shelves = shelves
        self._report = report
        self._today = today

    def write(self, holdings: Sequence[Holding]) -> set[int]:
        """Bring the copies of the batch in; the records whose copies changed."""
        barcodes = {barcode for one in holdings for _c, barcode in barcoded(one)}
        changed_sources = {one.source_id for one in holdings if not one.new_source}
        known = _Known(known_copies(self._session, barcodes, changed_sources))
        added: list[Row] = []
        changed: list[Row] = []
        for one in holdings:
            for copy, barcode in barcoded(one):
                shelf = self._shelves.of(copy, one.number)
                present = known.take(shelf.owner_id, barcode, one.source_id)
                if present is None:
                    added.append(self._new(one, copy, barcode, shelf, known))
                elif row := _difference(present, one, copy, shelf):
                    changed.append(row)
            if not one.new_source:
                self._tell_vanished(one, known)
        insert_all(self._session, Copy, added)
        self._update(changed)
        self._report.copies_added += len(added)
        self._report.copies_changed += len(changed)
        self._note(holdings, added, changed)
        return {row["record_id"] for row in (*added, *changed)}

    def _new(self, one: Holding, copy: DraftCopy, barcode: str, shelf: Shelf, known: _Known) -> Row:
        double = known.count(shelf.owner_id, barcode)
        if double:
            self._report.tell(Finding(FindingKind.duplicate_barcode, one.number, barcode))
        elif known.elsewhere(shelf.owner_id, barcode):
            self._report.tell(Finding(FindingKind.barcode_elsewhere, one.number, barcode))
        if copy.barcode is None:
            self._report.tell(Finding(FindingKind.no_barcode, one.number, copy.call_number or ""))
        known.add(shelf.owner_id, barcode)
        return {
            **_columns(one, copy, shelf),
            "source_record_id": one.source_id,
            "owner_library_id": shelf.owner_id,
            "barcode": barcode,
            "duplicate_no": double,
            "status": copy.status or CopyStatus.available,
            "lendable": shelf.lendable if copy.lendable is None else copy.lendable,
            "added_on": copy.added_on or self._today,
        }

    def _tell_vanished(self, one: Holding, known: _Known) -> None:
        for barcode in known.untaken(one.source_id):
            self._report.tell(Finding(FindingKind.copy_vanished, one.number, barcode))

    def _update(self, rows: list[Row]) -> None:
        update_all(self._session, Copy, rows)

    def _note(self, holdings: Sequence[Holding], added: list[Row], changed: list[Row]) -> None:
        """Search workers hear of copies of records they know; new records they will read whole."""
        fresh = {one.record_id for one in holdings if one.new_record}
        touched = {row["record_id"] for row in (*added, *changed)}
        note_changes(self._session, touched - fresh)


class _Known:
    """Copies in the database and those of this batch, by owner and barcode."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows: dict[tuple[int, str, int | None], list[Any]] = defaultdict(list)
        self._counts: dict[tuple[int, str], int] = defaultdict(int)
        self._owners: dict[str, set[int]] = defaultdict(set)
        self._of_source: dict[int | None, dict[int, str]] = defaultdict(dict)
        for row in sorted(rows, key=lambda row: row.duplicate_no):
            self._rows[row.owner_library_id, row.barcode, row.source_record_id].append(row)
            self._of_source[row.source_record_id][row.id] = row.barcode
            place = (row.owner_library_id, row.barcode)
            self._counts[place] = max(self._counts[place], row.duplicate_no + 1)
            self._owners[row.barcode].add(row.owner_library_id)

    def take(self, owner_id: int, barcode: str, source_id: int) -> Any | None:
        """The copy of this source with this barcode, each only once."""
        rows = self._rows.get((owner_id, barcode, source_id))
        if not rows:
            return None
        row = rows.pop(0)
        self._of_source[source_id].pop(row.id, None)
        return row

    def untaken(self, source_id: int) -> list[str]:
        return sorted(self._of_source[source_id].values())

    def count(self, owner_id: int, barcode: str) -> int:
        """How many copies the owner has under this barcode, that is the next duplicate number."""
        return self._counts[owner_id, barcode]

    def elsewhere(self, owner_id: int, barcode: str) -> bool:
        return bool(self._owners[barcode] - {owner_id})

    def add(self, owner_id: int, barcode: str) -> None:
        self._counts[owner_id, barcode] += 1
        self._owners[barcode].add(owner_id)


def barcoded(one: Holding) -> Iterator[tuple[DraftCopy, str]]:
    """The copies of a record with their barcodes, made-up ones where the file has none."""
    number = hashlib.blake2b(one.number.encode(), digest_size=8).hexdigest()
    for place, copy in enumerate(one.draft.copies, start=1):
        yield copy, copy.barcode or f"{NO_BARCODE}{number}.{place}"


def _columns(one: Holding, copy: DraftCopy, shelf: Shelf) -> Row:
    return {
        "record_id": one.record_id,
        "holding_library_id": shelf.holder_id,
        "room_id": shelf.room_id,
        "call_number": copy.call_number,
        "call_number_order": shelf_order(copy.call_number),
        "volume": copy.volume,
        "due_on": copy.due_on,
        "note": copy.note,
    }


def _difference(present: Any, one: Holding, copy: DraftCopy, shelf: Shelf) -> Row | None:
    """The copy's row as it should be, None when it is so already."""
    row = {
        **_columns(one, copy, shelf),
        "status": present.status if copy.status is None else copy.status,
        "lendable": present.lendable if copy.lendable is None else copy.lendable,
        "added_on": copy.added_on or present.added_on,
    }
    if copy.status is None:
        row["due_on"] = present.due_on
    if all(getattr(present, name) == value for name, value in row.items()):
        return None
    return {"id": present.id, **row}
