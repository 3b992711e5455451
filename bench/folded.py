"""What a reader gets elsewhere: all marks folded away, BM25 over fields, AND, and else OR.

SQLite's FTS5 with field boosts, as VuFind and Koha ask Solr or Elasticsearch.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalogue.models import Agent, Record, RecordAgent, RecordSubject, Subject
from portal.vietnamese.syllables import fold
from portal.vietnamese.text import words

ENOUGH = 60  # records looked at for the ten works wanted
BOOSTS = {
    "title": 5.0,
    "names": 4.0,
    "subjects": 2.0,
    "series": 1.5,
    "publisher": 0.6,
    "notes": 0.5,
}


class Folded:
    """The baseline over the same records as the index."""

    def __init__(self, session: Session) -> None:
        self._table = sqlite3.connect(":memory:")
        self._table.execute(f"CREATE VIRTUAL TABLE books USING fts5({', '.join(BOOSTS)}, work)")
        names, subjects = defaultdict(list), defaultdict(list)
        for record_id, name in session.execute(
            select(RecordAgent.record_id, Agent.name).join(Agent, Agent.id == RecordAgent.agent_id)
        ):
            names[record_id].append(name)
        for record_id, label in session.execute(
            select(RecordSubject.record_id, Subject.label).join(
                Subject, Subject.id == RecordSubject.subject_id
            )
        ):
            subjects[record_id].append(label)
        self._table.executemany(
            f"INSERT INTO books(rowid, {', '.join(BOOSTS)}, work) VALUES (?,?,?,?,?,?,?,?)",  # noqa: S608 -- the names are our own
            (
                (
                    r.id,
                    _plain(r.title, r.subtitle, r.volume, r.part_title, r.original_title,
                           r.other_titles),
                    _plain(*names[r.id]), _plain(*subjects[r.id]), _plain(r.series),
                    _plain(r.publisher, r.place), _plain(r.summary, r.notes), r.work_id,
                )
                for r in session.scalars(select(Record))
            ),
        )  # fmt: skip
        self._rank = ", ".join(map(str, BOOSTS.values())) + ", 0"

    def find(self, q: str, count: int = 10) -> list[list[int]]:
        """The best works, each as the ids of its records that were met."""
        typed = [f'"{fold(word)}"' for word in words(q)]
        return self._asked(" AND ".join(typed), count) or self._asked(" OR ".join(typed), count)

    def _asked(self, match: str, count: int) -> list[list[int]]:
        rows = self._table.execute(
            f"SELECT rowid, work FROM books WHERE books MATCH ?"  # noqa: S608 -- as above
            f" ORDER BY bm25(books, {self._rank}) LIMIT {ENOUGH}",
            (match,),
        )
        works: dict[int, list[int]] = {}
        for record_id, work in rows:
            works.setdefault(work, []).append(record_id)
        return list(works.values())[:count]


def _plain(*values: str | None) -> str:
    return " ".join(fold(word) for value in values if value for word in words(value))
