"""Class lists as schools send them: every bad row named, every good one kept."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]

from portal.cards.class_file import (
    ClassFile,
    ClassFileRefused,
    ClassRow,
    Column,
    Problem,
    Trouble,
    Why,
    csv_template,
    read_class,
    xlsx_template,
)
from portal.cards.class_file.template import guide
from portal.cards.class_file.texts import file_text, problem_text

TODAY = date(2026, 11, 30)
HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp"]
AN = ["1", "Nguyễn Văn An", "05/03/2016", "Nam", "4A"]


def as_csv(*rows: list[str], mark: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*rows: list[Any]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, place, value.replace(tzinfo=None), day)
                else:
                    sheet.write(number, place, value)
    return out.getvalue()


def only(content: bytes) -> ClassRow:
    read = read_class(content, TODAY)
    assert read.problems == ()
    [pupil] = read.pupils
    return pupil


def wrong(content: bytes) -> list[tuple[int, Column | None, Why]]:
    return [(one.row, one.column, one.why) for one in read_class(content, TODAY).problems]


def refused(content: bytes) -> Trouble:
    with pytest.raises(ClassFileRefused) as caught:
        read_class(content, TODAY)
    assert file_text(caught.value)
    return caught.value.trouble


def test_a_list_is_read_whatever_wrote_it() -> None:
    expected = ClassRow(
        row=2, full_name="Nguyễn Văn An", birthday=date(2016, 3, 5), gender="male", class_name="4A"
    )
    for content in (
        as_csv(HEADINGS, AN),
        as_csv(HEADINGS, AN, mark=";", encoding="utf-8-sig"),
        as_csv(HEADINGS, AN, mark="\t", encoding="utf-16"),
        as_xlsx(HEADINGS, AN),
        as_xlsx(HEADINGS, [1, "Nguyễn Văn An", datetime(2016, 3, 5, tzinfo=UTC), "nam", "4A"]),
        as_xlsx(HEADINGS, [1, "Nguyễn Văn An", 42434, "M", "4A"]),
    ):
        assert only(content) == expected


@pytest.mark.parametrize(
    "headings",
    [
        ["Họ tên", "Ngày sinh", "Giới tính", "Lớp"],
        ["HO VA TEN", "NGAY SINH", "GIOI TINH", "LOP"],
        ["Họ và tên học sinh", "Ngày, tháng, năm sinh", "Nam/Nữ", "Tên lớp"],
        ["Full name", "Date of birth", "Sex", "Class"],
    ],
)
def test_headings_go_by_many_names(headings: list[str]) -> None:
    assert only(as_csv(headings, AN[1:])).class_name == "4A"


@pytest.mark.parametrize("pair", [("Họ và tên đệm", "Tên"), ("Họ", "Tên"), ("Họ và tên", "")])
def test_a_name_in_two_columns_is_one(pair: tuple[str, str]) -> None:
    pupil = only(as_csv([*pair, "Ngày sinh"], ["Nguyễn Văn", "An", "5/3/2016"]))
    assert pupil.full_name == "Nguyễn Văn An"


def test_what_stands_above_the_headings_is_passed_over() -> None:
    content = as_xlsx(["TRƯỜNG TIỂU HỌC KIM ĐỒNG"], ["Danh sách lớp 4A"], [], HEADINGS, AN)
    assert only(content).row == 5


def test_rows_that_only_count_are_no_pupils() -> None:
    content = as_csv(HEADINGS, AN, ["2", "", "", "", ""], ["3"], [])
    assert len(read_class(content, TODAY).pupils) == 1


def test_headings_nobody_knows_are_told() -> None:
    read = read_class(as_csv([*HEADINGS, "Dân tộc", "Lớp"], [*AN, "Kinh", "4B"]), TODAY)
    assert read.unknown_headings == ("Dân tộc", "Lớp")
    assert read.pupils[0].class_name == "4A"


def test_all_columns_of_a_template_are_read() -> None:
    examples = [example for _how, example in guide().values()]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_template()))
    book.worksheets[0].append(examples)
    out = io.BytesIO()
    book.save(out)
    text = csv_template() + as_csv(examples)
    for content in (out.getvalue(), text):
        assert only(content) == ClassRow(
            row=2,
            full_name="Nguyễn Thị Ánh Tuyết",
            birthday=date(2016, 3, 5),
            gender="female",
            class_name="4A",
            number="001316000123",
            address="Số 7 ngõ 12 Quan Hoa, phường Cầu Giấy",
            phone="0912345678",
            email="tuyet@example.vn",
            guardian_name="Trần Thị Hoa",
            guardian_relation="mother",
            guardian_number="001190000456",
            guardian_phone="0987654321",
        )


def test_a_template_is_the_same_file_every_time_and_holds_no_pupil() -> None:
    assert xlsx_template() == xlsx_template()
    for content in (xlsx_template(), csv_template()):
        assert read_class(content, TODAY) == ClassFile((), (), ())


@pytest.mark.parametrize(
    "text",
    [
        "5/3/2016", "05/03/2016", "5-3-2016", "05.03.2016", "5 / 3 / 2016", "5 3 2016", "5/3/16",
        "2016-03-05", "2016/3/5", "2016-03-05 00:00:00", "2016-03-05T00:00:00", "05032016",
        "5032016", "20160305", "42434", "ngày 5 tháng 3 năm 2016", "Ngày 05 tháng 03 năm 2016",
        "5 tháng 3 năm 2016", "5 tháng 3, 2016", "ngay 5 thang 3 nam 2016", "'05/03/2016",
        "05–03–2016",
    ],
)  # fmt: skip
def test_birthdays_are_read_in_all_usual_ways(text: str) -> None:
    assert only(as_csv(HEADINGS, ["1", "An Bình", text, "", ""])).birthday == date(2016, 3, 5)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.missing),
        ("31/02/2016", Why.day_unknown),
        ("00/03/2016", Why.day_unknown),
        ("3/25/2016", Why.day_month_first),
        ("2016", Why.day_in_part),
        ("3/2016", Why.day_in_part),
        ("tháng 3/2016", Why.day_in_part),
        ("mùa xuân", Why.day_unreadable),
        ("5/3/216", Why.day_unreadable),
        ("05/03/2027", Why.day_to_come),
        ("05/03/1016", Why.day_too_long_ago),
        ("٥/٣/٢٠١٦x", Why.day_unreadable),
    ],
)
def test_days_that_are_none_are_named(text: str, why: Why) -> None:
    assert wrong(as_csv(HEADINGS, ["1", "An Bình", text])) == [(2, Column.birthday, why)]


def test_two_digits_of_a_year_are_the_latest_that_has_come() -> None:
    rows = [["1", "An Bình", "5/3/26"], ["2", "Bùi Ca", "5/3/27"]]
    assert [one.birthday.year for one in read_class(as_csv(HEADINGS, *rows), TODAY).pupils] == [
        2026,
        1927,
    ]


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (Column.gender, "NỮ", "female"),
        (Column.gender, "nu", "female"),
        (Column.gender, "Khác", "unsaid"),
        (Column.number, "1316000123", "001316000123"),
        (Column.number, "001.316.000.123", "001316000123"),
        (Column.number, "'001316000123", "001316000123"),
        (Column.phone, "912345678", "0912345678"),
        (Column.phone, "+84 912 345 678", "0912345678"),
        (Column.phone, "84912345678", "0912345678"),
        (Column.phone, "(024) 3825-5397", "02438255397"),
        (Column.phone, "0033 1 42 68 53 00", "+33142685300"),
        (Column.email, "Lan@Example.VN", "lan@example.vn"),
        (Column.guardian_relation, "Bà", "grandparent"),
        (Column.guardian_relation, "Ba", "father"),
        (Column.guardian_relation, "Mẹ", "mother"),
        (Column.guardian_relation, "cô ruột", "other"),
        (Column.guardian_name, "NGUYE\u0302\u0303N THI\u0323 LAN", "NGUYỄN THỊ LAN"),
        (Column.full_name, "Nguyễn Văn An -", "Nguyễn Văn An"),
        (Column.full_name, "Y Ng'Hoa Êban", "Y Ng'Hoa Êban"),
        (Column.class_name, "Chồi 2", "Chồi 2"),
    ],
)
def test_cells_are_understood(column: Column, text: str, value: str) -> None:
    assert getattr(only(a_list(column, text)), column.name) == value


@pytest.mark.parametrize(
    ("column", "text", "why"),
    [
        (Column.full_name, "", Why.missing),
        (Column.full_name, "12345", Why.name_letters),
        (Column.full_name, "=HYPERLINK(A1)", Why.name_letters),
        (Column.full_name, "Lan" * 70, Why.too_long),
        (Column.full_name, "Nguy�n Văn An", Why.letters_lost),
        (Column.gender, "có", Why.gender_unknown),
        (Column.number, "123", Why.number_digits),
        (Column.number, "1.31600E+09", Why.number_shortened),
        (Column.phone, "0912345678/0987654321", Why.phone_digits),
        (Column.phone, "113", Why.phone_digits),
        (Column.email, "lan@", Why.email_shape),
        (Column.guardian_number, "00119000045x", Why.number_digits),
        (Column.guardian_phone, "gọi cô Lan", Why.phone_digits),
        (Column.guardian_name, "0912345678", Why.name_letters),
    ],
)
def test_cells_that_say_nothing_are_named(column: Column, text: str, why: Why) -> None:
    assert wrong(a_list(column, text)) == [(2, column, why)]


def a_list(column: Column, text: str) -> bytes:
    """One pupil, with `text` in a column."""
    cells = {Column.full_name: "An Bình", Column.birthday: "5/3/2016", column: text}
    return as_csv([one.value for one in cells], list(cells.values()))


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    assert wrong(as_csv(HEADINGS, ["1", "", "31/02/2016", "x", "4A"])) == [
        (2, Column.full_name, Why.missing),
        (2, Column.birthday, Why.day_unknown),
        (2, Column.gender, Why.gender_unknown),
    ]


def test_the_same_pupil_twice_is_named_and_twins_are_not() -> None:
    read = read_class(
        as_csv(
            HEADINGS,
            AN,
            ["2", "Nguyễn Văn Ân", "05/03/2016", "Nam", "4A"],  # a twin
            ["3", "NGUYỄN VĂN AN", "5.3.2016", "", "4a"],  # the first again
            ["4", "Nguyễn Văn An", "05/03/2016", "Nam", "4B"],  # somebody else of that name
        ),
        TODAY,
    )
    assert [pupil.row for pupil in read.pupils] == [2, 3, 5]
    [copy] = read.problems
    assert (copy.row, copy.why, copy.other_row) == (4, Why.same_pupil, 2)
    assert "dòng 2" in problem_text(copy)


def test_one_number_is_one_person() -> None:
    headings = ["Họ tên", "Ngày sinh", "CCCD"]
    rows = [["An Bình", "5/3/2016", "001216000001"], ["Bùi Ca", "6/4/2016", "1216000001"]]
    assert wrong(as_csv(headings, *rows)) == [(3, Column.number, Why.same_number)]


def test_bytes_that_are_no_letters_are_named() -> None:
    rows = [["Đỗ Thị Hường", "5/3/2016"]] * 3 + [["XX", "6/3/2016"]]
    content = as_csv(["Họ tên", "Ngày sinh"], *rows).replace(b"XX", b"L\xea\xff Hoa")
    assert (5, Column.full_name, Why.letters_lost) in wrong(content)


def test_a_quote_left_open_costs_one_row() -> None:
    content = as_csv(["Họ tên", "Ngày sinh"], ["An Bình", "5/3/2016"]).decode()
    content += '"Bùi Ca,6/4/2016\nCao Dũng,7/5/2016\n'
    read = read_class(content.encode(), TODAY)
    assert [pupil.full_name for pupil in read.pupils] == ["An Bình", "Cao Dũng"]
    assert [(one.row, one.why) for one in read.problems] == [(3, Why.row_broken)]


def test_five_thousand_pupils_with_forty_mistakes() -> None:
    rows = [
        [str(n), f"Nguyễn Thị {letters(n)}", f"{n % 28 + 1}/{n % 12 + 1}/2015", "Nữ", "4A"]
        for n in range(5_000)
    ]
    bad = range(17, 5_000, 125)
    assert len(bad) == 40
    for n in bad:
        rows[n][2] = "31/02/2015"
    for content in (as_csv(HEADINGS, *rows), as_xlsx(HEADINGS, *rows)):
        read = read_class(content, TODAY)
        assert [one.row for one in read.problems] == [n + 2 for n in bad]
        assert len(read.pupils) == 4_960
    assert problem_text(read.problems[0]) == (
        f"Dòng {bad[0] + 2}, cột Ngày sinh: không có ngày này («31/02/2015»)."
        " Viết ngày trước, tháng sau, đủ năm: 05/03/2016."
    )


def letters(number: int) -> str:
    """A name for a number."""
    return "".join("ABCDEGHKLM"[int(digit)] for digit in str(number)).capitalize()


def test_files_that_are_no_list_are_named() -> None:
    assert refused(b"") == Trouble.empty
    assert refused(b" \n ") == Trouble.empty
    assert refused(b"a" * 5_000_001) == Trouble.too_large
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == Trouble.old_excel
    assert refused(b"%PDF-1.7") == Trouble.no_table
    assert refused(b"<html><table>") == Trouble.no_table
    assert refused(b"PK\x03\x04 and no more") == Trouble.no_table
    assert refused(as_csv(["Nhan đề", "Tác giả"], ["Dế Mèn", "Tô Hoài"])) == Trouble.no_headings
    assert refused(as_csv(["Họ tên", "Lớp"], ["An", "4A"])) == Trouble.no_birthdays
    assert refused(as_csv(HEADINGS, *[AN] * 10_001)) == Trouble.too_many_rows
    assert refused(as_xlsx()) == Trouble.no_headings


def test_a_workbook_that_unpacks_without_end_is_refused() -> None:
    out = io.BytesIO(as_xlsx(HEADINGS, AN))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", bytes(64_000_000))
    assert refused(out.getvalue()) == Trouble.too_large


def test_every_mistake_is_explained() -> None:
    texts = {problem_text(Problem(7, Column.email, why, "x", 3)) for why in Why}
    assert len(texts) == len(Why)
    assert "Dòng 7: không đọc được" in problem_text(Problem(7, None, Why.row_broken))
