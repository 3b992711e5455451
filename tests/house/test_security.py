"""``docs/security.md`` names tests that exist, and a test for every threat."""

import ast
import re
from functools import cache

from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)((?:::\w+)+)`")
THREATS = [row for row in PAGE.splitlines() if row.startswith("| ") and "| Shown by" not in row]


@cache
def functions_of(path: str) -> frozenset[str]:
    """``::function`` and ``::Class::function`` of a file; nothing when there is none."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    return frozenset(_tests(ast.parse(file.read_text(encoding="utf-8"))))


def _tests(tree: ast.Module | ast.ClassDef, before: str = "") -> list[str]:
    found = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found += _tests(node, f"{before}::{node.name}")
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found.append(f"{before}::{node.name}")
    return found


def test_every_test_that_is_named_exists() -> None:
    missing = [path + name for path, name in NAMED.findall(PAGE) if name not in functions_of(path)]
    assert missing == []


def test_every_threat_is_answered_by_a_test() -> None:
    assert len(THREATS) > 30
    assert [row[:60] for row in THREATS if not NAMED.search(row.rsplit("|", 2)[1])] == []


def test_what_looks_like_a_test_is_one() -> None:
    assert PAGE.count("`tests/") == len(NAMED.findall(PAGE)) + PAGE.count("`tests/house/test_sec")
