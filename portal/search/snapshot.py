"""One generation of the index, opened: every array a query touches, mapped and ready.

Segments are joined into one numbering, so that whoever evaluates a query sees one catalogue. With a
single segment (after a whole build) nothing is copied.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import TOC

from portal.search.analysis import PAIR, keys
from portal.search.codec.postings import DOC, Postings
from portal.search.codec.storage import MappedStorage
from portal.search.schema import FORMATS, INDEX_NAME, LISTS, NUMBERS, ORDERS, RANK, rank_name
from portal.vietnamese.syllables import has_marks

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Lists:
    """A list column: the values of document d are values[bounds[d]:bounds[d + 1]].

    bounds: uint32[documents + 1]; owners: uint32[values], the document each value belongs to.
    """

    bounds: Numbers
    values: Numbers
    owners: Numbers


class Leaf:
    """One segment's files."""

    def __init__(self, storage: MappedStorage, segment: Any) -> None:
        codec = segment.codec()
        self.count: int = segment.doc_count_all()
        self.deleted: list[int] = sorted(segment.deleted_docs())
        self.terms = codec.terms_reader(storage, segment)
        columns = codec.per_document_reader(storage, segment)
        self.numbers = {name: columns.column_reader(name, NUMBERS[name]) for name in NUMBERS}
        self.lists = {name: columns.column_reader(name, LISTS[name]) for name in LISTS}
        self.orders = {name: columns.column_reader(name, ORDERS[name]) for name in ORDERS}
        # Only a whole build knows the rank of each document among all.
        self.ranks = {
            name: columns.column_reader(rank_name(name), RANK).array()
            for name in ORDERS
            if columns.has_column(rank_name(name))
        }


