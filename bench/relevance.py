"""How well the search finds a book a reader knows: `python -m bench.relevance FILE …`.

Takes any catalogue file the import reads, brings it into a throw-away instance, makes queries from
random records as fingers type them (`fingers.py`), and asks the search as the results page does.
Prints success@1, success@10 and the mean reciprocal rank of each kind beside a baseline
(`folded.py`). A hit is the wanted title. `--misses N` shows queries that failed, to look at by eye.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.fingers import KINDS, Book, Maker, book
from bench.folded import Folded
from portal.catalogue.models import Agent, Record, RecordAgent
from portal.catalogue.union.importing import run_import
from portal.db import Base, make_engine, session_scope
from portal.libraries.branches import Network
from portal.libraries.kinds import LibraryKind
from portal.libraries.models import Library
from portal.search.live import LiveIndex
from portal.search.maintenance import build_index
from portal.search.relax import ways_on
from portal.search.rescue import answered
from portal.search.service import Searcher
from portal.search.state import SearchState
from portal.vietnamese.syllables import bare_key
from portal.vietnamese.text import words

DEEP = 10
Ask = Callable[[str], list[list[int]]]  # a query → works, best first, each as its records' ids


@dataclass
class Tally:
    """Ranks (from 1) of the wanted title in each answer, 0 where it was not among the first ten."""

    ranks: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def row(self) -> str:
        asked = max(len(self.ranks), 1)
        first = sum(rank == 1 for rank in self.ranks) / asked
        ten = sum(rank > 0 for rank in self.ranks) / asked
        reciprocal = sum(1 / rank for rank in self.ranks if rank) / asked
        return f"{first:.3f} / {ten:.3f} / {reciprocal:.3f}"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The catalogue as it was read: titles by record id, folded, and the books to ask for."""

    titles: dict[int, str]
    books: list[tuple[str, Book]]


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("files", nargs="+", type=Path, metavar="FILE")
    options.add_argument("--sample", type=int, default=500, help="queries of each kind")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--misses", type=int, default=0, help="failures of each kind to show")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/bench.sqlite")
        Base.metadata.create_all(engine)
        with session_scope(engine) as session:
            brought_in(session, chosen.files, Path(folder) / "index")
        with session_scope(engine) as session:
            searcher = Searcher(
                session, LiveIndex(Path(folder) / "index").snapshot(session), Network.of([])
            )
            print(f"{searcher.snapshot.count:,} records; {chosen.sample} queries of each kind\n")
            report(searcher, chosen.sample, chosen.seed, chosen.misses)
        engine.dispose()


def brought_in(session: Session, files: Sequence[Path], home: Path) -> None:
    library = Library(code="CN", name="Thư viện thử", kind=LibraryKind.CITY)
    session.add(library)
    session.commit()
    run_import(session, files, library, checkpoint=session.commit)
    build_index(session, home)


def report(searcher: Searcher, sample: int, seed: int, misses: int) -> None:
    shelf = read_shelf(searcher.session)
    folded = Folded(searcher.session)
    asks: list[Ask] = [lambda q: asked(searcher, q), folded.find]
    print("| kind | asked | s@1 / s@10 / MRR | baseline | CPU ms |")
    print("|---|---:|---:|---:|---:|")
    failed: list[str] = []
    for kind, maker in KINDS.items():
        queries = list(made(shelf, maker, sample, seed))
        own, other = (measured(shelf, ask, queries) for ask in asks)
        each = 1000 * own.seconds / max(len(queries), 1)
        print(f"| {kind} | {len(queries)} | {own.row()} | {other.row()} | {each:.1f} |", flush=True)
        lost = [(w, q, r) for (w, q), r in zip(queries, own.ranks, strict=True) if r != 1]
        failed += [f"{kind}\t{rank}\t{q}\t{wanted}" for wanted, q, rank in lost[:misses]]
    print("\n".join(["", *failed]) if failed else "")


def read_shelf(session: Session) -> Shelf:
    names: dict[int, str] = {}
    authors = (
        select(RecordAgent.record_id, Agent.name)
        .join(Agent, Agent.id == RecordAgent.agent_id)
        .order_by(RecordAgent.record_id, RecordAgent.position)
    )
    for record_id, name in session.execute(authors):
        names.setdefault(record_id, name)
    titles, books = {}, []
    for row in session.execute(select(Record.id, Record.title, Record.subtitle)):
        whole = f"{row.title} {row.subtitle or ''}"
        titles[row.id] = folded_title(whole)
        books.append((titles[row.id], book(whole, names.get(row.id, ""))))
    return Shelf(titles, books)


def folded_title(text: str) -> str:
    return " ".join(bare_key(word) for word in words(text))


def made(shelf: Shelf, maker: Maker, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """(the wanted title, what was typed), `count` of them where there are as many books."""
    draw = random.Random(seed)  # noqa: S311 -- the same queries every time
    order = draw.sample(range(len(shelf.books)), len(shelf.books))
    for place in order:
        wanted, found = shelf.books[place]
        if count and (q := maker(found, draw)):
            count -= 1
            yield wanted, q


def measured(shelf: Shelf, ask: Ask, queries: Sequence[tuple[str, str]]) -> Tally:
    tally = Tally()
    for wanted, q in queries:
        started = time.process_time()
        works = ask(q)
        tally.seconds += time.process_time() - started
        hits = [any(shelf.titles[one] == wanted for one in work) for work in works]
        tally.ranks.append(hits.index(True) + 1 if any(hits) else 0)
    return tally


def asked(searcher: Searcher, q: str) -> list[list[int]]:
    """The first page, as a reader who just typed sees it: behind few works those near them."""
    answer = answered(searcher, SearchState(q=q, per_page=DEEP), ())
    near = [item for _place, item in ways_on(searcher, answer).near]
    return [[item.record_id, *item.others] for item in (*answer.found.items, *near)]


if __name__ == "__main__":
    main()
