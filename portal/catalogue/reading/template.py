"""An empty table with the right columns, for a library that has no export."""

from __future__ import annotations

import csv
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

from portal.catalogue.reading.headers import Column

EXAMPLE: dict[Column, str] = {
    Column.number: "VD-1",
    Column.title: "Nhan đề thí dụ (xóa hai dòng này)",
    Column.subtitle: "Tiểu thuyết",
    Column.responsibility: "Nguyễn Văn A ; Trần B dịch",
    Column.author: "Nguyễn Văn A | Trần B",
    Column.edition: "Tái bản lần thứ 2",
    Column.place: "Hà Nội",
    Column.publisher: "Văn học",
    Column.year: "2023",
    Column.extent: "345 tr.",
    Column.size: "21 cm",
    Column.volume: "Tập 1",
    Column.language: "Tiếng Việt",
    Column.ddc: "895.9223",
    Column.subject: "Văn học Việt Nam | Tiểu thuyết",
    Column.material: "Sách",
    Column.barcode: "VV.000001",
    Column.room: "KM",
    Column.call_number: "895.9223 NH527A",
    Column.status: "Sẵn sàng",
    Column.lendable: "Có",
}
SECOND_COPY: dict[Column, str] = {
    Column.number: "VD-1",
    Column.title: EXAMPLE[Column.title],
    Column.barcode: "VV.000002",
    Column.room: "KD",
    Column.status: "Chỉ đọc tại chỗ",
    Column.lendable: "Không",
}


def rows() -> list[list[str]]:
    """The header and one record with two copies, to be overwritten."""
    return [
        [column.value for column in Column],
        [EXAMPLE.get(column, "") for column in Column],
        [SECOND_COPY.get(column, "") for column in Column],
    ]


def write_template(path: Path) -> None:
    """Write a template: a workbook where the name ends in .xlsx, else a CSV that Excel opens."""
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path)
        return
    # With a byte order mark, else Excel takes the letters for another encoding.
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows())


def _write_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Biểu ghi")
        # As text: a barcode that starts with 0 must keep it.
        text = book.add_format({"num_format": "@"})
        heading = book.add_format({"bold": True, "num_format": "@"})
        sheet.set_column(0, len(Column) - 1, 18, text)
        for number, row in enumerate(rows()):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value, heading if number == 0 else text)
        sheet.freeze_panes(1, 2)
