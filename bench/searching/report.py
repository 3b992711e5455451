"""What was measured, as plain values to be saved, and as tables to be read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bench.searching.engines import engine
from bench.searching.processes import BuildCost
from bench.searching.queries import KINDS, Query
from bench.searching.rounds import Asking, summary

LISTED = [kind.name for kind in KINDS if kind.listed]
MILLION = 1_000_000


def values(size: int, costs: Mapping[str, BuildCost], asking: Asking, clock: str) -> dict[str, Any]:
    """Everything worth keeping of one size. clock: "wall" or "cpu", what the ratios are of."""
    engines = {
        name: {
            "build": asdict(cost),
            "opening": asking.opening[name],
            "memory": asking.memory[name],
            "empty": asking.empty[name],
            "clock": "wall" if engine(name).clock == "server" else clock,
            "kinds": {
                kind: found
                for kind, times in asking.times[name].items()
                if (found := summary(times))["queries"]
            },
        }
        for name, cost in costs.items()
    }
    return {"records": size, "clock": clock, "engines": engines}


def build_table(result: Mapping[str, Any]) -> str:
    rows = [
        "| | build s | (cpu s) | records/s | peak MB | before | index MB | ÷ text | open ms |"
        " anonymous MB | before |",
        "|---|" + "---:|" * 10,
    ]
    for name, found in result["engines"].items():
        cost, memory = found["build"], found["memory"]
        cells = [
            f"{cost['seconds']:.1f}",
            f"{cost['cpu']:.1f}",
            f"{cost['records'] / cost['seconds']:,.0f}",
            f"{cost['peak'] / MILLION:.0f}",
            f"{cost['before'] / MILLION:.0f}",
            f"{cost['size'] / MILLION:.1f}",
            f"{cost['size'] / cost['text']:.2f}",
            f"{1000 * found['opening']:.1f}",
            f"{memory['anonymous'] / MILLION:.0f}",
            f"{found['empty']['anonymous'] / MILLION:.0f}",
        ]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    text = next(iter(result["engines"].values()))["build"]["text"]
    return "\n".join([f"{text / MILLION:.1f} MB of text.", "", *rows])


def kinds_table(result: Mapping[str, Any]) -> str:
    """Median / p95 / p99 of each engine and kind; the portal's median ÷ that of every other."""
    names = list(result["engines"])
    others = [name for name in names if name != "portal"] if "portal" in names else []
    head = [*names, *(f"÷ {name}" for name in others)]
    if "portal" in names:
        head.append("portal again")
    rows = [f"| median / p95 / p99 ms | {' | '.join(head)} |", "|---|" + "---:|" * len(head)]
    for kind in KINDS:
        cells = [_cell(result, name, kind.name) for name in names]
        cells += [_number(ratio(result, name, kind.name)) for name in others]
        if "portal" in names:
            cells.append(_number(_median(result, "portal", kind.name, "again")))
        mark = "" if kind.listed else " ·"
        rows.append(f"| {kind.name}{mark} | {' | '.join(cells)} |")
    return "\n".join(rows)


def verdict(result: Mapping[str, Any]) -> str:
    """The few numbers all the others are for."""
    lines = [f"Times by {result['clock']} clock, every query asked for the first time."]
    names = list(result["engines"])
    for name in names if "portal" in names else ():
        if name == "portal":
            continue
        ratios = {kind: found for kind in LISTED if (found := ratio(result, name, kind))}
        slower = [f"{kind} ({found:.2f})" for kind, found in ratios.items() if found > 1]
        lines.append(
            f"portal ÷ {name}: geometric mean {mean(list(ratios.values())):.2f} over"
            f" {len(ratios)} kinds; slower in: {', '.join(slower) or 'none'}."
        )
    for name in names:
        kinds = result["engines"][name]["kinds"]
        clock = _clock(result, name)
        worst = max(kinds, key=lambda kind: kinds[kind][clock]["p99"])
        line = f"{name}: highest p99 {kinds[worst][clock]['p99']:.1f} ms ({worst})"
        deep = _median(result, name, "page 500"), _median(result, name, "page 1 of such")
        if deep[0] and deep[1]:
            line += f"; page 500 ÷ page 1: {deep[0] / deep[1]:.2f}"
        lines.append(line + ".")
    return "\n".join(lines)


def ratio(result: Mapping[str, Any], name: str, kind: str) -> float | None:
    """The portal's median by the other's; None where one of the two was not asked."""
    own, other = _median(result, "portal", kind), _median(result, name, kind)
    return own / other if own and other else None


def mean(ratios: Sequence[float]) -> float:
    """The geometric mean; not a number when there is nothing to take it of."""
    return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else math.nan


def agreement(asking: Asking, queries: Mapping[str, Sequence[Query]], facets: bool) -> list[str]:
    """Where engines differ in how many records they find and, if wanted, in facets and order."""
    names = list(asking.answers)
    reference = next((name for name in names if name != "portal"), names[0])
    lines = []
    for name in names:
        if name == reference:
            continue
        compared = same = 0
        for kind, answers in asking.answers[name].items():
            for place, answer in answers.items():
                other = asking.answers[reference][kind].get(place)
                if other is None:
                    continue
                differences = []
                if answer.total != other.total:
                    differences.append(f"{answer.total} and {other.total} records")
                elif facets:
                    differences = _differences(queries[kind][place], answer, other)
                compared, same = compared + 1, same + (not differences)
                if differences:
                    lines.append(f"  {kind}: {_shown(queries[kind][place])}: {differences[0]}")
        lines.append(f"{name} and {reference} agree on {same} of {compared} answers.")
    return lines


def _differences(query: Query, answer: Any, other: Any) -> list[str]:
    found = []
    if query.sort == "title" and answer.ids != other.ids:
        found.append("another order")
    narrowed = query.library or query.language  # the portal always counts what others would find
    for name in () if narrowed and not query.choices else answer.facets:
        counts = [[count for _, count in given.facets[name][:10]] for given in (answer, other)]
        if counts[0] != counts[1]:
            found.append(f"{name}: {counts[0]} and {counts[1]}")
    return found


def _shown(query: Query) -> str:
    return ", ".join(
        f"{name}={value}"
        for name in Query.__slots__
        if name != "kind" and (value := getattr(query, name)) and value != "relevance"
    )


def _median(result: Mapping[str, Any], name: str, kind: str, turn: str = "first") -> float | None:
    found = result["engines"][name]["kinds"].get(kind)
    return found[_clock(result, name, turn)]["median"] if found else None


def _clock(result: Mapping[str, Any], name: str, turn: str = "first") -> str:
    return turn if result["engines"][name]["clock"] == "wall" else f"{turn}_cpu"


def _cell(result: Mapping[str, Any], name: str, kind: str) -> str:
    found = result["engines"][name]["kinds"].get(kind)
    if not found:
        return "–"
    times = found[_clock(result, name)]
    return " / ".join(_number(times[key]) for key in ("median", "p95", "p99"))


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
