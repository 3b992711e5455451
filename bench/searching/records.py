"""As many records as wanted, from the demo catalogue taken apart and put together anew.

A title is the beginning of one real title and the end of another, an author the family name of one
person and the given name of another, a summary two pieces of real ones: words stand beside the
words they stand beside in life, and are as frequent. A long tail of words that stand in one or two
records, as foreign names do, is made of the halves of foreign words. Any chunk can be made without
those before it, so millions never lie in memory.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from portal.search.analysis import IndexDocument, ddc_number, language_number
from portal.vietnamese.order import sort_key
from portal.vietnamese.syllables import fold, is_syllable
from portal.vietnamese.text import words

CATALOGUE = Path(__file__).parents[2] / "portal" / "demo" / "catalogue"
SEED = 20261123
CHUNK = 2000  # records made at a time
LIBRARIES = 60
RECORDS_AN_AUTHOR = 4
SUBJECTS = 6000

SHARE_OF_WORKS_IN_EDITIONS = 0.1
SHARE_WITH_RARE_WORD = 0.12
SHARE_IN_SERIES = 0.2
SHARE_WITH_SUMMARY = 0.5
LANGUAGES = (("vie", 0.86), ("eng", 0.07), ("fre", 0.03), ("chi", 0.02), ("rus", 0.01), ("", 0.01))
MATERIALS = ((1, 0.84), (8, 0.08), (2, 0.03), (9, 0.03), (3, 0.01), (4, 0.01))
AUTHORS = ((0, 0.05), (1, 0.7), (2, 0.2), (3, 0.05))
HELD_BY = ((1, 0.5), (2, 0.2), (3, 0.15), (5, 0.1), (9, 0.05))

_CREDIT = re.compile(r"\([^)]*\)|\b(dịch|sưu tầm|biên soạn|khảo dị|chú thích|soạn|kể|vẽ)\b.*")


@dataclass(frozen=True)
class Piece:
    """A part of a text, with the part of a sort key that it stands for."""

    text: str
    order: bytes


class Source:
    """Chunks of `IndexDocument`s of a catalogue of `size` records, the same ones every time."""

    def __init__(self, size: int) -> None:
        rows = [row for path in sorted(CATALOGUE.glob("*.csv")) for row in _rows(path)]
        self.size = size
        self.authors = max(size // RECORDS_AN_AUTHOR, 2000)
        titles = [row["Nhan đề"].split() for row in rows]
        self._heads = _pieces(" ".join(title[:n]) for title in titles for n in (2, 3, 4, 5, 6))
        self._tails = _pieces(" ".join(title[-n:]) for title in titles for n in (2, 3, 4, 5, 6))
        names = sorted({name for row in rows for name in _people(row["Thông tin trách nhiệm"])})
        self._families = _pieces(sorted({name.rpartition(" ")[0] for name in names}))
        self._given = _pieces(sorted({name.rpartition(" ")[2] for name in names}))
        self._subjects = _distinct(rows, "Chủ đề", "Từ khóa")
        self._series = _distinct(rows, "Tùng thư")
        self._publishers = [[row["Nhà xuất bản"], row["Nơi xuất bản"]] for row in rows]
        self._classes = [ddc_number(row["Chỉ số phân loại"]) for row in rows]
        self._summaries = [
            " ".join(part) for row in rows for part in _windows(row["Tóm tắt"].split(), 12)
        ]
        self._foreign = sorted(
            {
                folded
                for row in rows
                for word in words(f"{row['Thông tin trách nhiệm']} {row['Nhan đề']}")
                if len(folded := fold(word)) > 4 and folded.isalpha() and not is_syllable(word)
            }
        )
        self.author = lru_cache(maxsize=20_000)(self._author)

    def chunks(self) -> Iterator[list[IndexDocument]]:
        for number in range(-(-self.size // CHUNK)):
            yield self.chunk(number)

    def chunk(self, number: int) -> list[IndexDocument]:
        """Records `number` * CHUNK + 1 and on: `CHUNK` of them, fewer at the catalogue's end."""
        count = min(CHUNK, self.size - number * CHUNK)
        return _Chunk(self, number, count).documents()

    def _author(self, number: int) -> Piece:
        """The person with an id from 1 to `self.authors`."""
        family = self._families[number % len(self._families)]
        given = self._given[(number * 7919 + number // len(self._families)) % len(self._given)]
        return Piece(f"{family.text} {given.text}", given.order + b"\0" + family.order)

    def subject(self, number: int) -> str:
        """The subject with an id from 1 to `SUBJECTS`: the usual ones alone, the rest in pairs."""
        first, turn = number % len(self._subjects), number // len(self._subjects)
        if not turn:
            return self._subjects[first]
        return f"{self._subjects[first]} - {self._subjects[(first * 7 + turn) % 40]}"

    def rare(self, first: int, second: int) -> str:
        """A word hardly any other record has."""
        foreign = self._foreign
        return foreign[first % len(foreign)][:3] + foreign[second % len(foreign)][-4:]


class _Chunk:
    """All that chance decides about a chunk is drawn at once, as arrays."""

    def __init__(self, source: Source, number: int, count: int) -> None:
        self.source, self.first, self.count = source, number * CHUNK + 1, count
        self._draw = draw = np.random.default_rng((SEED, number))
        many = draw.random(count) < SHARE_OF_WORKS_IN_EDITIONS
        editions = np.where(many, draw.integers(2, 5, count), 1)
        # Records of one work stand side by side and share what is drawn for the first of them.
        self.work = np.repeat(np.arange(count), editions)[:count].tolist()
        self.head = self._below(len(source._heads))
        self.tail = self._below(len(source._tails))
        self.rare = (draw.random(count) < SHARE_WITH_RARE_WORD).tolist()
        self.rare_parts = draw.integers(0, 1 << 20, (count, 4)).tolist()
        self.agent_count = self._weighed(AUTHORS)
        # Few people wrote much, many wrote one book.
        popularity = draw.random((count, 3)) ** 3
        self.agents = ((popularity * source.authors).astype(int) + 1).tolist()
        self.subject_count = draw.integers(1, 4, count).tolist()
        self.subjects = ((draw.random((count, 3)) ** 3 * SUBJECTS).astype(int) + 1).tolist()
        self.ddc = self._below(len(source._classes))
        self.in_series = (draw.random(count) < SHARE_IN_SERIES).tolist()
        self.series = self._below(len(source._series))
        self.publisher = self._below(len(source._publishers))
        self.summarised = (draw.random(count) < SHARE_WITH_SUMMARY).tolist()
        self.summary = draw.integers(0, len(source._summaries), (count, 2)).tolist()
        self.year = (2026 - (draw.random(count) ** 2 * 76).astype(int)).tolist()
        self.language = self._weighed(LANGUAGES)
        self.material = self._weighed(MATERIALS)
        self.loans = draw.pareto(1.2, count).clip(0, 5000).astype(int).tolist()
        self.held_by = self._weighed(HELD_BY)
        self.libraries = ((draw.random((count, 9)) ** 1.5 * LIBRARIES).astype(int) + 1).tolist()
        self.free = draw.integers(0, 3, (count, 9)).tolist()

    def documents(self) -> list[IndexDocument]:
        found: list[IndexDocument] = []
        shared: dict[str, Any] = {}
        for n in range(self.count):
            work = self.work[n]
            if not n or work != self.work[n - 1]:
                shared = self._work(work)
                shared["work_id"] = self.first + n
            found.append(self._record(n, shared))
        return found

    def _work(self, n: int) -> dict[str, Any]:
        """What all editions of a work have in common, drawn for its first."""
        source = self.source
        head, tail = source._heads[self.head[n]], source._tails[self.tail[n]]
        title, order = f"{head.text} {tail.text}", head.order + tail.order
        parts = self.rare_parts[n]
        if self.rare[n]:
            rare = source.rare(parts[0], parts[1])
            title, order = f"{title} {rare}", order + sort_key(rare)
        agents = tuple(dict.fromkeys(self.agents[n][: self.agent_count[n]]))
        subjects = tuple(dict.fromkeys(self.subjects[n][: self.subject_count[n]]))
        note: list[str] = []
        if self.summarised[n]:
            first, second = self.summary[n]
            note = [f"{source._summaries[first]} {source._summaries[second]}"]
            if self.rare[n]:
                note[0] += " " + source.rare(parts[2], parts[3])
        return {
            "title": title,
            "title_order": order,
            "author_order": source.author(agents[0]).order if agents else b"",
            "agents": agents,
            "agent": [source.author(agent).text for agent in agents],
            "subjects": subjects,
            "subject": [source.subject(subject) for subject in subjects],
            "note": note,
            "ddc": source._classes[self.ddc[n]],
            "language": language_number(self.language[n]),
            "material": self.material[n],
        }

    def _record(self, n: int, work: dict[str, Any]) -> IndexDocument:
        source, title = self.source, work["title"]
        held = dict(zip(self.libraries[n][: self.held_by[n]], self.free[n], strict=False))
        libraries = sorted(held)
        series = [source._series[self.series[n]]] if self.in_series[n] else []
        publisher = [value for value in source._publishers[self.publisher[n]] if value]
        return IndexDocument(
            record_id=self.first + n,
            work_id=work["work_id"],
            texts={
                "title": [title],
                "agent": work["agent"],
                "subject": work["subject"],
                "series": series,
                "publisher": publisher,
                "note": work["note"],
            },
            titles=[title],
            year=self.year[n],
            language=work["language"],
            material=work["material"],
            ddc=work["ddc"],
            added=1_600_000_000 + self.first + n,
            loans=self.loans[n],
            title_order=work["title_order"],
            author_order=work["author_order"],
            agents=work["agents"],
            subjects=work["subjects"],
            libraries=tuple(libraries),
            available=tuple(held[library] for library in libraries),
        )

    def _below(self, limit: int) -> list[int]:
        drawn: list[int] = self._draw.integers(0, limit, self.count).tolist()
        return drawn

    def _weighed(self, choices: tuple[tuple[Any, float], ...]) -> list[Any]:
        values, shares = zip(*choices, strict=True)
        drawn = self._draw.choice(len(values), self.count, p=shares).tolist()
        return [values[place] for place in drawn]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def _pieces(texts: Iterable[str]) -> list[Piece]:
    return [Piece(text, sort_key(text)) for text in texts if text]


def _distinct(rows: list[dict[str, str]], *columns: str) -> list[str]:
    """The values of columns, most frequent first, as the columns have them parted by bars."""
    counts: dict[str, int] = {}
    for row in rows:
        for value in "|".join(row[column] for column in columns).split("|"):
            counts[value] = counts.get(value, 0) + 1
    counts.pop("", None)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _people(credit: str) -> list[str]:
    """The names of two to four words in a statement of responsibility."""
    names = [_CREDIT.sub("", name).strip() for name in re.split("[,;]", credit)]
    return [name for name in names if 2 <= len(name.split()) <= 4]


def _windows(parts: list[str], width: int) -> Iterator[list[str]]:
    for start in range(0, max(len(parts) - width // 2, 1), width):
        if parts:
            yield parts[start : start + width]
