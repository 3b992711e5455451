"""A search that found nothing, asked again as it was probably meant.

Never instead of a search that found something, and never when the words are right and only the
limits around them leave nothing. What is asked is text a reader could have typed, so that the page
can show it, link to it, and lead back to what was typed.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from portal.search.engine import Found
from portal.search.meanings import readings
from portal.search.query import parse
from portal.search.service import Searcher
from portal.search.spelling import Vocabulary
from portal.search.state import SearchState
from portal.search.typed import read
from portal.search.written import Line, answering, as_written, lines_of, strangers
from portal.vietnamese import legacy
from portal.vietnamese.syllables import bare_key, has_marks

MOST_TRIED = 8  # readings that are counted
MOST_LOOKED_AT = 10  # works among which the one with most of the words is sought


@dataclass(frozen=True, slots=True)
class Rescue:
    """state: the search to ask instead, which finds `total` works. left_out: words it lacks."""

    state: SearchState
    total: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """state: the search that `found` is of: the one asked for, or that of the rescue."""

    state: SearchState
    found: Found
    rescue: Rescue | None = None


def answered(searcher: Searcher, state: SearchState, facets: Sequence[str]) -> Answer:
    """A page of works with the counts of `facets`: for what was typed, else for what was meant."""
    found = searcher.find(state, facets)
    rescue = None if found.total else Rescuer(searcher).rescue(state)
    if rescue is None:
        return Answer(state, found)
    return Answer(rescue.state, searcher.find(rescue.state, facets), rescue)


class Rescuer:
    """Readings of queries over one searcher; words are looked up once for all of them."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._vocabulary = Vocabulary(searcher.snapshot)

    def rescue(self, state: SearchState) -> Rescue | None:
        """What to ask instead of a search without hits; None when nothing sure comes to mind."""
        if state.exact or not state.q:
            return None
        everywhere = state.without_filters().with_page(1)
        if state.narrowed and self._searcher.count(everywhere):
            return None
        found = next(self.meant(everywhere, bold=True), None) or self.fewer(everywhere)
        if found is None:
            return None
        here = state.with_query(found.state.q)
        total = self._searcher.count(here)
        return Rescue(here, total, found.left_out) if total else None

    def meant(
        self, state: SearchState, *, bold: bool, doubted: Collection[int] = ()
    ) -> Iterator[Rescue]:
        """Readings that find something: those first whose words stand side by side in a work.

        bold: for a search that found nothing, else with less imagination. doubted: places of words
        to look at although the catalogue has them beside their neighbours.
        """
        decoded = legacy.detect(state.q)
        if decoded and (total := self._searcher.count(state.with_query(decoded.text))):
            yield Rescue(state.with_query(decoded.text), total)
        scattered = []
        for meant, left_out in self._finding(state, bold, doubted):
            lines = self._lines(meant)
            rescue = self._spelled(state, meant, lines[0], left_out)
            if strangers(read(meant.q, meant.field), chain.from_iterable(lines)):
                scattered.append(rescue)
            else:
                yield rescue
        yield from scattered

    def strangers(self, state: SearchState) -> set[int]:
        """Places of words that no work found has beside a neighbour they were typed with."""
        return strangers(read(state.q, state.field), chain.from_iterable(self._lines(state)))

    def _finding(
        self, state: SearchState, bold: bool, doubted: Collection[int]
    ) -> Iterator[tuple[SearchState, tuple[str, ...]]]:
        typed = read(state.q, state.field)
        found = readings(self._vocabulary, typed, bold=bold, doubted=doubted)
        for reading in islice(found, MOST_TRIED):
            left_out = reading.left_out(typed)
            if reading.doubtful or not _enough(len(typed.words) - len(left_out), len(typed.words)):
                continue
            meant = state.with_query(reading.written(typed))
            if self._searcher.count(meant):
                yield meant, left_out

    def _lines(self, state: SearchState) -> list[list[Line]]:
        """Of the best works of a search."""
        best = self._searcher.best(state, MOST_LOOKED_AT)
        lines = lines_of(self._searcher.session, best)
        return [lines[record_id] for record_id in best]

    def fewer(self, state: SearchState) -> Rescue | None:
        """As many of the words as one work has, when that is most of them."""
        typed = read(state.q, state.field)
        words = [word.text for word in typed.words]
        if len(words) < 2 or len(parse(state.q).plain_words()) != len(words):
            return None
        any_of = state.with_query(" | ".join(words))
        best = self._searcher.best(any_of, MOST_LOOKED_AT)
        lines = lines_of(self._searcher.session, best)
        kept = max(
            (answering(typed, lines[record_id]) for record_id in best),
            key=lambda places: sum(self._telling(words[place]) for place in places),
            default=[],
        )
        gone = [place for place in range(len(words)) if place not in kept]
        if not gone or not _enough(len(kept), len(words)):
            return None
        fewer = state.with_query(typed.without(gone))
        if not self._searcher.count(fewer):
            return None
        left_out = tuple(dict.fromkeys(words[place] for place in gone))
        return self._spelled(state, fewer, self._lines(fewer)[0], left_out)

    def _telling(self, word: str) -> float:
        """How much it says about a work to have a word."""
        return math.log(2 + self._searcher.snapshot.count / (1 + self._vocabulary.seen(word)))

    def _spelled(
        self,
        state: SearchState,
        meant: SearchState,
        lines: Sequence[Line],
        left_out: tuple[str, ...],
    ) -> Rescue:
        """What was meant by `state`, its words as the lines of its best work have them.

        Where nobody typed a mark, marks must not lose most of the works.
        """
        total = self._searcher.count(meant)
        written = meant.with_query(as_written(read(meant.q, meant.field), lines))
        kept = self._searcher.count(written)
        if 2 * kept < total and not has_marks(state.q):
            return Rescue(meant, total, left_out)
        return Rescue(written, kept, left_out)


def only_marks(first: str, second: str) -> bool:
    """The two say the same but for marks."""
    return [bare_key(word.text) for word in read(first).words] == [
        bare_key(word.text) for word in read(second).words
    ]


def _enough(kept: int, of: int) -> bool:
    """So many of the words that the search is still about the same thing."""
    return kept == of or (kept >= 2 and 2 * kept >= of)
