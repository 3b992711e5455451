"""Files and functions stay small, and nothing is left for later."""

import ast
import re

from tests.house.source import ROOT, TEMPLATES, name_of, python_files

LINES_IN_FILE = 350
LINES_IN_FUNCTION = 60

FOLDERS = ("portal", "tests", "tools", "bench")
LATER = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")


def test_no_file_is_long() -> None:
    files = [*python_files(*FOLDERS), *TEMPLATES.rglob("*.html")]
    lengths = {name_of(path): path.read_text(encoding="utf-8").count("\n") for path in files}
    assert {name: n for name, n in lengths.items() if n > LINES_IN_FILE} == {}


def test_no_function_is_long() -> None:
    long = {}
    for path in python_files(*FOLDERS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LINES_IN_FUNCTION:
                    long[f"{name_of(path)}:{node.name}"] = lines
    assert long == {}


def test_nothing_is_left_for_later() -> None:
    files = [*python_files(*FOLDERS), *TEMPLATES.rglob("*.html")]
    files += [*(ROOT / "portal" / "static").rglob("*.js"), *(ROOT / "docs").rglob("*.md")]
    notes = [
        f"{name_of(path)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LATER.search(line)
    ]
    assert notes == []
