"""One segment's files, opened: its lexicon and its arrays, mapped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.search.analysis import PARTED
from portal.search.bulk import arrays_path
from portal.search.codec import arrays, terms_path, words
from portal.search.codec.lexicon import Lexicon
from portal.search.columns import LISTED, NUMBERS, ORDERS, rank_name
from portal.search.loops.packed import unpack
from portal.search.loops.words import Words
from portal.search.orders import Keys

Numbers = NDArray[Any]


class Leaf:
    def __init__(self, storage: Any, segment: Any) -> None:
        self.segment = segment
        self.count: int = segment.doc_count_all()
        self.deleted: list[int] = sorted(segment.deleted_docs())
        self.lexicon = Lexicon(terms_path(storage, segment))
        self.arrays = arrays.read(arrays_path(storage, segment))
        self._check()
        self._orders: dict[str, Keys] = {}

    def _check(self) -> None:
        """Who reads by document reads within the arrays. Raises ValueError for a damaged file."""
        bounds = ["word_bounds", *(f"{name}_bounds" for name in LISTED)]
        lengths = dict.fromkeys(
            [*NUMBERS, "popularity", "kind", *map(rank_name, ORDERS)], self.count
        )
        for name, wanted in (lengths | dict.fromkeys(bounds, self.count + 1)).items():
            if len(self.arrays[name]) != wanted:
                raise ValueError(f"{name}: {len(self.arrays[name])} of {wanted} documents")

    def pair(self, first: Sequence[int], second: Sequence[int]) -> Numbers:
        """Documents where words of two bare keys stand side by side; given are their terms."""
        if first and second:
            pairs = self.arrays["pairs"]
            key = np.uint64((first[0] + 1) << 32 | (second[0] + 1))
            place = int(pairs.searchsorted(key))
            if place < len(pairs) and pairs[place] == key:
                return self.pair_at(place)
        return np.zeros(0, dtype=np.uint32)

    def pair_at(self, place: int) -> Numbers:
        """Documents with the pair at a place of all pairs."""
        start, stop = self.arrays["pair_starts"][place : place + 2].tolist()
        docs = unpack(self.arrays["pair_docs"], start, stop, gaps=True)
        if int(docs.max(initial=0)) >= self.count:
            raise IndexError(f"pair {place}: a document beyond the last")
        return docs

    def titled(self, key: int) -> Numbers:
        """Documents with a whole title of this key."""
        titles = self.arrays["titles"]
        first, last = (int(np.searchsorted(titles, np.uint32(key), side)) for side in _SIDES)
        return self.arrays["title_docs"][first:last]

    @cached_property
    def words(self) -> Words:
        """The words of each document in their order, for phrases."""
        return words.opened(self.arrays)

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
