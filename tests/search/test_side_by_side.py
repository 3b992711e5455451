"""The measurement's own records and queries: an engine nobody here wrote finds as many."""

from pathlib import Path

import numpy as np
import pytest

from bench.searching.engines import Engine
from bench.searching.queries import KINDS, Query, queries
from bench.searching.records import Source
from bench.searching.with_fts5 import Fts5
from bench.searching.with_portal import Portal

RECORDS = 4000
EACH = 12


@pytest.fixture(scope="module")
def source() -> Source:
    return Source(RECORDS)


@pytest.fixture(scope="module")
def engines(source: Source, tmp_path_factory: pytest.TempPathFactory) -> list[Engine]:
    keys = [document.title_order for chunk in source.chunks() for document in chunk]
    ranks = np.argsort(np.argsort(np.array(keys, dtype=object), kind="stable")).astype(np.uint32)
    found: list[Engine] = [Portal(by_record=True), Fts5()]
    for engine in found:
        folder: Path = tmp_path_factory.mktemp(engine.name)
        engine.build(folder, source.chunks(), ranks)
        engine.open(folder)
    return found


@pytest.fixture(scope="module")
def asked(source: Source) -> dict[str, list[Query]]:
    return queries(source, EACH)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS if "marks" not in kind.name])
def test_both_find_as_many_and_count_the_same(
    kind: str, engines: list[Engine], asked: dict[str, list[Query]]
) -> None:
    assert len(set(asked[kind])) == EACH
    for query in asked[kind]:
        ours, theirs = (engine.ask(query) for engine in engines)
        assert ours.total == theirs.total, query
        if query.sort == "title":
            assert ours.ids == theirs.ids, query
        if not query.library:
            for name, counts in theirs.facets.items():
                assert [n for _, n in ours.facets[name]] == [n for _, n in counts], (query, name)


def test_records_are_the_same_every_time_and_come_in_any_order(source: Source) -> None:
    assert Source(RECORDS).chunk(1) == source.chunk(1)
    made = [document for chunk in source.chunks() for document in chunk]
    assert [document.record_id for document in made] == list(range(1, RECORDS + 1))
    works = [document.work_id for document in made]
    assert works == sorted(works)
    assert RECORDS * 0.6 < len(set(works)) < RECORDS
