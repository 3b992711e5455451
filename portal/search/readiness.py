"""What can be had right now, brought from the database, or an older snapshot, into a snapshot."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from portal.search.counts import repeated
from portal.search.linked import Held
from portal.search.snapshot import Snapshot

MOST_BY_NAME = 20_000  # of more records than that, all copies are counted in one query
Numbers = NDArray[Any]


class Readiness:
    """The copies of some records, or of all (None), as the database has them at this moment."""

    def __init__(self, session: Session, record_ids: Collection[int] | None) -> None:
        if record_ids is not None and len(record_ids) > MOST_BY_NAME:
            record_ids = None
        self._records = None if record_ids is None else sorted(record_ids)
        if self._records == []:
            return
        held = Held.read(session, self._records)
        self._known = _pairs(held.libraries.records, held.libraries.values)
        self._copies = held.available.values

    def tell(self, snapshot: Snapshot) -> None:
        """Write it into a snapshot."""
        if self._records == []:
            return
        libraries, records = snapshot.shelves, snapshot.numbers["record_id"]
        places: Any = slice(None)  # of the lists' values
        if self._records is None:
            owners = libraries.owners()
        else:
            documents = snapshot.documents_of(self._records)
            places, which = repeated(libraries.bounds[documents], libraries.bounds[documents + 1])
            owners = documents[which]
        wanted = _pairs(records[owners], libraries.values[places])
        snapshot.available[places] = self._counts(wanted)

    def _counts(self, wanted: Numbers) -> Numbers:
        """Copies to be had for each pair of record and library; 0 where there is none."""
        if not len(self._known):
            return np.zeros(len(wanted), dtype=np.int64)
        places = np.minimum(np.searchsorted(self._known, wanted), len(self._known) - 1)
        counts: Numbers = np.where(self._known[places] == wanted, self._copies[places], 0)
        return counts


def carry_over(old: Snapshot, new: Snapshot) -> set[int]:
    """Take availability over from an older snapshot as far as the two begin alike.

    Returns the records in the rest of the new one. `new` must not have been searched yet.
    """
    alike = _alike(old, new)
    upto = int(new.shelves.bounds[alike])
    new.available[:upto] = old.available[:upto]
    rest = new.alive(np.arange(alike, new.documents))
    return set(new.numbers["record_id"][rest].tolist())


def _alike(old: Snapshot, new: Snapshot) -> int:
    """How many documents at the beginning are of the same records in the same libraries."""
    count = min(old.documents, new.documents)
    first, second = old.shelves, new.shelves
    same = old.numbers["record_id"][:count] == new.numbers["record_id"][:count]
    same &= first.bounds[1 : count + 1] == second.bounds[1 : count + 1]
    count = count if same.all() else int(np.argmin(same))
    upto = int(first.bounds[count])
    other = np.flatnonzero(first.values[:upto] != second.values[:upto])
    if len(other):
        count = int(np.searchsorted(first.bounds, other[0], side="right")) - 1
    # What was deleted in the old one was not kept up to date there, unless it still is deleted.
    docs = np.arange(count)
    revived = np.setdiff1d(new.alive(docs), old.alive(docs), assume_unique=True)
    return int(revived[0]) if len(revived) else count


def _pairs(records: Numbers, libraries: Numbers) -> Numbers:
    return records.astype(np.int64) << 32 | libraries.astype(np.int64)
