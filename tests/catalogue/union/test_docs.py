"""docs/import-format.md says what the program does."""

import re
import tomllib
from pathlib import Path

from portal.catalogue.import_texts import KINDS, REASONS
from portal.catalogue.reading.headers import SYNONYMS, Column, column_named
from portal.catalogue.reading.mapping import parse_mapping
from portal.catalogue.union.report import FindingKind

TEXT = (Path(__file__).parents[3] / "docs" / "import-format.md").read_text(encoding="utf-8")


def test_every_column_and_every_other_name_is_documented() -> None:
    for column in Column:
        row = re.search(rf"^\| {re.escape(column.value)} \| ([^|]*) \|", TEXT, re.MULTILINE)
        assert row, column.value
        assert row[1] == ", ".join(SYNONYMS[column])


def test_every_documented_name_is_understood() -> None:
    for column in Column:
        for name in (column.value, *SYNONYMS[column]):
            assert column_named(name) is column, name
            assert column_named(name.upper()) is column, name


def test_the_mapping_example_is_a_mapping() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    mapping = parse_mapping(tomllib.loads(example))
    assert mapping.copies is not None
    assert mapping.copies.tag == "949"
    assert mapping.branches == {"01": "HN-BT", "02": "HN-HD"}


def test_every_finding_and_every_reason_is_documented() -> None:
    for kind in FindingKind:
        assert f"| `{kind.value}` | {KINDS[kind]} |" in TEXT
    for reason, words in REASONS.items():
        assert f"`{reason.value}` ({words})" in TEXT
