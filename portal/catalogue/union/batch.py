"""One batch of drafts into the union: looked up, decided, written, each step for all at once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from portal.catalogue.reading.draft import Draft
from portal.catalogue.union.facts import Facts, facts_of_draft
from portal.catalogue.union.lookups import MAX_CANDIDATES
from portal.catalogue.union.matching import Question

READING = b"1"
"""Raise when the same bytes are to be read differently: then every record counts as changed."""


@dataclass(eq=False, slots=True)
class Target:
    """A union record: one that exists (`record_id`), or one this batch will make of `draft`."""

    facts: Facts
    record_id: int = 0
    draft: Draft | None = None


@dataclass(eq=False, slots=True)
class Incoming:
    """A draft on its way in, with its number settled and what the database knows of it."""

    draft: Draft
    number: str
    digest: bytes
    facts: Facts
    source_id: int = 0
    old_record_id: int = 0
    target: Target | None = None
    rewrites: bool = False  # its words become those of the record it already has
    questions: tuple[Question[Target], ...] = field(default_factory=tuple)

    @property
    def is_new(self) -> bool:
        return not self.source_id


def digest_of(draft: Draft, how_read: bytes) -> bytes:
    """What tells one version of a source record from another, 16 bytes.

    The mapping and the encoding asked for count too: the same bytes read another way are news.
    """
    return hashlib.blake2b(draft.raw, digest_size=16, key=READING + how_read).digest()


class Candidates:
    """Union records that a draft may belong to: those found in the database, and this batch's."""

    def __init__(self, by_isbn: dict[str, list[int]], by_key: dict[str, list[int]],
                 facts: dict[int, Facts]) -> None:  # fmt: skip
        self._isbn: dict[str, list[Target]] = defaultdict(list)
        self._key: dict[str, list[Target]] = defaultdict(list)
        self._known = {one: Target(of, one) for one, of in facts.items()}
        for mine, found in ((self._isbn, by_isbn), (self._key, by_key)):
            for value, ids in found.items():
                mine[value].extend(self._known[one] for one in ids if one in self._known)

    def target(self, record_id: int, facts: Facts) -> Target:
        """The one Target of an existing record."""
        return self._known.setdefault(record_id, Target(facts, record_id))

    def with_isbn(self, facts: Facts) -> list[tuple[Target, Facts]]:
        found = dict.fromkeys(
            target for isbn in sorted(facts.isbns) for target in _few(self._isbn[isbn])
        )
        return [(target, target.facts) for target in found]

    def with_key(self, facts: Facts) -> list[tuple[Target, Facts]]:
        return [(target, target.facts) for target in _few(self._key[facts.match_key])]

    def add(self, target: Target) -> None:
        """A record this batch makes is a candidate for what follows it."""
        for isbn in target.facts.isbns:
            self._isbn[isbn].append(target)
        self._key[target.facts.match_key].append(target)


def _few(targets: Sequence[Target]) -> Sequence[Target]:
    return targets if len(targets) <= MAX_CANDIDATES else ()


def batches(drafts: Iterator[Draft], size: int, copies: int) -> Iterator[list[Draft]]:
    """Drafts by the `size`, fewer where they have many copies."""
    batch: list[Draft] = []
    held = 0
    for draft in drafts:
        batch.append(draft)
        held += len(draft.copies)
        if len(batch) >= size or held >= copies:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def incoming(draft: Draft, number: str, digest: bytes) -> Incoming:
    return Incoming(draft, number, digest, facts_of_draft(draft))
