"""One generation of the index, opened: every array a query touches, mapped and ready.

Segments are joined into one numbering, so that whoever evaluates a query sees one catalogue. With a
single segment (after a whole build) nothing is copied.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import TOC

from portal.search.codec.storage import MappedStorage
from portal.search.columns import NUMBERS, Columns, places_name, rank_name
from portal.search.facet_columns import FacetColumns
from portal.search.leaf import Leaf
from portal.search.lookup import Lookup
from portal.search.schema import INDEX_NAME

Numbers = NDArray[Any]

NO_DOCUMENTS = np.zeros(0, dtype=np.uint32)
DOCUMENT = 2**32 - 1  # the lower half of an arrival


class Snapshot:
    """An open generation. Never changes, but for what the database feeds: what can be had now."""

    def __init__(self, folder: Path, generation: int) -> None:
        storage = MappedStorage(str(folder))
        toc = TOC.read(storage, INDEX_NAME, gen=generation)
        self.leaves = [Leaf(storage, segment) for segment in toc.segments]
        self.bases: list[int] = np.cumsum([0] + [leaf.count for leaf in self.leaves]).tolist()
        self.documents = self.bases[-1]
        self.live = self._live()
        self.count = self.documents if self.live is None else int(self.live.sum())
        self.numbers = {name: self._joined(name, code) for name, code in NUMBERS.items()}
        self.popularity = self._joined("popularity", "u1")
        self.facets = FacetColumns([leaf.arrays for leaf in self.leaves] or [Columns().arrays()])
        self.shelves = self.facets.listed["library"]  # `available` counts the copies of each
        self.available: Numbers = self._joined("available", "u1").copy()
        # Copies that stand ready where the index does not have their record yet, since they moved:
        # library << 32 | document, ascending. Fed beside `available`.
        self.arrivals: Numbers = np.empty(0, dtype=np.int64)
        self._orders: dict[str, Numbers] = {}
        self.words = Lookup(self.leaves, self.bases)

    def frequency(self, word: str) -> int:
        """Records that have a word: with its marks when it bears any, else however marked."""
        return self.words.word(word).count

    def pair_frequency(self, first: str, second: str) -> int:
        """Records where the second word stands right behind the first, marks aside."""
        return len(self.words.pair(first, second))

    def documents_of(self, record_ids: Sequence[int]) -> Numbers:
        """The live documents of these records, ascending."""
        wanted = np.unique(np.array(record_ids, dtype=np.uint32))
        column, sorter = self.numbers["record_id"], self._by_record
        left = np.searchsorted(column, wanted, side="left", sorter=sorter)
        right = np.searchsorted(column, wanted, side="right", sorter=sorter)
        docs = [sorter[first:last] for first, last in zip(left, right, strict=True)]
        return self.alive(np.sort(np.concatenate([*docs, np.zeros(0, dtype=np.uint32)])))

    def works_of(self, record_ids: Sequence[int]) -> dict[int, int]:
        """The works of these records, by their ids."""
        docs = self.documents_of(record_ids)
        found = (self.numbers[name][docs].tolist() for name in ("record_id", "work_id"))
        return dict(zip(*found, strict=True))

    def alive(self, docs: Numbers) -> Numbers:
        """Those of `docs` that were not deleted."""
        return docs if self.live is None else docs[self.live[docs]]

    def arrived(self, libraries: Collection[int]) -> Numbers:
        """Documents with a copy in one of the libraries where the index does not have them."""
        if not len(self.arrivals):
            return NO_DOCUMENTS
        bounds = [(library << 32, library + 1 << 32) for library in libraries]
        parts = [slice(*self.arrivals.searchsorted(pair).tolist()) for pair in bounds]
        found = np.concatenate([self.arrivals[part] for part in parts]) & DOCUMENT
        return np.unique(found).astype(np.uint32)

    @cached_property
    def at_hand(self) -> Numbers:
        """uint8[documents]: a copy stands ready somewhere. Kept in step with `available`."""
        result = np.zeros(self.documents, dtype=np.uint8)
        result[self.shelves.owners()[self.available > 0]] = 1
        result[self.arrivals & DOCUMENT] = 1
        return result

    def order(self, name: str) -> Numbers:
        """uint32[documents]: the place of each document in the order `name`."""
        found = self._orders.get(name)
        if found is None:
            found = self._orders[name] = self._ordered(name)
        return found

    @cached_property
    def _by_record(self) -> Numbers:
        return np.argsort(self.numbers["record_id"], kind="stable").astype(np.uint32)

    def _ordered(self, name: str) -> Numbers:
        if not self.leaves:
            return np.zeros(0, dtype=np.uint32)
        main: Numbers = self.leaves[0].arrays[rank_name(name)]
        if len(self.leaves) == 1:
            return main
        # Documents of later segments take their places between those of the first.
        keys = [
            (int(leaf.arrays[places_name(name)][document]), key, base + document)
            for base, leaf in zip(self.bases[1:], self.leaves[1:], strict=False)
            for document, key in zip(
                np.argsort(leaf.arrays[rank_name(name)]).tolist(),
                leaf.order_keys(name),
                strict=True,
            )
        ]
        keys.sort()
        places = np.array([place for place, _key, _document in keys], dtype=np.int64)
        before = np.cumsum(np.bincount(places, minlength=len(main) + 1))
        ranks = np.empty(self.documents, dtype=np.uint32)
        ranks[: len(main)] = main + before[main]
        ranks[[document for _place, _key, document in keys]] = places + np.arange(len(places))
        return ranks

    def _live(self) -> Numbers | None:
        if not any(leaf.deleted for leaf in self.leaves):
            return None
        live = np.ones(self.documents, dtype=bool)
        for base, leaf in zip(self.bases, self.leaves, strict=False):
            live[np.array(leaf.deleted, dtype=np.int64) + base] = False
        return live

    def _joined(self, name: str, dtype: str) -> Numbers:
        parts = [leaf.arrays[name] for leaf in self.leaves]
        return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, dtype), *parts])
