"""What an engine has to do to be measured, and which ones there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bench.searching.queries import Query
from portal.search.analysis import TEXT_FIELDS, IndexDocument
from portal.vietnamese.syllables import bare_key, exact_key
from portal.vietnamese.text import words

Ranks = NDArray[np.uint32]
Chunks = Iterable[list[IndexDocument]]
WEIGHTS = {text_field.name: text_field.weight for text_field in TEXT_FIELDS}
FACET_VALUES = 20  # of each facet, the most frequent ones: as many as a page could show


@dataclass(frozen=True, slots=True)
class Answer:
    """total: records; ids: those of the page; facets: (value, hits), most hits first."""

    total: int
    ids: tuple[int, ...]
    facets: dict[str, list[tuple[int, int]]]


class Engine(Protocol):
    """An engine and its index in a folder."""

    name: str
    clock: str  # "own": its work is done in the asking thread; "server": elsewhere
    marks: bool  # keeps words with their marks too
    choices: bool  # counts what other choices in a facet would find

    def build(self, folder: Path, chunks: Chunks, ranks: Ranks) -> None:
        """Index all records. ranks: the place of record n + 1 among all titles, given for free."""

    def open(self, folder: Path) -> None:
        """Open the index anew, nothing remembered of earlier questions."""

    def ask(self, query: Query) -> Answer: ...

    def size(self, folder: Path) -> int:
        """Bytes on disk."""


def can_answer(engine: Engine, query: Query) -> bool:
    """Whether an engine can give all that a query asks for."""
    return engine.marks >= query.marks and engine.choices >= query.choices


ENGINES = ("portal", "tantivy", "tantivy-one", "fts5", "postgresql")


def engine(name: str) -> Engine:
    """Engines are imported when asked for: not all of their packages need be there."""
    match name:
        case "portal":
            from bench.searching.with_portal import Portal

            return Portal()
        case "tantivy":
            from bench.searching.with_tantivy import Tantivy

            return Tantivy()
        case "tantivy-one":
            from bench.searching.with_tantivy import TantivyOneField

            return TantivyOneField()
        case "fts5":
            from bench.searching.with_fts5 import Fts5

            return Fts5()
        case "postgresql":
            from bench.searching.with_postgresql import Postgresql

            return Postgresql()
    raise ValueError(f"no engine {name}: {', '.join(ENGINES)}")


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    """The bare keys of a text's words, a space between: what the portal itself looks for."""
    return " ".join([bare_key(word) for word in words(text)])


def exact(text: str) -> str:
    return " ".join([exact_key(word) for word in words(text)])


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def ready_libraries(document: IndexDocument) -> list[int]:
    pairs = zip(document.libraries, document.available, strict=True)
    return [library for library, copies in pairs if copies]


def ddc_class(document: IndexDocument) -> int | None:
    """0 to 9; None where no number is given."""
    return (document.ddc - 1) // 100 if document.ddc else None


def each(chunks: Chunks) -> Iterator[IndexDocument]:
    for chunk in chunks:
        yield from chunk
