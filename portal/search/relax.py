"""What a search that found nothing could have been: each way out with how many works lie there.

In order: the marks dropped, the spelling mended, a word left out, the scope widened. Every way is
counted before it is offered, and there is an end to the counting.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from portal.search.service import Searcher
from portal.search.spelling import Speller
from portal.search.state import SearchState
from portal.search.typed import TypedQuery, read
from portal.vietnamese.syllables import bare_key, has_marks

MOST_COUNTS = 25  # searches counted for one page without hits
MOST_MENDED = 6  # ways of mending that are counted
MOST_LEFT_OUT = 8  # words that are tried without
FEW = 3  # works: so few that the spelling may be why
MANY_TIMES = 10  # more works another spelling must find before it is offered beside hits


class StepKind(StrEnum):
    """What a step changes, in the order in which steps are tried."""

    MARKS = "marks"  # marks dropped
    SPELLING = "spelling"  # words mended
    WORD = "word"  # one word left out, or all that no record has
    FIELD = "field"  # looked for in every field
    LIBRARY = "library"  # in every library
    AVAILABLE = "available"  # copies that are out as well
    YEARS = "years"  # of any year
    FILTERS = "filters"  # without the other facets, or without any


@dataclass(frozen=True, slots=True)
class Step:
    """A search that finds `total` works (> 0). left_out: the words a WORD step does without."""

    kind: StepKind
    state: SearchState
    total: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Did you mean: `text` is the query of `state`, which finds `total` works."""

    state: SearchState
    total: int
    text: str


@dataclass(frozen=True, slots=True)
class Relaxed:
    """suggestion: the query as it was probably meant; steps: every way out, in order."""

    suggestion: Suggestion | None = None
    steps: tuple[Step, ...] = ()


def relaxations(searcher: Searcher, state: SearchState) -> Relaxed:
    """Ways out of a search without hits; only such as lead somewhere."""
    relaxer = _Relaxer(searcher)
    state = state.with_page(1)
    steps = [*relaxer.words(state), *relaxer.scope(state)]
    if not steps and (state.narrowed or state.field):
        # Neither the words nor the scope alone is to blame: look at the words with no scope.
        steps = list(relaxer.words(state.without_filters().with_query(state.q, "")))
    return Relaxed(_suggestion(steps), tuple(steps))


def suggest(searcher: Searcher, state: SearchState, total: int) -> Suggestion | None:
    """Another spelling for a search of few hits, when it finds very much more."""
    if total > FEW or not state.q:
        return None
    relaxer = _Relaxer(searcher)
    for step in relaxer.mended(state.with_page(1), read(state.q, state.field)):
        if step.total >= MANY_TIMES * max(total, 1):
            return Suggestion(step.state, step.total, step.state.q)
    return None


def _suggestion(steps: list[Step]) -> Suggestion | None:
    for step in steps:
        if step.kind in (StepKind.MARKS, StepKind.SPELLING):
            return Suggestion(step.state, step.total, step.state.q)
    return None


class _Relaxer:
    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._speller = Speller(searcher.snapshot)
        self._counted: dict[str, int] = {}

    def words(self, state: SearchState) -> Iterator[Step]:
        """Steps that change what was typed: at most one of each kind."""
        typed = read(state.q, state.field)
        tries = [(state, typed)]
        bare = typed.replaced(
            {place: bare_key(w.text) for place, w in enumerate(typed.words) if has_marks(w.text)}
        )
        if bare != typed.text:
            unmarked = state.with_query(bare)
            tries.append((unmarked, read(bare, state.field)))
            if step := self._step(StepKind.MARKS, unmarked):
                yield step
                tries.pop()  # what is typed without marks finds something: nothing to mend in it
        mended = (step for one in tries for step in self.mended(*one))
        if len(tries) > 1 or bare == typed.text:
            yield from islice(mended, 1)
        left_out = (step for one in tries if (step := self._left_out(*one)))
        yield from islice(left_out, 1)

    def mended(self, state: SearchState, typed: TypedQuery) -> Iterator[Step]:
        for tried, changes in enumerate(self._speller.mended(typed)):
            if tried == MOST_MENDED:
                return
            if step := self._step(StepKind.SPELLING, state.with_query(typed.replaced(changes))):
                yield step

    def _left_out(self, state: SearchState, typed: TypedQuery) -> Step | None:
        """Without the words that no record has; else without the one whose absence costs least."""
        seen = [self._speller.seen(bare_key(word.text)) for word in typed.words]
        unknown = [place for place, records in enumerate(seen) if not records]
        if len(unknown) == len(seen) or len(seen) < 2:
            return None
        if unknown:
            return self._without(state, typed, unknown)
        rarest = sorted(range(len(seen)), key=seen.__getitem__)[:MOST_LEFT_OUT]
        steps = [step for place in rarest if (step := self._without(state, typed, [place]))]
        return min(steps, key=lambda step: step.total, default=None)

    def _without(self, state: SearchState, typed: TypedQuery, places: list[int]) -> Step | None:
        text = typed.without(places)
        if not read(text, state.field).words:
            return None
        step = self._step(StepKind.WORD, state.with_query(text))
        words = tuple(dict.fromkeys(typed.words[place].text for place in places))
        return dataclasses.replace(step, left_out=words) if step else None

    def scope(self, state: SearchState) -> Iterator[Step]:
        """Steps that look further: each limit taken away alone, and all of them together."""
        for kind, wider in _wider(state):
            if step := self._step(kind, wider):
                yield step

    def _step(self, kind: StepKind, state: SearchState) -> Step | None:
        total = self._count(state)
        return Step(kind, state, total) if total else None

    def _count(self, state: SearchState) -> int:
        key = state.query_string()
        if key not in self._counted:
            if len(self._counted) >= MOST_COUNTS:
                return 0
            self._counted[key] = self._searcher.count(state)
        return self._counted[key]


def _wider(state: SearchState) -> Iterator[tuple[StepKind, SearchState]]:
    limits = 0
    if state.field:
        yield StepKind.FIELD, state.with_query(state.q, "")
    if any(name in state.chosen for name in ("library", "room")):
        limits += 1
        yield StepKind.LIBRARY, state.only("library").only("room")
    if state.available:
        limits += 1
        yield StepKind.AVAILABLE, state.with_available(False)
    if state.year_from is not None or state.year_to is not None:
        limits += 1
        yield StepKind.YEARS, state.with_years(None, None)
    others = [name for name in state.chosen if name not in ("library", "room")]
    for name in others:
        yield StepKind.FILTERS, state.only(name)
    if limits + len(others) > 1:
        yield StepKind.FILTERS, state.without_filters()
