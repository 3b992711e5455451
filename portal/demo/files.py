"""The demo as the files its libraries would send: a CSV each, in the import's own columns."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from portal.catalogue.kinds import CopyStatus
from portal.catalogue.reading.headers import Column
from portal.catalogue.reading.responsibility import agents_of_statement
from portal.catalogue.union.keys import first_author
from portal.demo.spread import Placed, Shelf, place
from portal.demo.titles import POPULARITY, Row

STATUS_WORDS = {
    CopyStatus.available: "Sẵn sàng",
    CopyStatus.on_loan: "Đang được mượn",
    CopyStatus.on_hold: "Đang được đặt mượn",
    CopyStatus.in_transit: "Đang luân chuyển",
    CopyStatus.processing: "Đang xử lý",
    CopyStatus.lost: "Mất",
}
PREFIX = "mau-"  # before the demo's record numbers, so that none is a real library's own
CENTRAL = "HN-BT"
"""The city library, which describes for all what too little is known of: two libraries' records of
"Cây khế" without author or year would never be taken for one edition."""


def write_files(
    folder: Path, rows: Sequence[Row], shelves: Sequence[Shelf], first_number: int = 1
) -> dict[str, Path]:
    """Spread the editions over the network and write each library's file; code → file.

    Editions are numbered from `first_number`: a library keeps its number for an edition.
    """
    by_library: dict[str, list[dict[str, str]]] = defaultdict(list)
    for number, row in enumerate(rows, first_number):
        central = not _tells_enough(row)
        for placed in place(row, shelves):
            lines = by_library[CENTRAL if central else placed.library]
            lines.append(_line(number, row, placed, len(lines) + first_number))
    return {code: _written(folder / f"{code}.csv", lines) for code, lines in by_library.items()}


def _tells_enough(row: Row) -> bool:
    """Whether the union knows two libraries' records of this edition for one (its own rule)."""
    known = (
        first_author(agents_of_statement(row["Thông tin trách nhiệm"])) is not None,
        bool(row["Năm xuất bản"]),
        bool(row["Nhà xuất bản"]),
    )
    return sum(known) >= 2


def _line(number: int, row: Row, placed: Placed, copy: int) -> dict[str, str]:
    prefix = placed.library.replace("-", "")
    return {
        **{column: value for column, value in row.items() if column != POPULARITY},
        Column.number.value: f"{PREFIX}{number:07d}",
        Column.barcode.value: f"{prefix}.{copy:06d}",
        Column.library.value: placed.library,
        Column.room.value: placed.room,
        Column.call_number.value: placed.call_number,
        Column.status.value: STATUS_WORDS[placed.status],
        Column.lendable.value: "có" if placed.lendable else "không",
    }


def _written(path: Path, lines: Iterable[dict[str, str]]) -> Path:
    lines = list(lines)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path
