"""The portal's own index, asked as its pages ask it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import cast

from sqlalchemy.orm import Session

from bench.searching.engines import FACET_VALUES, Answer, Chunks, Ranks, folder_bytes
from bench.searching.queries import FACETS, Query
from bench.searching.records import LIBRARIES
from portal.libraries.branches import Branch, Network
from portal.libraries.kinds import LibraryKind
from portal.search import bulk
from portal.search.analysis import IndexDocument, language_code
from portal.search.service import Searcher
from portal.search.snapshot import Snapshot
from portal.search.state import SearchState


class NoDatabase:
    """The index alone: no number is ever found to be an ISBN or a barcode."""

    def scalars(self, query: object) -> list[int]:
        return []


class Portal:
    name = "portal"
    clock = "own"
    marks = True
    choices = True  # whether that is asked or not

    def __init__(self, *, by_record: bool = False) -> None:
        self._by_record = by_record
        self._searcher: Searcher | None = None

    def build(self, folder: Path, chunks: Chunks, ranks: Ranks) -> None:
        bulk.build(folder, _alone(chunks) if self._by_record else chunks)

    def open(self, folder: Path) -> None:
        session = cast(Session, NoDatabase())
        self._searcher = Searcher(session, Snapshot(folder, 1), _network())

    def ask(self, query: Query) -> Answer:
        assert self._searcher is not None
        found = self._searcher.find(state_of(query), FACETS)
        # Counts are put in order when they are read, so as many are read as the peers give.
        facets = {name: counts[:FACET_VALUES] for name, counts in found.facets.items()}
        facets["ddc"] = [(value - 10, works) for value, works in facets["ddc"]]
        return Answer(found.records, tuple(item.record_id for item in found.items), facets)

    def size(self, folder: Path) -> int:
        return folder_bytes(folder)


def state_of(query: Query) -> SearchState:
    """The query as a reader would have to type and choose it."""
    parts = [*query.all_of]
    if query.any_of:
        either = " OR ".join(query.any_of)
        parts.append(f"({either})" if query.all_of else either)
    if query.phrase:
        parts.append('"' + " ".join(query.phrase) + '"')
    if query.prefix:
        parts.append(query.prefix + "*")
    parts += [f"-{word}" for word in query.none_of]
    chosen: dict[str, tuple[str, ...]] = {}
    if query.library:
        chosen["library"] = (f"L{query.library}",)
    if query.language:
        chosen["language"] = (language_code(query.language),)
    return SearchState(
        q=" ".join(parts),
        field=query.field,
        chosen=chosen,
        year_from=query.year_from or None,
        year_to=query.year_to or None,
        available=query.ready,
        sort=query.sort,
        page=query.page,
    )


def _alone(chunks: Chunks) -> Iterable[list[IndexDocument]]:
    """Every record a work of its own, as the other engines have it."""
    for chunk in chunks:
        yield [replace(document, work_id=document.record_id) for document in chunk]


def _network() -> Network:
    return Network.of([_branch(number) for number in range(1, LIBRARIES + 1)])


def _branch(number: int) -> Branch:
    return Branch(
        id=number,
        code=f"L{number}",
        kind=next(iter(LibraryKind)),
        name=f"L{number}",
        short_name="",
        parent_id=None,
        address=None,
        commune_code=None,
        phone="",
        email="",
        website="",
        latitude=None,
        longitude=None,
        about="",
        aliases=(),
        closed_since=None,
    )
