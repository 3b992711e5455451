"""Asking all engines the same queries, in turns, and keeping what each question took."""

from __future__ import annotations

import random
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.searching.engines import Answer
from bench.searching.processes import Asked
from bench.searching.queries import Query

ROUNDS = 3
Rounds = list[list[float]]  # for each query, the seconds of every round

TURN = 10  # queries that one engine is asked before the next is
WARM_UP = 8  # queries of each kind, other ones than those measured
SLOW = 0.15  # seconds: an engine that takes so long for a kind gets
SLOW_QUERIES = 10  # so many queries of it, in one round only
LONG_ENOUGH = 1.0  # seconds of warming up for one kind


@dataclass(slots=True)
class Times:
    """Seconds each query of a kind took: first asked of a newly opened index, and asked again.

    One list of rounds for each query, in the order of the queries; wall and processor time.
    """

    first: Rounds = field(default_factory=list)
    first_cpu: Rounds = field(default_factory=list)
    again: Rounds = field(default_factory=list)
    again_cpu: Rounds = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asking:
    """times: engine → kind → times. answers: engine → kind → place of the query → answer.

    opening: engine → seconds to open the index. memory: engine → bytes by kind after all queries.
    empty: the same, before the index was opened.
    """

    times: dict[str, dict[str, Times]]
    answers: dict[str, dict[str, dict[int, Answer]]]
    opening: dict[str, float]
    memory: dict[str, dict[str, int]]
    empty: dict[str, dict[str, int]]


def ask(
    engines: Sequence[Asked],
    queries: Mapping[str, Sequence[Query]],
    able: Mapping[str, set[str]],
    rounds: int = ROUNDS,
) -> Asking:
    """Ask everything. able: engine → the kinds it can be asked.

    Every round opens the indexes anew, so that each query is once more asked for the first time;
    it is warmed up by the queries at each kind's end, which are not measured. Queries of all kinds
    come mixed, and every ten go to all engines before the next ten do.
    """
    warm = {kind: made[-WARM_UP:] for kind, made in queries.items()}
    measured = {kind: made[:-WARM_UP] for kind, made in queries.items()}
    result = Asking(
        {engine.name: _unasked(measured) for engine in engines},
        {engine.name: {kind: {} for kind in measured} for engine in engines},
        {},
        {},
        {engine.name: engine.memory() for engine in engines},
    )
    limits = {engine.name: {kind: len(measured[kind]) for kind in measured} for engine in engines}
    for number in range(rounds):
        if number:
            _spare_the_slow(limits)
        for engine in engines:
            result.opening[engine.name] = engine.open().wall
            _warm_up(engine, warm, able[engine.name], limits[engine.name])
        order = [(kind, place) for kind, made in measured.items() for place in range(len(made))]
        random.Random(number).shuffle(order)  # noqa: S311 -- the same turns every time
        for start in range(0, len(order), TURN):
            for engine in engines:
                wanted = [
                    (kind, place)
                    for kind, place in order[start : start + TURN]
                    if kind in able[engine.name] and place < limits[engine.name][kind]
                ]
                _ask(engine, wanted, measured, warm["1 syllable"][start % WARM_UP], result)
    for engine in engines:
        result.memory[engine.name] = engine.memory()
    return result


def _spare_the_slow(limits: dict[str, dict[str, int]]) -> None:
    for of_engine in limits.values():
        for kind, limit in of_engine.items():
            of_engine[kind] = 0 if limit == SLOW_QUERIES else limit


def _unasked(measured: Mapping[str, Sequence[Query]]) -> dict[str, Times]:
    def rounds(kind: str) -> Rounds:
        return [[] for _ in measured[kind]]

    return {
        kind: Times(rounds(kind), rounds(kind), rounds(kind), rounds(kind)) for kind in measured
    }


def _ask(
    engine: Asked,
    wanted: list[tuple[str, int]],
    measured: Mapping[str, Sequence[Query]],
    waking: Query,
    result: Asking,
) -> None:
    """A turn of one engine. `waking` is for a processor that has just worked for another engine."""
    twice = [measured[kind][place] for kind, place in wanted for _ in range(2)]
    took = engine.ask([waking, *twice])[1:]
    for (kind, place), first, again in zip(wanted, took[::2], took[1::2], strict=True):
        times = result.times[engine.name][kind]
        times.first[place].append(first.wall)
        times.first_cpu[place].append(first.cpu)
        times.again[place].append(again.wall)
        times.again_cpu[place].append(again.cpu)
        result.answers[engine.name][kind][place] = first.answer


def _warm_up(
    engine: Asked, warm: Mapping[str, Sequence[Query]], able: set[str], limits: dict[str, int]
) -> None:
    """Ask what is not measured; an engine that takes long for a kind is asked little of it."""
    for kind, made in warm.items():
        if kind not in able or not limits[kind]:
            continue
        took = []
        for query in made:
            took += engine.ask([query])
            if sum(timed.wall for timed in took) > LONG_ENOUGH:
                break
        if statistics.median(timed.wall for timed in took) > SLOW:
            limits[kind] = min(limits[kind], SLOW_QUERIES)


def settled(rounds: Rounds) -> list[float]:
    """One time for each query: the median of its rounds; queries never asked are left out."""
    return [statistics.median(found) for found in rounds if found]


def quantile(times: Sequence[float], share: float) -> float:
    """The smallest time that `share` of the times do not exceed."""
    ordered = sorted(times)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def summary(times: Times) -> dict[str, Any]:
    """Median, p95, p99 in milliseconds, by wall and processor, for the first time and again."""
    result: dict[str, Any] = {"queries": len(settled(times.first))}
    for name in ("first", "first_cpu", "again", "again_cpu"):
        found = [1000 * seconds for seconds in settled(getattr(times, name))]
        if found:
            result[name] = {
                "median": statistics.median(found),
                "p95": quantile(found, 0.95),
                "p99": quantile(found, 0.99),
                "most": max(found),
            }
    return result
