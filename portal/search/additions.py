"""What changed, as one more segment beside the whole build, and when segments are made into one.

A segment is never changed. A new one brings the new versions of its records; the old versions are
marked as deleted in the next table of contents, which counts once the pointer names it. Small
segments are taken over by the next of about their size, so that few are ever open: they are read
from the database again like everything else.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
from whoosh.index import TOC

from portal.search.analysis import IndexDocument
from portal.search.bulk import write_segment
from portal.search.codec.storage import MappedStorage
from portal.search.schema import INDEX_NAME, make_schema
from portal.search.snapshot import Snapshot

REBUILD_SHARE = 0.04  # of the whole build added since: time for another
REBUILD_LEAST = 5000  # records added, below which it is never worth it
LIKE_SIZED = 3  # a segment of up to so many times the new one's records is taken over by it


class Addition:
    """The next table of contents of a folder. toc: its number.

    replaced: records of which no version in the folder counts any more. taken_over: records whose
    segments go with this addition; they are written again together with what is new.
    """

    def __init__(self, folder: Path, toc: int, replaced: Collection[int]) -> None:
        self.toc = toc + 1
        self._folder = folder
        self._replaced = replaced
        self._snapshot = Snapshot(folder, toc)
        self._kept = self._still_apart(len(replaced))
        self.taken_over = self._records_from(self._kept) - set(replaced)

    def worn(self, more: int) -> bool:
        """With so many more records, so much was added that another whole build is due."""
        leaves = self._snapshot.leaves
        added = sum(leaf.count for leaf in leaves[1:]) + more
        return not leaves or added > max(REBUILD_LEAST, REBUILD_SHARE * leaves[0].count)

    def outgrown(self, more: int) -> bool:
        """So many records are more than the whole build had: another costs no more."""
        return more > sum(leaf.count for leaf in self._snapshot.leaves[:1])

    def write(self, documents: list[IndexDocument]) -> int:
        """Write the segment and the table of contents; returns how many records there are then."""
        documents.sort(key=lambda document: (document.work_id, document.record_id))
        storage = MappedStorage(str(self._folder))
        leaves = self._snapshot.leaves[: self._kept]
        segment, count = write_segment(
            self._folder, [documents], main=leaves[0] if leaves else None
        )
        segments = [leaf.segment for leaf in leaves]
        old = self._snapshot.documents_of(list(self._replaced))
        for number, _leaf, base, part in self._snapshot.words.split(old):
            for document in old[part].tolist() if number < self._kept else ():
                segments[number].delete_document(document - base)
        left: int = sum(one.doc_count_all() - one.deleted_count() for one in segments)
        toc = TOC(make_schema(), [*segments, *([segment] if count else [])], self.toc)
        toc.write(storage, INDEX_NAME)
        return left + count

    def _still_apart(self, size: int) -> int:
        """How many segments, from the first on, stay as they are."""
        leaves = self._snapshot.leaves
        kept = len(leaves)
        while kept > 1 and leaves[kept - 1].count <= LIKE_SIZED * size:
            kept -= 1
            size += leaves[kept].count
        return kept

    def _records_from(self, number: int) -> set[int]:
        """The live records of the segments from a number on."""
        documents = np.arange(self._snapshot.bases[number], self._snapshot.documents)
        alive = self._snapshot.alive(documents)
        return set(self._snapshot.numbers["record_id"][alive].tolist())
