"""An empty class list with the right headings, to be filled in by a school."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import xlsxwriter  # type: ignore[import-untyped]

from portal.cards.class_file.columns import REQUIRED, Column
from portal.i18n import gettext as _

_ROWS = 200
"""Rows with choices and cells ready for text."""

_WIDTHS = {Column.full_name: 28, Column.address: 36, Column.guardian_name: 28, Column.email: 26}
_CHOICES = {
    Column.gender: ["Nam", "Nữ"],
    Column.guardian_relation: ["Mẹ", "Bố", "Ông", "Bà", "Khác"],
}
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Else every download would be another file."""


def csv_template() -> bytes:
    """The headings alone, in a form that Excel opens with its marks right."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(column.value for column in Column)
    return out.getvalue().encode("utf-8-sig")


def xlsx_template() -> bytes:
    """A workbook: the list to fill in, and a sheet that says how, in the reader's language."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _UNDATED})
        _list(book)
        _guide(book)
    return out.getvalue()


def _list(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Danh sách")
    # As text: Excel must neither eat a nought in front nor take 5/3 for the third of May.
    text = book.add_format({"num_format": "@"})
    heading = {"bold": True, "bg_color": "#e4eee7", "bottom": 1, "valign": "vcenter"}
    needed = book.add_format({**heading, "font_color": "#17594b"})
    optional = book.add_format({**heading, "font_color": "#5e564a"})
    sheet.set_row(0, 24)
    for place, column in enumerate(Column):
        sheet.set_column(place, place, _WIDTHS.get(column, len(column.value) + 3), text)
        sheet.write_string(0, place, column.value, needed if column in REQUIRED else optional)
        if choices := _CHOICES.get(column):
            sheet.data_validation(1, place, _ROWS, place, {
                "validate": "list", "source": choices, "error_type": "warning",
            })  # fmt: skip
    sheet.freeze_panes(1, 1)


def _guide(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Cách ghi")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 2, 38)
    for place, title in enumerate((_("Cột"), _("Cách ghi"), _("Thí dụ"))):
        sheet.write_string(0, place, title, bold)
    for row, (column, (how, example)) in enumerate(guide().items(), start=1):
        sheet.write_string(row, 0, column.value)
        sheet.write_string(row, 1, how, wrapped)
        sheet.write_string(row, 2, example)


def guide() -> dict[Column, tuple[str, str]]:
    """For each column how to fill it in, and an example that the reader of files takes."""
    number = _("12 chữ số. Có thể để trống.")
    phone = _("Có thể để trống.")
    return {
        Column.full_name: (
            _("Bắt buộc. Cả họ, đệm và tên trong một ô, có dấu."),
            "Nguyễn Thị Ánh Tuyết",
        ),
        Column.birthday: (_("Bắt buộc. Ngày trước, tháng sau, đủ năm."), "05/03/2016"),
        Column.gender: (_("Nam hoặc Nữ. Có thể để trống."), "Nữ"),
        Column.class_name: (_("Có thể để trống khi cả danh sách là một lớp."), "4A"),
        Column.number: (number, "001316000123"),
        Column.address: (
            _("Số nhà, đường phố hoặc thôn, xã phường. Có thể để trống."),
            "Số 7 ngõ 12 Quan Hoa, phường Cầu Giấy",
        ),
        Column.phone: (phone, "0912345678"),
        Column.email: (_("Có thể để trống."), "tuyet@example.vn"),
        Column.guardian_name: (_("Cha, mẹ hoặc người chăm sóc học sinh."), "Trần Thị Hoa"),
        Column.guardian_relation: (_("Người giám hộ là gì của học sinh."), "Mẹ"),
        Column.guardian_number: (number, "001190000456"),
        Column.guardian_phone: (_("Để thư viện liên lạc khi cần."), "0987654321"),
    }
