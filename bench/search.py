"""The portal's index and its peers side by side: the same records, the same queries, one table.

    python -m bench.search [RECORDS ...] [--engines portal,tantivy] [--keep DIR] [--out FILE]

Every engine gets the same words (folded by `portal.vietnamese`), answers with the first 20 records,
how many there are, and six facets counted over all hits. `python -m bench.plots FILE` draws it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.searching import report
from bench.searching.engines import ENGINES, can_answer, engine
from bench.searching.processes import Asked, build, ranks
from bench.searching.queries import queries
from bench.searching.records import Source
from bench.searching.rounds import ROUNDS, WARM_UP, ask

SIZES = (50_000, 500_000)
QUERIES = 80  # measured of each kind


def main(arguments: Sequence[str] | None = None) -> None:
    given = _parser().parse_args(arguments)
    names = given.engines.split(",") if given.engines else _installed()
    results = []
    with tempfile.TemporaryDirectory() as passing:
        for size in given.records or SIZES:
            folder = (given.keep or Path(passing)) / str(size)
            folder.mkdir(parents=True, exist_ok=True)
            results.append(_side_by_side(size, names, folder, given))
            if given.out:
                given.out.write_text(json.dumps({"machine": _machine(), "sizes": results}))


def _side_by_side(
    size: int, names: Sequence[str], folder: Path, given: argparse.Namespace
) -> dict[str, Any]:
    rank_file = ranks(size, folder)
    folders = {name: folder / name for name in names}
    if given.by_record and "portal" in folders:
        folders["portal"] = folder / "portal-by-record"
    costs = {}
    for name in names:
        costs[name] = build(name, size, folders[name], rank_file, by_record=given.by_record)
        print(f"{size:,}: {name} built in {costs[name].seconds:.0f} s", flush=True)
    asked = queries(Source(size), given.queries + WARM_UP)
    able = {
        name: {kind for kind, made in asked.items() if can_answer(engine(name), made[0])}
        for name in names
    }
    engines = [Asked(name, folders[name]) for name in names]
    try:
        asking = ask(engines, asked, able, given.rounds)
    finally:
        for each in engines:
            each.close()
    result = report.values(size, costs, asking, given.clock)
    print(f"\n### {size:,} records\n\n{report.build_table(result)}\n")
    print(f"{report.kinds_table(result)}\n\n{report.verdict(result)}\n")
    print("\n".join(report.agreement(asking, asked, given.by_record)), flush=True)
    return result


def _installed() -> list[str]:
    """The engines there are: a package that is missing, a server that is silent are left out."""
    found = [name for name in ENGINES if "tantivy" not in name or _has("tantivy")]
    if "postgresql" in found:
        from bench.searching.with_postgresql import answers

        if not answers():
            found.remove("postgresql")
    return [name for name in found if name != "tantivy-one"]


def _has(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def _machine() -> dict[str, str]:
    return {"python": platform.python_version(), "machine": platform.machine()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("records", nargs="*", type=int, help=f"sizes ({SIZES} unless told)")
    parser.add_argument("--engines", help=f"some of {','.join(ENGINES)}")
    parser.add_argument(
        "--keep", type=Path, help="keep indexes in DIR/RECORDS/, use the peers' there"
    )
    parser.add_argument("--out", type=Path, help="write the numbers as JSON too")
    parser.add_argument("--queries", type=int, default=QUERIES, help="measured of each kind")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument(
        "--by-record", action="store_true", help="no editions gathered; facets compared as well"
    )
    return parser


if __name__ == "__main__":
    main()
