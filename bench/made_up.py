"""Works, editions and copies made up: titles, names and subjects of the demo recombined.

The same seed makes the same ones. Nothing here describes a real book.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import TypeVar

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.reading import Draft, read
from portal.demo.titles import FOLDER
from portal.vietnamese.names import is_vietnamese_name

ISBN_PREFIX = "978604"  # Vietnam's
FIRST_YEAR, LAST_YEAR = 1956, 2026
SEVERAL_EDITIONS = 0.12  # of works
OUT = (  # where a copy is, up to this share of throws
    (0.80, CopyStatus.available), (0.95, CopyStatus.on_loan), (0.96, CopyStatus.on_hold),
    (0.97, CopyStatus.in_transit), (0.985, CopyStatus.processing), (0.992, CopyStatus.lost),
    (1.0, CopyStatus.withdrawn),
)  # fmt: skip
SPREAD = ((0.60, 1), (0.85, 3), (0.97, 8), (1.0, 15))  # libraries that hold an edition, at most
MOST_COPIES = 30

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Edition:
    """What differs between the editions of a work; the rest is the work's."""

    publisher: str | None
    place: str | None
    year: int
    pages: int
    isbn: str | None
    series: str | None


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A work: its model lends class, language and subjects; `people` are numbers below a limit."""

    title: str
    volume: str | None
    people: tuple[int, ...]  # the first wrote it, the second put it into Vietnamese
    model: Draft
    summary: str | None
    editions: list[Edition]


class Maker:
    """Draws from the demo catalogue."""

    def __init__(self, seed: int, people: int) -> None:
        self._dice = Random(seed)  # noqa: S311 - a benchmark must repeat itself
        self.throw = self._dice.random
        self.models = [
            draft
            for path in sorted(Path(FOLDER).glob("*.csv"))
            for draft in read(path)
            if isinstance(draft, Draft)
        ]
        self.people = self._names(people)
        self._titles = [draft.title.split() for draft in self.models]
        self._sentences = [draft.summary.split() for draft in self.models if draft.summary]
        self._series = sorted({draft.series for draft in self.models if draft.series})
        self._isbn = self._dice.randrange(100_000)

    def pick(self, things: Sequence[Thing]) -> Thing:
        return things[int(self.throw() * len(things))]  # four times as fast as choice()

    def work(self) -> MadeUp:
        model = self.pick(self.models)
        several = self.throw() < SEVERAL_EDITIONS
        count = 2 + int(self.throw() ** 2 * 6) if several else 1
        first_year = FIRST_YEAR + int(self.throw() * (LAST_YEAR - FIRST_YEAR + 1 - count))
        author = int(self.throw() ** 2 * len(self.people))  # some write much, most little
        translated = self.throw() < 0.25
        return MadeUp(
            title=self._title(),
            volume=f"Tập {1 + int(self.throw() * 12)}" if self.throw() < 0.08 else None,
            people=(author, int(self.throw() * len(self.people))) if translated else (author,),
            model=model,
            summary=self._summary() if self.throw() < 0.5 else None,
            editions=[self._edition(first_year + turn) for turn in range(count)],
        )

    def holders(self, libraries: int) -> list[tuple[int, int]]:
        """Which libraries hold an edition (by place in their list) and how many copies each."""
        throw = self.throw()
        most = next(number for share, number in SPREAD if throw <= share)
        # The first libraries of a network are its large ones and hold the most.
        chosen = {int(self.throw() ** 2 * libraries) for _ in range(1 + int(self.throw() * most))}
        return [(library, 1 + int(self.throw() ** 16 * MOST_COPIES / most)) for library in chosen]

    def status(self) -> CopyStatus:
        throw = self.throw()
        return next(status for share, status in OUT if throw <= share)

    def _edition(self, year: int) -> Edition:
        printed = self.pick(self.models)
        return Edition(
            publisher=printed.publisher,
            place=printed.place,
            year=year,
            pages=60 + int(self.throw() * 800),
            isbn=self._next_isbn() if self.throw() < 0.5 else None,
            series=self.pick(self._series) if self.throw() < 0.15 else None,
        )

    def _title(self) -> str:
        """The head of one title and the tail of another; every sixth has a volume's air."""
        head, tail = self.pick(self._titles), self.pick(self._titles)
        words = head[: 1 + int(self.throw() * 4)] + tail[-1 - int(self.throw() * 4) :]
        if self.throw() < 1 / 6:
            words.append(str(2 + int(self.throw() * 98)))
        return " ".join(words)

    def _summary(self) -> str:
        """About 25 words: the beginning of one summary and the end of another."""
        return " ".join(self.pick(self._sentences)[:13] + self.pick(self._sentences)[-12:])

    def _next_isbn(self) -> str:
        self._isbn += 1
        body = f"{ISBN_PREFIX}{self._isbn % 1_000_000:06d}"
        total = sum(map(int, body[::2])) + 3 * sum(map(int, body[1::2]))
        return f"{body}{-total % 10}"

    def _names(self, count: int) -> list[str]:
        """`count` names, no two the same: họ, đệm and tên of three of the demo's people."""
        known = {agent.name for draft in self.models for agent in draft.agents}
        whole = [name.split() for name in sorted(known) if is_vietnamese_name(name)]
        threes = [name for name in whole if len(name) == 3 and all(map(str.istitle, name))]
        names = dict[str, None]()
        while len(names) < count:
            parts = [self.pick(threes)[place] for place in range(3)]
            names[" ".join(parts)] = None
        return list(islice(names, count))
