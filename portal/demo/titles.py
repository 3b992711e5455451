"""The demo catalogue as written in `catalogue/*.csv`: a row an edition, in the import's columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from portal.vietnamese.syllables import fold

FOLDER = Path(__file__).parent / "catalogue"
POPULARITY = "Phổ biến"  # 1 (rare) to 5 (everyone asks for it): only the demo has this column
_IDENTITY = ("Nhan đề", "Thông tin trách nhiệm", "Tập", "Năm xuất bản", "Nhà xuất bản")

Row = dict[str, str]


def editions() -> list[Row]:
    """All editions of the demo; one that two files have is taken once."""
    found: dict[tuple[str, ...], Row] = {}
    for row in _rows():
        found.setdefault(tuple(fold(row[column]) for column in _IDENTITY), row)
    return list(found.values())


def _rows() -> Iterator[Row]:
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            yield from csv.DictReader(handle)
