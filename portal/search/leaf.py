"""One segment's files, opened: its lexicon and its arrays, mapped."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import PARTED, TEXT_FIELDS
from portal.search.bulk import arrays_path
from portal.search.codec import arrays, terms_path
from portal.search.codec.lexicon import Lexicon
from portal.search.orders import Keys

Numbers = NDArray[Any]


class Leaf:
    def __init__(self, storage: Any, segment: Any) -> None:
        self.segment = segment
        self.count: int = segment.doc_count_all()
        self.deleted: list[int] = sorted(segment.deleted_docs())
        self.lexicon = Lexicon(terms_path(storage, segment))
        self.arrays = arrays.read(arrays_path(storage, segment))
        self._orders: dict[str, Keys] = {}

    def pair(self, first: range, second: range) -> Numbers:
        """Documents where words of two bare keys stand side by side. The ranges: their terms."""
        nothing = np.zeros(0, dtype=np.uint32)
        if not first or not second:
            return nothing
        key = np.uint64((first[0] + 1) << 32 | (second[0] + 1))
        place = int(np.searchsorted(self.arrays["pairs"], key))
        if place == len(self.arrays["pairs"]) or self.arrays["pairs"][place] != key:
            return nothing
        starts = self.arrays["pair_starts"]
        part = slice(int(starts[place]), int(starts[place + 1]))
        return arrays.taken(self.arrays, "pair_docs", part)

    def titled(self, key: int) -> Numbers:
        """Documents with a whole title of this key."""
        titles = self.arrays["titles"]
        first, last = (int(np.searchsorted(titles, np.uint32(key), side)) for side in _SIDES)
        return self.arrays["title_docs"][first:last]

    def words_of(self, docs: Numbers, field: int) -> tuple[Numbers, Numbers]:
        """(words, the place in `docs` that each belongs to) of one field, as terms from 1 on."""
        bounds, own = self.arrays["word_bounds"], len(TEXT_FIELDS) - 1
        lengths = self.arrays["field_lengths"].reshape(-1, own)
        first = bounds[docs].astype(np.int64)
        before = lengths[docs, :field].sum(axis=1, dtype=np.int64)
        if field < own:
            count = lengths[docs, field].astype(np.int64)
        else:
            count = bounds[docs + 1].astype(np.int64) - first - before
        ends = np.cumsum(count)
        owner = np.repeat(np.arange(len(docs)), count)
        places = np.arange(len(owner)) + (first + before - ends + count)[owner]
        return arrays.taken(self.arrays, "words", places), owner

    @cached_property
    def bare_numbers(self) -> Numbers:
        """term → the first term of its bare key; read by checks only."""
        parted = PARTED.encode()
        bare = [term.partition(parted)[0] for term in self.lexicon]
        new = np.array([place == 0 or bare[place] != bare[place - 1] for place in range(len(bare))])
        return np.maximum.accumulate(np.where(new, np.arange(len(bare)), 0))

    def place(self, order: str, key: bytes) -> int:
        """How many documents of this segment come before or with a key in an order."""
        return bisect_right(self.order_keys(order), key)

    def order_keys(self, order: str) -> Keys:
        """The keys of an order, ascending."""
        keys = self._orders.get(order)
        if keys is None:
            blocks, ends = self.arrays[f"{order}_keys"], self.arrays[f"{order}_ends"]
            keys = self._orders[order] = Keys(blocks, ends, self.count)
        return keys


_SIDES: tuple[Any, Any] = ("left", "right")
