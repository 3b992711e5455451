"""Files as libraries really send them: every fault named with its line, the good lines kept."""

import codecs
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.libraries.csv_table import FileRefused, Line, read_table
from portal.libraries.kinds import RoomUse, Stacks
from portal.libraries.problem_texts import file_text, problem_text
from portal.libraries.row_values import CellRefused, FormerRow, RoomRow, day, former_names, rooms
from portal.libraries.rows import HEADINGS, REQUIRED, LibraryRow, Problem, read_row, settle

HEAD = "mã,loại,tên"


def lines(text: str | bytes) -> tuple[Line, ...]:
    content = text if isinstance(text, bytes) else text.encode()
    return read_table(content, HEADINGS, REQUIRED).lines


def row(**cells: str) -> LibraryRow | list[Problem]:
    return read_row(Line(2, {"code": "A1", "kind": "tủ sách", "name": "Tủ", **cells}))


def why(found: LibraryRow | list[Problem]) -> list[str]:
    assert isinstance(found, list), found
    return [problem.why for problem in found]


def test_vietnamese_english_and_unmarked_headings_are_one() -> None:
    one = lines("Mã,Loại,Tên,Địa chỉ\nA1,tủ sách,Tủ,47 Bà Triệu")
    assert one == lines("code,kind,name,address\nA1,tủ sách,Tủ,47 Bà Triệu")
    assert one == lines("MA,LOAI,TEN,DIA CHI\nA1,tủ sách,Tủ,47 Bà Triệu")


def test_what_excel_writes_is_read() -> None:
    text = "mã;loại;tên;giờ mở cửa\r\nA1;tủ sách;Tủ;T2 8:00-9:00, 10-11\r\n"
    expected = lines(text)
    assert expected[0].cells["hours"] == "T2 8:00-9:00, 10-11"
    assert lines(codecs.BOM_UTF8 + text.encode()) == expected
    assert lines(text.encode("utf-16")) == expected


def test_line_numbers_are_those_of_the_file() -> None:
    text = f'{HEAD},địa chỉ\n\nA1,tủ sách,Tủ,"hai\ndòng"\nA2,tủ sách,Tủ,\n'
    assert [(line.number, line.cells["code"]) for line in lines(text)] == [(3, "A1"), (5, "A2")]


def test_decomposed_text_is_composed_and_blanks_are_single() -> None:
    (line,) = lines(f"{HEAD}\nA1,tủ sách,Tu\u031b  sa\u0301ch\u0007")
    assert line.cells["name"] == "Tư sách"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file_empty"),
        (b"\n\n", "file_empty"),
        ("mã,tên\nA1,Tủ".encode(), "column_missing"),
        (b"code,code,kind,name\n", "column_twice"),
        ("mã,loại,tên\nA1,tủ,T\xe1".encode("latin-1", "replace"), "not_utf8"),
        (b"code,kind,name\nA\x00", "not_csv"),
        (b'code,kind,name\n"' + b"x" * 200_000, "not_csv"),
        (b"x" * 20_000_001, "file_too_large"),
        (b"PK\x03\x04\x14\x00", "not_csv"),
    ],
)
def test_no_library_file(content: bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        lines(content)
    assert refused.value.why == reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"code": ""}, "cell_empty"),
        ({"code": "thư viện"}, "bad_code"),
        ({"code": "../../x"}, "bad_code"),
        ({"kind": "lâu đài"}, "bad_kind"),
        ({"name": ""}, "cell_empty"),
        ({"name": "=HYPERLINK(1)"}, "formula"),
        ({"name": "x" * 201}, "too_long"),
        ({"website": "javascript:alert(1)"}, "bad_website"),
        ({"email": "không có"}, "bad_email"),
        ({"latitude": "21.03"}, "half_coordinates"),
        ({"latitude": "nan", "longitude": "105"}, "bad_coordinate"),
        ({"latitude": "210", "longitude": "105"}, "bad_coordinate"),
        ({"commune": "99999"}, "unknown_commune"),
        ({"commune": "phường Bách Khoa"}, "unknown_commune"),  # ended in 2025
        ({"closed_since": "31/02/2025"}, "bad_day"),
        ({"hours": "T3 17-8"}, "hours_ends_before_start"),
        ({"rooms": "KM:Kho mở"}, "bad_room"),
        ({"rooms": "KM:Kho mở:hé:mượn"}, "bad_room"),
        ({"rooms": "KM:A:mở:mượn;km:B:kín:mượn"}, "room_twice"),
        ({"former_names": "Thư viện (hồi xưa)"}, "bad_former_name"),
        ({"former_names": "Thư viện (từ 2010 đến 2005)"}, "bad_former_name"),
    ],
)
def test_a_faulty_cell_keeps_the_line_out(cells: dict[str, str], reason: str) -> None:
    assert why(row(**cells)) == [reason]


