"""PostgreSQL: a table with a GIN index over a tsvector of the folded words, arrays for the lists.

The database is made by the build and dropped with its folder's last use; the server is the one at
`BENCH_POSTGRES` (host=127.0.0.1 dbname=postgres unless told).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bench.searching.engines import (
    FACET_VALUES,
    WEIGHTS,
    Answer,
    Chunks,
    Ranks,
    ddc_class,
    each,
    folded,
    ready_libraries,
)
from bench.searching.queries import PAGE, Query
from portal.search.analysis import IndexDocument

SERVER = os.environ.get("BENCH_POSTGRES", "host=127.0.0.1 dbname=postgres")
PREFIX = "portal_bench"
# A tsvector tells four weights apart; they are given from D to A, the greatest being 1.
LETTERS = {
    "title": "A", "agent": "B", "subject": "C", "series": "D", "publisher": "D", "note": "D",
}  # fmt: skip
BY_LETTER = ("note", "subject", "agent", "title")
LETTER_WEIGHTS = [WEIGHTS[name] / WEIGHTS["title"] for name in BY_LETTER]
FACETS = {
    "material": "material", "language": "language", "ddc": "ddc",
    "author": "unnest(agents)", "subject": "unnest(subjects)", "library": "unnest(libraries)",
}  # fmt: skip
VALUE_GAP = 8  # positions between two values of one field: a phrase never spans them
LAST_POSITION = 16_383


class Postgresql:
    name = "postgresql"
    clock = "server"
    marks = False
    choices = False

    def __init__(self) -> None:
        self._connection: psycopg.Connection[Any] | None = None

    def build(self, folder: Path, chunks: Chunks, ranks: Ranks) -> None:
        name = _database(folder)
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        (folder / "database").write_text(name)
        with psycopg.connect(SERVER, dbname=name, autocommit=True) as connection:
            connection.execute("SET maintenance_work_mem = '1GB'")
            connection.execute(
                "CREATE TABLE records (id integer PRIMARY KEY, words tsvector, year smallint,"
                " language smallint, material smallint, ddc smallint, title_rank integer,"
                " agents integer[], subjects integer[], libraries integer[], ready integer[])"
            )
            with connection.cursor().copy("COPY records FROM STDIN") as copy:
                for document in each(chunks):
                    copy.write_row(_row(document, int(ranks[document.record_id - 1])))
            connection.execute("CREATE INDEX ON records USING gin (words)")
            connection.execute("VACUUM (ANALYZE) records")

    def open(self, folder: Path) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = psycopg.connect(SERVER, dbname=_database(folder), autocommit=True)
        # One processor, as the others; room enough for the hits.
        self._connection.execute(
            "SET max_parallel_workers_per_gather = 0; SET work_mem = '256MB'; SET jit = off"
        )

    def size(self, folder: Path) -> int:
        with psycopg.connect(SERVER, dbname=_database(folder)) as connection:
            found = connection.execute("SELECT pg_total_relation_size('records')").fetchone()
            return int(found[0]) if found else 0

    def ask(self, query: Query) -> Answer:
        assert self._connection is not None
        where, values = _where(query)
        statement = _STATEMENT.format(
            where=where,
            score="ts_rank(%(weights)s::real[], words, %(words)s::tsquery)"
            if query.sort == "relevance"
            else "0",
            order="score DESC, id" if query.sort == "relevance" else "title_rank",
            facets=" UNION ALL ".join(_FACET.format(name=n, column=c) for n, c in FACETS.items()),
        )
        values |= {
            "weights": LETTER_WEIGHTS,
            "words": expression(query),
            "start": (query.page - 1) * PAGE,
            "facet_values": FACET_VALUES,
        }
        total, ids = 0, []
        facets: dict[str, list[tuple[int, int]]] = {name: [] for name in FACETS}
        for name, value, count in self._connection.execute(statement, values):
            if name == "total":
                total = count
            elif name == "page":
                ids.append(value)
            else:
                facets[name].append((value, count))
        return Answer(total, tuple(ids), facets)


_STATEMENT = """
    WITH hits AS MATERIALIZED (
        SELECT id, title_rank, material, language, ddc, agents, subjects, libraries,
               {score} AS score
        FROM records WHERE words @@ %(words)s::tsquery{where}
    )
    SELECT 'total', 0, count(*) FROM hits
    UNION ALL (SELECT 'page', id, 0 FROM hits ORDER BY {order} LIMIT 20 OFFSET %(start)s)
    UNION ALL {facets}
"""
_FACET = """
    (SELECT '{name}', value, count(*) AS n
     FROM (SELECT {column} AS value FROM hits) AS each
     WHERE value IS NOT NULL GROUP BY value ORDER BY n DESC LIMIT %(facet_values)s)
"""


def answers() -> bool:
    """Whether the server is there."""
    try:
        psycopg.connect(SERVER, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def drop(folder: Path) -> None:
    """Drop the database that the build in `folder` made."""
    with psycopg.connect(SERVER, autocommit=True) as server:
        name = sql.Identifier(_database(folder))
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))


def expression(query: Query) -> str:
    """The query as a tsquery."""
    letters = f":{LETTERS[query.field]}" if query.field else ""
    parts = [f"'{word}'{letters}" for word in query.all_of]
    if query.any_of:
        parts.append("(" + " | ".join(f"'{word}'{letters}" for word in query.any_of) + ")")
    if query.phrase:
        parts.append("(" + " <-> ".join(f"'{word}'" for word in query.phrase) + ")")
    if query.prefix:
        parts.append(f"'{query.prefix}':*")
    parts += [f"!'{word}'" for word in query.none_of]
    return " & ".join(parts)


def _database(folder: Path) -> str:
    return f"{PREFIX}_{folder.parent.name}"


def _where(query: Query) -> tuple[str, dict[str, Any]]:
    found, values = "", {}
    if query.language:
        found += " AND language = %(language)s"
        values["language"] = query.language
    if query.year_from or query.year_to:
        found += " AND year BETWEEN %(first)s AND %(last)s"
        values |= {"first": query.year_from or 1, "last": query.year_to or 9999}
    if query.library:
        found += f" AND %(library)s = ANY({'ready' if query.ready else 'libraries'})"
        values["library"] = query.library
    return found, values


def _row(document: IndexDocument, rank: int) -> tuple[Any, ...]:
    lexemes, position = [], 1
    for name, letter in LETTERS.items():
        for text in document.texts.get(name, ()):
            for word in folded(text).split():
                lexemes.append(f"'{word}':{min(position, LAST_POSITION)}{letter}")
                position += 1
            position += VALUE_GAP
    return (
        document.record_id, " ".join(lexemes), document.year, document.language or None,
        document.material, ddc_class(document), rank, list(document.agents),
        list(document.subjects), list(document.libraries), ready_libraries(document),
    )  # fmt: skip
