"""Excel workbooks, honest and hostile."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from portal.catalogue.reading import BadRecord, Draft, FileRefused, FileTrouble, read


def _book(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    path = path / "bang.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    return path


def _changed(path: Path, part: str, change: bytes, at: bytes) -> Path:
    """The workbook with `change` put before `at` in one of its parts."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = parts[part].replace(at, change + at, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def test_rows_numbers_and_dates(tmp_path: Path) -> None:
    day = datetime(2024, 3, 1, tzinfo=UTC).replace(tzinfo=None)
    path = _book(tmp_path, [
        ["Nhan đề", "Số ĐKCB", "Năm xuất bản", "ISBN", "Cho mượn"],
        ["Số đỏ", 8935244.0, 1936, 9780306406157, True],
        [],
        ["Tắt đèn", "000123", day, "", False],
    ])  # fmt: skip
    first, second = [one for one in read(path) if isinstance(one, Draft)]
    assert (first.title, first.copies[0].barcode, first.year) == ("Số đỏ", "8935244", 1936)
    assert first.isbns == ("9780306406157",)
    assert first.copies[0].lendable is True
    assert (second.copies[0].barcode, second.year) == ("000123", 2024)
    assert second.copies[0].lendable is False


def test_a_formula_gives_the_value_saved_with_it(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Nhan đề")
        sheet.write_formula(1, 0, '="Số "&"đỏ"', None, "Số đỏ")
        sheet.write_string(2, 0, "=1+1")
    assert [one.title for one in read(path) if isinstance(one, Draft)] == ["Số đỏ", "=1+1"]


def test_bad_row_is_named_by_its_number_in_the_sheet(tmp_path: Path) -> None:
    path = _book(tmp_path, [["Nhan đề", "Kho"], ["X", "A"], [], ["", "B"]])
    (bad,) = [one for one in read(path) if isinstance(one, BadRecord)]
    assert bad.place.number == 4


def test_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = _book(tmp_path, [["Nhan đề"], ["X"]])
    padding = b"<!-- " + b" " * (40 * 1024 * 1024) + b" -->"
    _changed(path, "xl/worksheets/sheet1.xml", padding, b"<sheetData>")
    assert path.stat().st_size < 200_000
    with pytest.raises(FileRefused) as refusal:
        list(read(path))
    assert refusal.value.trouble is FileTrouble.bomb


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    path = _book(tmp_path, [["Nhan đề"], ["X"]])
    _changed(path, "xl/sharedStrings.xml", b'<!DOCTYPE s [<!ENTITY a "aa">]>', b"<sst")
    with pytest.raises(FileRefused) as refusal:
        list(read(path))
    assert refusal.value.trouble is FileTrouble.bomb


def test_a_row_number_of_billions_does_not_hang(tmp_path: Path) -> None:
    path = _book(tmp_path, [["Nhan đề"], ["X"]])
    row = b'<row r="999999999"><c r="A999999999" t="n"><v>1</v></c></row>'
    _changed(path, "xl/worksheets/sheet1.xml", row, b"</sheetData>")
    assert len(list(read(path))) == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b"PK\x03\x04" + b"\0" * 100])
def test_what_only_looks_like_a_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileRefused):
        list(read(path))


def test_damaged_workbooks_are_refused_and_raise_nothing_else(tmp_path: Path) -> None:
    sound = _book(tmp_path, [["Nhan đề"], ["X"], ["Y"]]).read_bytes()
    for at in range(0, len(sound), 97):
        path = tmp_path / "hong.xlsx"
        path.write_bytes(sound[:at] + b"\xff" + sound[at + 1 :])
        try:
            list(read(path))
        except FileRefused:
            continue


def test_another_kind_of_zip(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    path = tmp_path / "bang.xlsx"
    path.write_bytes(out.getvalue())
    with pytest.raises(FileRefused) as refusal:
        list(read(path))
    assert refusal.value.trouble is FileTrouble.not_a_workbook


def test_a_part_in_an_unknown_encoding_is_no_workbook(tmp_path: Path) -> None:
    path = _book(tmp_path, [["Nhan đề"], ["Số đỏ"]])
    _changed(path, "xl/workbook.xml", b"X", b"UTF-8")
    with pytest.raises(FileRefused) as refused:
        list(read(path))
    assert refused.value.trouble is FileTrouble.not_a_workbook