def test_all_faults_of_a_line_are_named() -> None:
    assert why(row(kind="lâu đài", hours="?")) == ["bad_kind", "hours_no_times"]


def test_every_reason_has_words() -> None:
    for cells in ({"kind": "x"}, {"hours": "T3 8-9, 8-10"}, {"latitude": "1"}):
        found = row(**cells)
        assert isinstance(found, list)
        assert problem_text(found[0], HEADINGS).startswith("dòng 2, cột ")
    assert file_text(FileRefused("column_missing", "mã")) == "thiếu cột: mã"


def test_a_commune_by_code_or_by_name() -> None:
    for cell in ("82", "00082", "phường Cửa Nam", "cua nam"):
        found = row(commune=cell)
        assert isinstance(found, LibraryRow)
        assert found.values["commune"] == "00082"


def test_rooms() -> None:
    assert rooms("KM:Kho mở:mở:mượn; KK:Kho kín:kín:tại chỗ") == (
        RoomRow("KM", "Kho mở", Stacks.OPEN, RoomUse.LENDABLE),
        RoomRow("KK", "Kho kín", Stacks.CLOSED, RoomUse.ON_SITE),
    )


def test_former_names_hold_until_the_day_after_the_last() -> None:
    until = date(2025, 7, 1)
    assert former_names("Thư viện quận Tây Hồ (từ 1996 đến 30/06/2025, thuộc HN-BT); Nhà sách") == (
        FormerRow("Thư viện quận Tây Hồ", date(1996, 1, 1), until, "HN-BT"),
        FormerRow("Nhà sách", None, None, None),
    )


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("30/06/2025", date(2025, 6, 30), date(2025, 6, 30)),
        ("2025-06-30", date(2025, 6, 30), date(2025, 6, 30)),
        ("02/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_days(cell: str, first: date, last: date) -> None:
    assert (day(cell), day(cell, end=True)) == (first, last)


@pytest.mark.parametrize("cell", ["0/0/2025", "13/13/2025", "0000", "hôm nay", "1/2025/1"])
def test_no_days(cell: str) -> None:
    with pytest.raises(CellRefused):
        day(cell)


def taken(*rows: tuple[str, str | None]) -> list[LibraryRow]:
    return [
        LibraryRow(number, code, {"code": code, "parent": parent})
        for number, (code, parent) in enumerate(rows, start=2)
    ]


def test_a_parent_may_stand_further_down() -> None:
    good, problems = settle(taken(("A", "B"), ("B", None)), {})
    assert [r.code for r in good] == ["A", "B"]
    assert not problems


def test_unknown_parents_take_their_children_with_them() -> None:
    good, problems = settle(taken(("A", "B"), ("B", "NO"), ("C", None)), {})
    assert [r.code for r in good] == ["C"]
    assert [(p.line, p.why) for p in problems] == [(2, "unknown_parent"), (3, "unknown_parent")]


def test_a_circle_is_refused_even_through_what_is_there() -> None:
    _, problems = settle(taken(("A", "B")), {"A": None, "B": "A"})
    assert [p.why for p in problems] == ["parent_circle"]
    _, problems = settle(taken(("A", "A")), {})
    assert [p.why for p in problems] == ["parent_circle"]


def test_the_first_of_two_equal_codes_is_taken() -> None:
    good, problems = settle(taken(("A", None), ("A", None)), {})
    assert len(good) == 1
    assert [(p.line, p.why) for p in problems] == [(3, "code_twice")]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    try:
        table = read_table(content, HEADINGS, REQUIRED)
    except FileRefused:
        return
    for line in table.lines:
        read_row(line)


@given(st.dictionaries(st.sampled_from(sorted(HEADINGS)), st.text(max_size=80)))
def test_any_cells_are_a_row_or_named_problems(cells: dict[str, str]) -> None:
    found = read_row(Line(7, {"code": "", "kind": "", "name": "", **cells}))
    if isinstance(found, list):
        assert all(problem_text(problem, HEADINGS) for problem in found)
