"""SQLite's FTS5: a full-text table, a table of numbers beside it, one of pairs for each list."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bench.searching.engines import (
    FACET_VALUES,
    WEIGHTS,
    Answer,
    Chunks,
    Ranks,
    ddc_class,
    folded,
    folder_bytes,
    ready_libraries,
)
from bench.searching.queries import PAGE, Query
from portal.search.analysis import IndexDocument

FILE = "index.sqlite"
LISTS = {"author": "agents", "subject": "subjects", "library": "libraries"}
NUMBERS = ("material", "language", "ddc")
GAP = " valuesend "  # a word between two values of one field: a phrase never spans them

# Contentless: only the index, as with the others. The tokenizer gets words that are folded already.
SCHEMA = f"""
    PRAGMA journal_mode = off;
    PRAGMA synchronous = off;
    PRAGMA page_size = 8192;
    CREATE VIRTUAL TABLE words USING fts5({", ".join(WEIGHTS)}, content='', columnsize=1,
        tokenize="unicode61 remove_diacritics 0");
    CREATE TABLE records (id INTEGER PRIMARY KEY, year INTEGER, language INTEGER,
        material INTEGER, ddc INTEGER, title_rank INTEGER);
    CREATE TABLE agents (id INTEGER, value INTEGER, PRIMARY KEY (id, value)) WITHOUT ROWID;
    CREATE TABLE subjects (id INTEGER, value INTEGER, PRIMARY KEY (id, value)) WITHOUT ROWID;
    CREATE TABLE libraries (id INTEGER, value INTEGER, ready INTEGER,
        PRIMARY KEY (id, value)) WITHOUT ROWID;
"""


class Fts5:
    name = "fts5"
    clock = "own"
    marks = False
    choices = False

    def __init__(self) -> None:
        self._database: sqlite3.Connection | None = None

    def build(self, folder: Path, chunks: Chunks, ranks: Ranks) -> None:
        database = sqlite3.connect(folder / FILE)
        database.executescript(SCHEMA)
        marks = ", ".join("?" * (len(WEIGHTS) + 1))
        insert = f"INSERT INTO words (rowid, {', '.join(WEIGHTS)}) VALUES ({marks})"  # noqa: S608
        for documents in chunks:
            database.executemany(
                insert,
                (
                    (
                        d.record_id,
                        *(GAP.join(map(folded, d.texts.get(name, ()))) for name in WEIGHTS),
                    )
                    for d in documents
                ),
            )
            database.executemany(
                "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (d.record_id, d.year, d.language or None, d.material, ddc_class(d),
                     int(ranks[d.record_id - 1]))
                    for d in documents
                ),
            )  # fmt: skip
            for table, values in (("agents", "agents"), ("subjects", "subjects")):
                database.executemany(
                    f"INSERT INTO {table} VALUES (?, ?)",  # noqa: S608
                    ((d.record_id, value) for d in documents for value in getattr(d, values)),
                )
            database.executemany(
                "INSERT INTO libraries VALUES (?, ?, ?)",
                (
                    (d.record_id, library, library in ready)
                    for d in documents
                    for ready in [set(ready_libraries(d))]
                    for library in d.libraries
                ),
            )
        database.execute("INSERT INTO words(words) VALUES ('optimize')")
        database.commit()
        database.execute("ANALYZE")
        database.close()

    def open(self, folder: Path) -> None:
        if self._database is not None:
            self._database.close()
        self._database = sqlite3.connect(folder / FILE)
        self._database.executescript(
            "PRAGMA cache_size = -200000; PRAGMA mmap_size = 4000000000;"
            "PRAGMA temp_store = memory;"
            "CREATE TEMP TABLE hits (id INTEGER PRIMARY KEY, score REAL);"
        )

    def size(self, folder: Path) -> int:
        return folder_bytes(folder)

    def ask(self, query: Query) -> Answer:
        """The hits are written down once, the page and every facet come from them.

        CROSS JOIN, and no condition that goes with it, keep SQLite from walking through all records
        in search of a few hits.
        """
        assert self._database is not None
        run = self._database.execute
        weights = ", ".join(str(weight) for weight in WEIGHTS.values())
        # Scores only where the page is by them; filters where they cut down what is scored.
        score = f"bm25(words, {weights})" if query.sort == "relevance" else "0"
        where, values = _filters(query)
        run("DELETE FROM hits")
        run(
            f"INSERT INTO hits SELECT words.rowid, {score} FROM words"  # noqa: S608
            f"{' JOIN records ON records.id = words.rowid' if where else ''}"
            f" WHERE words MATCH ?{where}",
            (expression(query), *values),
        )
        (total,) = run("SELECT count(*) FROM hits").fetchone()
        order = "score, id" if query.sort == "relevance" else "title_rank"
        source = "hits" if query.sort == "relevance" else "hits CROSS JOIN records USING (id)"
        page = run(
            f"SELECT id FROM {source} ORDER BY {order} LIMIT ? OFFSET ?",  # noqa: S608
            (PAGE, (query.page - 1) * PAGE),
        ).fetchall()
        facets = {name: self._facet("records", name) for name in NUMBERS}
        facets |= {name: self._facet(table, "value") for name, table in LISTS.items()}
        return Answer(total, tuple(row[0] for row in page), facets)

    def _facet(self, table: str, column: str) -> list[tuple[int, int]]:
        assert self._database is not None
        found = self._database.execute(
            f"SELECT {column}, count(*) AS n FROM hits CROSS JOIN {table} USING (id)"  # noqa: S608
            f" GROUP BY {column} ORDER BY n DESC LIMIT ?",
            (FACET_VALUES + 1,),
        )
        return [(value, count) for value, count in found if value is not None][:FACET_VALUES]


def _texts(document: IndexDocument) -> Iterator[str]:
    for name in WEIGHTS:
        yield GAP.join(map(folded, document.texts.get(name, ())))


def expression(query: Query) -> str:
    """The query in FTS5's language."""
    parts = [f'"{word}"' for word in query.all_of]
    if query.any_of:
        parts.append("(" + " OR ".join(f'"{word}"' for word in query.any_of) + ")")
    if query.phrase:
        parts.append('"' + " ".join(query.phrase) + '"')
    if query.prefix:
        parts.append(f'"{query.prefix}"*')
    found = " AND ".join(parts)
    if query.field:
        found = f"{query.field} : ({found})"
    for word in query.none_of:
        found = f'({found}) NOT "{word}"'
    return found


def _filters(query: Query) -> tuple[str, list[int]]:
    text, values = "", []
    if query.language:
        text += " AND language = ?"
        values.append(query.language)
    if query.year_from or query.year_to:
        text += " AND year BETWEEN ? AND ?"
        values += [query.year_from or 1, query.year_to or 9999]
    if query.library:
        text += " AND EXISTS (SELECT 1 FROM libraries AS held WHERE held.id = words.rowid"
        text += f" AND held.value = ?{' AND held.ready' if query.ready else ''})"
        values.append(query.library)
    return text, values
