"""Is the index what the database says? The index is made again, aside, and the two are compared.

Both are taken apart into rows of two numbers, record and what is said of it, with the terms of both
numbered alike; rows in one of them only are differences.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from portal.search import bulk
from portal.search.analysis import PARTED
from portal.search.codec.words import of_all as words_of_all
from portal.search.columns import NUMBERS, ORDERS
from portal.search.counts import repeated
from portal.search.documents import all_documents, count_records
from portal.search.generations import read_pointer
from portal.search.leaf import Leaf
from portal.search.snapshot import Snapshot
from portal.search.waiting import read_at_one_moment

Numbers = NDArray[Any]
Rows = tuple[Numbers, Numbers]  # records, and a number of what is said of each
Known = dict[bytes, int]
Aspect = Callable[["Snapshot", Known], Rows]


@dataclass(slots=True)
class Difference:
    """Record ids: only in the database, only in the index, and those told of differently.

    twice: records with more than one document. damaged: why the index could not be opened.
    """

    missing: list[int] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)
    different: dict[int, list[str]] = field(default_factory=dict)
    twice: list[int] = field(default_factory=list)
    damaged: str = ""

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.different or self.twice or self.damaged)


def check_index(
    session: Session, home: Path, step: Callable[[int, int], None] = lambda done, of: None
) -> Difference:
    """Compare all that the index has of every record with what the database makes of it now.

    What can be had is left out: it moves with every loan and is not the index's to keep.
    """
    read_at_one_moment(session)
    generation = read_pointer(home)
    with tempfile.TemporaryDirectory() as folder:
        bulk.build(Path(folder), _told(session, step))
        wanted = Snapshot(Path(folder), 1)
        if generation is None:
            return Difference(missing=np.sort(wanted.numbers["record_id"]).tolist())
        try:
            return compared(wanted, Snapshot(home / generation.folder, generation.toc))
        except (OSError, ValueError, IndexError) as damage:
            return Difference(damaged=str(damage) or type(damage).__name__)


def _told(session: Session, step: Callable[[int, int], None]) -> Iterator[list[Any]]:
    done, total = 0, count_records(session)
    for chunk in all_documents(session):
        yield chunk
        done += len(chunk)
        step(done, total)


def compared(wanted: Snapshot, held: Snapshot) -> Difference:
    """What is to be found in one of two snapshots only."""
    difference = Difference()
    here, there = (_records(snapshot) for snapshot in (wanted, held))
    difference.missing = np.setdiff1d(here, there).tolist()
    difference.surplus = np.setdiff1d(there, here).tolist()
    unique, times = np.unique(there, return_counts=True)
    difference.twice = unique[times > 1].tolist()
    both = np.intersect1d(here, there)
    numbers = _numbers_of_terms(wanted, held)
    for name, rows in _ASPECTS.items():
        one, other = (_sorted(rows(snapshot, numbers), both) for snapshot in (wanted, held))
        for record in np.unique(np.setxor1d(one, other)["record"]).tolist():
            difference.different.setdefault(record, []).append(name)
    for order in ORDERS:
        for record in _misplaced(wanted, held, order, both):
            difference.different.setdefault(record, []).append(order)
    return difference


def _records(snapshot: Snapshot) -> Numbers:
    """The record of each live document."""
    found: Numbers = snapshot.numbers["record_id"][snapshot.alive(np.arange(snapshot.documents))]
    return found


def _sorted(rows: Rows, records: Numbers) -> Numbers:
    keep = np.isin(rows[0], records)
    table = np.empty(int(keep.sum()), dtype=[("record", "u4"), ("said", "u8")])
    table["record"], table["said"] = rows[0][keep], rows[1][keep]
    return np.unique(table)


def _numbers_of_terms(*snapshots: Snapshot) -> Known:
    """One numbering, from 1 on, for the terms of all segments and for their bare keys."""
    known: Known = {}
    for snapshot in snapshots:
        for leaf in snapshot.leaves:
            for term in leaf.lexicon:
                known.setdefault(term, len(known) + 1)
                known.setdefault(_bare(term), len(known) + 1)
    return known


def _bare(term: bytes) -> bytes:
    return term.partition(PARTED.encode())[0]


def _terms(leaf: Leaf, known: Known) -> Numbers:
    return np.array([0, *(known[term] for term in leaf.lexicon)], dtype=np.uint64)


def _column(column: Callable[[Snapshot], Numbers]) -> Aspect:
    def rows(snapshot: Snapshot, known: Known) -> Rows:
        documents = snapshot.alive(np.arange(snapshot.documents))
        return snapshot.numbers["record_id"][documents], column(snapshot)[documents]

    return rows


def _facets(snapshot: Snapshot, known: Known) -> Rows:
    """Every facet value of every record."""
    documents = snapshot.alive(np.arange(snapshot.documents))
    facets = snapshot.facets
    kinds = facets.kind[documents]
    places, owner = repeated(facets.kind_bounds[kinds], facets.kind_bounds[kinds + 1])
    owners, values = [documents[owner]], [facets.kind_values[places]]
    for name, one in facets.listed.items():
        places, owner = repeated(one.bounds[documents], one.bounds[documents + 1])
        owners.append(documents[owner])
        values.append(one.values[places] + np.uint32(facets.starts[name][0]))
    starts = np.array([start for start, _end in facets.starts.values()])
    value = np.concatenate(values)
    facet = np.searchsorted(starts, value, "right") - 1
    said = facet.astype(np.uint64) << np.uint64(32) | (value - starts[facet]).astype(np.uint64)
    return snapshot.numbers["record_id"][np.concatenate(owners)], said


def _by_leaf(aspect: Callable[[Leaf, Known], Rows]) -> Aspect:
    """An aspect from what it gives of a segment: documents in it, and what is said of them."""

    def rows(snapshot: Snapshot, known: Known) -> Rows:
        records: list[Numbers] = [np.zeros(0, dtype=np.uint32)]
        said: list[Numbers] = [np.zeros(0, dtype=np.uint64)]
        for leaf, base in zip(snapshot.leaves, snapshot.bases, strict=False):
            documents, what = aspect(leaf, known)
            documents = documents.astype(np.int64) + base
            if snapshot.live is not None:
                live = snapshot.live[documents]
                documents, what = documents[live], what[live]
            records.append(snapshot.numbers["record_id"][documents])
            said.append(what.astype(np.uint64))
        return np.concatenate(records), np.concatenate(said)

    return rows


def _postings(leaf: Leaf, known: Known) -> Rows:
    lists = [leaf.lexicon.postings(number) for number in range(len(leaf.lexicon))]
    docs = np.concatenate([np.zeros(0, np.uint32), *(docs for docs, _codes in lists)])
    codes = np.concatenate([np.zeros(0, np.uint8), *(codes for _docs, codes in lists)])
    term = np.repeat(_terms(leaf, known)[1:], leaf.lexicon.counts)
    return docs, term << np.uint64(8) | codes


def _words(leaf: Leaf, known: Known) -> Rows:
    words, owner = words_of_all(leaf.arrays)
    place = np.arange(len(owner)) - np.searchsorted(owner, owner)
    return owner, place.astype(np.uint64) << np.uint64(32) | _terms(leaf, known)[words]


def _lengths(leaf: Leaf, known: Known) -> Rows:
    lengths = leaf.arrays["field_lengths"].reshape(leaf.count, -1)
    numbers = np.tile(np.arange(lengths.shape[1], dtype=np.uint64), leaf.count)
    owner = np.repeat(np.arange(leaf.count), lengths.shape[1])
    return owner, numbers << np.uint64(8) | lengths.ravel()


def _pairs(leaf: Leaf, known: Known) -> Rows:
    bare = np.array([0, *(known[_bare(term)] for term in leaf.lexicon)], dtype=np.uint64)
    pairs = leaf.arrays["pairs"]
    first, second = pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)
    said = bare[first.astype(np.int64)] << np.uint64(32) | bare[second.astype(np.int64)]
    docs = [leaf.pair_at(place) for place in range(len(pairs))]
    return np.concatenate([np.zeros(0, np.uint32), *docs]), np.repeat(said, list(map(len, docs)))


def _titles(leaf: Leaf, known: Known) -> Rows:
    return leaf.arrays["title_docs"], leaf.arrays["titles"]


def _misplaced(wanted: Snapshot, held: Snapshot, order: str, records: Numbers) -> list[int]:
    """Records that stand in the index behind one that belongs behind them."""
    ids = records.tolist()
    if not ids:
        return []
    keys = list(wanted.leaves[0].order_keys(order))
    apart = np.array([place > 0 and keys[place] != keys[place - 1] for place in range(len(keys))])
    right = np.cumsum(apart)[wanted.order(order)[wanted.documents_of(ids)]]
    right = right[np.argsort(wanted.numbers["record_id"][wanted.documents_of(ids)])]
    documents = held.documents_of(ids)
    documents = documents[np.argsort(held.order(order)[documents])]
    of_record = right[np.searchsorted(records, held.numbers["record_id"][documents])]
    early = np.flatnonzero(of_record[1:] < of_record[:-1]) + 1
    return sorted(set(held.numbers["record_id"][documents[early]].tolist()))


_ASPECTS: Final[dict[str, Aspect]] = {
    **{
        name: _column(lambda snapshot, name=name: snapshot.numbers[name])  # type: ignore[misc]
        for name in NUMBERS
        if name != "record_id"
    },
    "popularity": _column(lambda snapshot: snapshot.popularity),
    "facets": _facets,
    "words": _by_leaf(_postings),
    "word order": _by_leaf(_words),
    "fields": _by_leaf(_lengths),
    "neighbours": _by_leaf(_pairs),
    "whole titles": _by_leaf(_titles),
}
