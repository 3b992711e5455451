"""How fast the engine builds and answers at several sizes, straight on documents, no database.

    python -m bench.search_quick [RECORDS ...]        (1000 50000 200000 unless told)

Titles are of syllables drawn as often as the demo catalogue uses them, names of its authors'.
"""

from __future__ import annotations

import csv
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from sqlalchemy.orm import Session

from portal.libraries.branches import Network
from portal.search import bulk
from portal.search.analysis import IndexDocument, ddc_number, language_number
from portal.search.relax import relaxations
from portal.search.service import Searcher
from portal.search.snapshot import Snapshot
from portal.search.state import SearchState
from portal.vietnamese.order import person_sort_key, sort_key
from portal.vietnamese.syllables import fold
from portal.vietnamese.text import words

CATALOGUE = Path(__file__).parent.parent / "portal" / "demo" / "catalogue"
SIZES = (1000, 50_000, 200_000)
CHUNK = 2000
ROUNDS = 60  # different queries of each kind
LIBRARIES = 60


class Source:
    """What the demo catalogue is made of, to be drawn from."""

    def __init__(self) -> None:
        self.rows = [row for path in sorted(CATALOGUE.glob("*.csv")) for row in _rows(path)]
        self.titles = [row["Nhan đề"] for row in self.rows]
        self.syllables = [word for title in self.titles for word in words(title)]
        self.authors = [
            row["Thông tin trách nhiệm"].split(",")[0].split(";")[0].strip() for row in self.rows
        ]

    def documents(self, size: int) -> Iterator[list[IndexDocument]]:
        draw = random.Random(7)  # noqa: S311 -- the same catalogue every time
        for start in range(1, size + 1, CHUNK):
            yield [self._document(draw, n) for n in range(start, min(start + CHUNK, size + 1))]

    def _document(self, draw: random.Random, number: int) -> IndexDocument:
        known = draw.randrange(len(self.rows))
        own = " ".join(draw.choices(self.syllables, k=draw.randint(3, 9)))
        title = self.titles[known] if draw.random() < 0.02 else own
        author = self.authors[known]
        libraries = tuple(sorted(draw.sample(range(1, LIBRARIES), draw.choice((1, 1, 1, 2, 5)))))
        return IndexDocument(
            record_id=number,
            work_id=number if draw.random() < 0.8 else max(number - 1, 1),
            texts={
                "title": [title],
                "agent": [author],
                "subject": [draw.choice(self.rows)["Chủ đề"] or ""],
                "note": [" ".join(draw.choices(self.syllables, k=25))],
            },
            titles=[title],
            year=draw.randint(1950, 2025),
            language=language_number(draw.choice(("vie", "vie", "vie", "eng"))),
            material=1,
            ddc=ddc_number(self.rows[known]["Chỉ số phân loại"]),
            added=1_600_000_000 + number,
            loans=int(draw.paretovariate(1.2)),
            title_order=sort_key(title),
            author_order=person_sort_key(author),
            agents=(known + 1,),
            subjects=(draw.randrange(3000) + 1,),
            libraries=libraries,
            available=tuple(draw.randint(0, 2) for _ in libraries),
        )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


class NoDatabase:
    """The engine alone: no code is ever found."""

    def scalars(self, query: object) -> list[int]:
        return []


def kinds(source: Source) -> dict[str, Callable[[random.Random], SearchState]]:
    def drawn(draw: random.Random, count: int) -> str:
        return " ".join(words(draw.choice(source.titles))[:count])

    return {
        "one syllable": lambda d: SearchState(q=d.choice(source.syllables)),
        "three words": lambda d: SearchState(q=drawn(d, 3)),
        "three words, bare": lambda d: SearchState(q=fold(drawn(d, 3))),
        "whole title": lambda d: SearchState(q=d.choice(source.titles)),
        "author": lambda d: SearchState(q=d.choice(source.authors)),
        "author in its field": lambda d: SearchState(q=d.choice(source.authors), field="agent"),
        "phrase": lambda d: SearchState(q=f'"{drawn(d, 3)}"'),
        "truncated": lambda d: SearchState(q=d.choice(source.syllables)[:2] + "*"),
        "OR, NOT": lambda d: SearchState(q=f"{drawn(d, 1)} OR {drawn(d, 2)} -{drawn(d, 1)}"),
        "everything": lambda d: SearchState(page=d.randint(1, 40)),
        "page 500 by title": lambda d: SearchState(q="the OR nam", sort="title", page=500),
        "filtered, available": lambda d: SearchState(
            q=drawn(d, 1), chosen={"ddc": ("8",)}, year_from=1990, available=True
        ),
    }


def table(size: int, source: Source) -> None:
    with tempfile.TemporaryDirectory() as folder:
        chunks = list(source.documents(size))
        start = time.perf_counter()
        bulk.build(Path(folder), chunks)
        took = time.perf_counter() - start
        megabytes = sum(path.stat().st_size for path in Path(folder).rglob("*")) / 1e6
        print(f"\n{size:,} records: {size / took:,.0f} records/s, {megabytes:.1f} MB")
        searcher = Searcher(cast(Session, NoDatabase()), Snapshot(Path(folder), 1), Network.of([]))
        for name, make in kinds(source).items():
            _line(name, make, searcher.find)
        _line(
            "no hits: ways out",
            lambda d: SearchState(q=" ".join(words(d.choice(source.titles))[:3]) + "q"),
            lambda state: relaxations(searcher, state),
        )


def _line(
    name: str, make: Callable[[random.Random], SearchState], run: Callable[[SearchState], object]
) -> None:
    draw = random.Random(name)  # noqa: S311 -- the same queries every time
    times = []
    for _ in range(ROUNDS):
        state = make(draw)
        start = time.perf_counter()
        run(state)
        times.append((time.perf_counter() - start) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"  {name:22} {statistics.median(times):7.2f} {p95:7.2f} ms (median, p95)")


if __name__ == "__main__":
    for wanted in [int(text) for text in sys.argv[1:]] or SIZES:
        table(wanted, Source())