class Snapshot:
    """An open generation. Never changes, but for `available`, which the database feeds."""

    def __init__(self, folder: Path, generation: int) -> None:
        storage = MappedStorage(str(folder))
        toc = TOC.read(storage, INDEX_NAME, gen=generation)
        self.leaves = [Leaf(storage, segment) for segment in toc.segments]
        self.bases: list[int] = np.cumsum([0] + [leaf.count for leaf in self.leaves]).tolist()
        self.documents = self.bases[-1]
        self.live = self._live()
        self.count = self.documents if self.live is None else int(self.live.sum())
        self.numbers = {name: self._numbers(name) for name in NUMBERS}
        self.lists = {name: self._lists(name) for name in LISTS}
        self.available: Numbers = self.lists["available"].values.copy()
        self._by_record = np.argsort(self.numbers["record_id"], kind="stable")
        self.order = cache(self._order)  # one array an order, made when first asked for

    def postings(self, field: str, term: str) -> Postings | None:
        """A term's list over all segments, deleted documents included; None where no one has it."""
        encoded = term.encode()
        found = [
            (base, postings)
            for base, leaf in zip(self.bases, self.leaves, strict=False)
            if (postings := leaf.terms.postings(field, encoded, FORMATS[field])) is not None
        ]
        if not found:
            return None
        return found[0][1] if len(found) == 1 and found[0][0] == 0 else _joined(found)

    def terms_with_prefix(self, field: str, prefix: str, limit: int) -> list[str]:
        """At most `limit` terms of a field that begin with `prefix`."""
        terms: set[bytes] = set()
        for leaf in self.leaves:
            terms.update(leaf.terms.terms_with_prefix(field, prefix.encode(), limit))
        return [term.decode() for term in sorted(terms)[:limit]]

    def frequency(self, word: str) -> int:
        """Records that have a word: with its marks when it bears any, else however marked."""
        bare, exact = keys(word)
        postings = self.postings("all", exact if has_marks(word) else bare)
        return 0 if postings is None else len(postings.docs)

    def pair_frequency(self, first: str, second: str) -> int:
        """Records where the second word stands right behind the first, marks aside."""
        postings = self.postings("all", keys(first)[0] + PAIR + keys(second)[0])
        return 0 if postings is None else len(postings.docs)

    def documents_of(self, record_ids: Sequence[int]) -> Numbers:
        """The live documents of these records, ascending."""
        wanted = np.array(record_ids, dtype=np.uint32)
        column, sorter = self.numbers["record_id"], self._by_record
        left = np.searchsorted(column, wanted, side="left", sorter=sorter)
        right = np.searchsorted(column, wanted, side="right", sorter=sorter)
        docs = [sorter[first:last] for first, last in zip(left, right, strict=True)]
        return self.alive(np.sort(np.concatenate([*docs, np.zeros(0, dtype=np.int64)])))

    def alive(self, docs: Numbers) -> Numbers:
        """Those of `docs` that were not deleted."""
        return docs if self.live is None else docs[self.live[docs]]

    @cached_property
    def to_be_had(self) -> Numbers:
        """bool[documents]: a copy stands ready somewhere. Kept in step with `available`."""
        result = np.zeros(self.documents, dtype=bool)
        result[self.lists["libraries"].owners[self.available > 0]] = True
        return result

    def set_available(self, record_id: int, by_library: dict[int, int]) -> None:
        """Take over what the database says now: library id → copies to be had."""
        libraries = self.lists["libraries"]
        for document in self.documents_of([record_id]).tolist():
            first, last = int(libraries.bounds[document]), int(libraries.bounds[document + 1])
            counts = [by_library.get(library, 0) for library in libraries.values[first:last]]
            self.available[first:last] = counts
            self.to_be_had[document] = any(counts)

    def _order(self, name: str) -> Numbers:
        """uint32[documents]: the place of each document in the order `name`."""
        if not self.leaves:
            return np.zeros(0, dtype=np.uint32)
        main: Numbers = self.leaves[0].ranks[name]
        if len(self.leaves) == 1:
            return main
        keys = _InOrder(self.leaves[0].orders[name], np.argsort(main))
        own = [
            leaf.orders[name][number] for leaf in self.leaves[1:] for number in range(leaf.count)
        ]
        # Each takes its place between two of the main segment's, in order among its like.
        places = np.array([bisect_left(keys, key) for key in own], dtype=np.float64) - 0.5
        among = np.empty(len(own))
        among[sorted(range(len(own)), key=own.__getitem__)] = np.arange(len(own))
        merged = np.argsort(np.concatenate([main, places + among / (4.0 * len(own))]))
        ranks = np.empty(self.documents, dtype=np.uint32)
        ranks[merged] = np.arange(self.documents, dtype=np.uint32)
        return ranks

    def _live(self) -> Numbers | None:
        if not any(leaf.deleted for leaf in self.leaves):
            return None
        live = np.ones(self.documents, dtype=bool)
        for base, leaf in zip(self.bases, self.leaves, strict=False):
            live[np.array(leaf.deleted, dtype=np.int64) + base] = False
        return live

    def _numbers(self, name: str) -> Numbers:
        return _together([leaf.numbers[name].array() for leaf in self.leaves], NUMBERS[name].dtype)

    def _lists(self, name: str) -> Lists:
        lengths = _together(
            [np.diff(leaf.lists[name].bounds.astype(np.int64)) for leaf in self.leaves], "i8"
        )
        bounds = np.concatenate([[0], np.cumsum(lengths)])
        values = _together([leaf.lists[name].values for leaf in self.leaves], LISTS[name].dtype)
        owners = np.repeat(np.arange(self.documents, dtype=np.uint32), lengths)
        return Lists(bounds, values, owners)


class _InOrder:
    """The sort keys of a segment in ascending order, for `bisect`."""

    def __init__(self, keys: Any, order: Numbers) -> None:
        self._keys, self._order = keys, order

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, place: int) -> bytes:
        key: bytes = self._keys[int(self._order[place])]
        return key


def _together(parts: list[Numbers], dtype: str) -> Numbers:
    return parts[0] if len(parts) == 1 else np.concatenate([*parts, np.zeros(0, dtype=dtype)])


def _joined(found: list[tuple[int, Postings]]) -> Postings:
    lists = [postings for _, postings in found]

    def whole(name: str) -> Any:
        return np.concatenate([getattr(postings, name) for postings in lists])

    docs = np.concatenate([postings.docs + DOC.type(base) for base, postings in found])
    return Postings(docs, whole("impacts"), whole("counts"), whole("positions"))
