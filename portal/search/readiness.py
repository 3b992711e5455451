"""What can be had right now, brought from the database, or an older snapshot, into a snapshot."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from portal.search.counts import repeated
from portal.search.linked import Held
from portal.search.snapshot import DOCUMENT, Snapshot

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
        self._ready = np.unique(held.libraries.records[self._copies > 0])

    def tell(self, snapshot: Snapshot) -> None:
        """Write it into a snapshot."""
        if self._records == []:
            return
        libraries, records = snapshot.shelves, snapshot.numbers["record_id"]
        places: Any = slice(None)  # of the lists' values
        documents: Any = slice(None)
        if self._records is None:
            owners = libraries.owners()
        else:
            documents = snapshot.documents_of(self._records)
            places, which = repeated(libraries.bounds[documents], libraries.bounds[documents + 1])
            owners = documents[which]
        wanted = _pairs(records[owners], libraries.values[places])
        found = self._places_of(wanted)
        snapshot.available[places] = np.append(self._copies, 0)[found]
        snapshot.at_hand[documents] = np.isin(records[documents], self._ready)
        elsewhere = self._copies > 0
        shown = found if snapshot.live is None else found[snapshot.live[owners]]
        elsewhere[shown[shown < len(elsewhere)]] = False
        new = _at_documents(snapshot, self._known[elsewhere])
        snapshot.arrivals = np.union1d(_without(snapshot.arrivals, documents), new)

    def _places_of(self, wanted: Numbers) -> Numbers:
        """Where each pair of record and library is among those known; behind all if nowhere."""
        places = np.searchsorted(self._known, wanted)
        known = np.append(self._known, -1)[places] == wanted
        found: Numbers = np.where(known, places, len(self._known))
        return found


def carry_over(old: Snapshot, new: Snapshot) -> set[int]:
    """Take availability over from an older snapshot as far as the two begin alike.

    Returns the records in the rest of the new one. `new` must not have been searched yet.
    """
    alike = _alike(old, new)
    upto = int(new.shelves.bounds[alike])
    new.available[:upto] = old.available[:upto]
    documents = old.arrivals & DOCUMENT
    still = new.alive(np.arange(alike))
    new.arrivals = old.arrivals[np.isin(documents, still)]
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


def _at_documents(snapshot: Snapshot, pairs: Numbers) -> Numbers:
    """Pairs of record and library as `arrivals` has them; without those the index has not."""
    records = pairs >> 32
    docs = snapshot.documents_of(records.tolist())
    indexed = snapshot.numbers["record_id"][docs].astype(np.int64)
    order = np.argsort(indexed)
    there = np.isin(records, indexed)
    found = docs[order[np.searchsorted(indexed[order], records[there])]]
    return _pairs(pairs[there] & DOCUMENT, found)


def _without(arrivals: Numbers, documents: Any) -> Numbers:
    if isinstance(documents, slice):
        return arrivals[:0]
    return arrivals[~np.isin(arrivals & DOCUMENT, documents)]


def _pairs(high: Numbers, low: Numbers) -> Numbers:
    return high.astype(np.int64) << 32 | low.astype(np.int64)
