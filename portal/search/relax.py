"""What a search that found nothing could have been: each way out with how many works lie there.

In order: other marks, another spelling, words left out, the scope widened. Every way is counted
before it is offered. What `rescue.py` is sure of the page shows at once; these are for the rest.
A search of few hits is offered another spelling, whose works stand behind its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.search.page import Item
from portal.search.rescue import Answer, Rescuer, only_marks
from portal.search.service import Searcher
from portal.search.state import SearchState

FEW = 3  # works: so few that the spelling may be why
MANY_TIMES = 10  # more works another spelling must find before it is offered beside hits
NOT_MANY = 30  # works: more than that are found by chance only for words that say little
SHORT_LIST = 10  # works: a shorter list is filled up to so many with those of the other spelling


class StepKind(StrEnum):
    """What a step changes, in the order in which steps are tried."""

    MARKS = "marks"  # other marks, or none
    SPELLING = "spelling"  # words mended
    WORD = "word"  # words left out
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
    """suggestion: the query as it was probably meant; steps: every way out, in order.

    near: works of the suggestion to stand behind a short list of what was typed, none of which is
    among it; each with its place (from 0) in the suggestion's own result.
    """

    suggestion: Suggestion | None = None
    steps: tuple[Step, ...] = ()
    near: tuple[tuple[int, Item], ...] = ()


def ways_on(searcher: Searcher, answer: Answer) -> Relaxed:
    """What is offered beside an answer, on the page and in the API."""
    if not answer.found.total:
        return relaxations(searcher, answer.state)
    if answer.rescue:
        return Relaxed()
    suggestion = suggest(searcher, answer.state, answer.found.total)
    return Relaxed(suggestion, near=_near(searcher, answer, suggestion) if suggestion else ())


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
    """Another spelling for a search of few hits.

    Either what was typed stands together in none of them, and the other spelling does where it
    leads; or it finds very much more. A title that is there as typed is never doubted for the
    first reason, whatever else is spelled nearly so.
    """
    if total > NOT_MANY or not state.q or state.exact:
        return None
    rescuer, state = Rescuer(searcher), state.with_page(1)
    strange = rescuer.strangers(state)
    if total > FEW and not strange:
        return None
    for meant in rescuer.meant(state, bold=False, doubted=strange):
        together = strange and not rescuer.strangers(meant.state)
        far_more = total <= FEW and meant.total >= MANY_TIMES * max(total, 1)
        if (together or far_more) and not meant.left_out:
            return Suggestion(meant.state, meant.total, meant.state.q)
    return None


def _near(
    searcher: Searcher, answer: Answer, suggestion: Suggestion
) -> tuple[tuple[int, Item], ...]:
    """Only behind the end of what was typed, and where the best come first."""
    state, found = answer.state, answer.found
    length = min(state.per_page, SHORT_LIST)
    if found.total >= length or state.page > 1 or state.sort != "relevance":
        return ()
    best = searcher.find(replace(suggestion.state, per_page=length), ()).items
    works = searcher.snapshot.works_of([item.record_id for item in (*found.items, *best)])
    typed = {works[item.record_id] for item in found.items}
    others = [pair for pair in enumerate(best) if works[pair[1].record_id] not in typed]
    return tuple(others[: length - found.total])


def _suggestion(steps: list[Step]) -> Suggestion | None:
    for step in steps:
        if step.kind in (StepKind.MARKS, StepKind.SPELLING):
            return Suggestion(step.state, step.total, step.state.q)
    return None


class _Relaxer:
    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._rescuer = Rescuer(searcher)

    def words(self, state: SearchState) -> Iterator[Step]:
        """Steps that change what was typed: at most one of each kind."""
        meant = next(self._rescuer.meant(state, bold=True), None)
        if meant and not meant.left_out:
            kind = StepKind.MARKS if only_marks(state.q, meant.state.q) else StepKind.SPELLING
            yield Step(kind, meant.state, meant.total)
        fewer = meant if meant and meant.left_out else self._rescuer.fewer(state)
        if fewer:
            yield Step(StepKind.WORD, fewer.state, fewer.total, fewer.left_out)

    def scope(self, state: SearchState) -> Iterator[Step]:
        """Steps that look further: each limit taken away alone, and all of them together."""
        for kind, wider in _wider(state):
            if step := self._step(kind, wider):
                yield step

    def _step(self, kind: StepKind, state: SearchState) -> Step | None:
        total = self._searcher.count(state)
        return Step(kind, state, total) if total else None


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
