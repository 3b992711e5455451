"""CSV as libraries keep it."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.catalogue.kinds import CopyStatus, Material, SubjectKind
from portal.catalogue.reading import (
    BadRecord,
    DoubtKind,
    DraftSubject,
    FileRefused,
    FileTrouble,
    Reason,
    open_file,
    read,
)
from tests.catalogue.reading.files import both, table

HEADER = "Mã biểu ghi,Nhan đề,Tác giả,Số ĐKCB,Kho\n"


def test_a_row_becomes_a_record(tmp_path: Path) -> None:
    (draft,) = table(
        tmp_path,
        "Mã biểu ghi,Nhan đề,Phần còn lại của nhan đề,Thông tin trách nhiệm,Tác giả,Lần xuất bản,"
        "Nơi xuất bản,Nhà xuất bản,Năm xuất bản,Mô tả vật lý,Khổ,Tùng thư,Ngôn ngữ,ISBN,"
        "Chỉ số phân loại,Chủ đề,Từ khóa,Dạng tài liệu,Đối tượng,Tóm tắt\n"
        'A1,Đảo giấu vàng,Tiểu thuyết,"Stevenson ; Lê Thuyên dịch",Robert Louis Stevenson|'
        "Lê Thuyên,Tái bản lần thứ 3,H.,Nxb Văn học,2023,345,21 cm,Tủ sách Vàng ; 7,Tiếng Việt,"
        '978-0-306-40615-7|12,"823,8",Văn học Anh|Phiêu lưu,biển,Sách,Thiếu nhi,"Hai\ndòng"\n',
    )
    assert (draft.source_number, draft.title, draft.subtitle) == (
        "A1", "Đảo giấu vàng", "Tiểu thuyết",
    )  # fmt: skip
    assert [(agent.name, agent.role.value) for agent in draft.agents] == [
        ("Robert Louis Stevenson", "author"), ("Lê Thuyên", "translator"), ("Stevenson", "author"),
    ]  # fmt: skip
    assert (draft.edition_number, draft.place, draft.publisher) == (3, "Hà Nội", "Văn học")
    assert (draft.year, draft.extent, draft.size) == (2023, "345 tr.", "21 cm")
    assert (draft.series, draft.series_number) == ("Tủ sách Vàng", "7")
    assert (draft.language, draft.language_guessed) == ("vie", False)
    assert (draft.isbns, draft.ddc) == (("9780306406157",), "823.8")
    assert draft.subjects == (
        DraftSubject("Văn học Anh"), DraftSubject("Phiêu lưu"),
        DraftSubject("biển", SubjectKind.keyword),
    )  # fmt: skip
    assert draft.for_children
    assert draft.summary == "Hai dòng"
    assert [doubt.text for doubt in draft.doubts if doubt.kind is DoubtKind.isbn] == ["12"]


def test_rows_of_one_number_are_copies_of_one_record(tmp_path: Path) -> None:
    first, second = table(
        tmp_path, HEADER + "1,Số đỏ,Vũ Trọng Phụng,A1,KM\n1,Số đỏ,,A2|A3,KD\n2,Tắt đèn,,A4,KM\n"
    )
    assert [(copy.barcode, copy.room) for copy in first.copies] == [
        ("A1", "KM"), ("A2", "KD"), ("A3", "KD"),
    ]  # fmt: skip
    assert second.title == "Tắt đèn"
    assert first.raw.decode() == HEADER + "1,Số đỏ,Vũ Trọng Phụng,A1,KM\n1,Số đỏ,,A2|A3,KD\n"


def test_one_number_with_two_titles_stays_two_records(tmp_path: Path) -> None:
    assert len(table(tmp_path, HEADER + "1,Số đỏ,,A1,\n1,Tắt đèn,,A2,\n")) == 2


def test_rows_without_a_number_are_joined_only_if_alike(tmp_path: Path) -> None:
    drafts = table(tmp_path, "Title,Author,Barcode\nX,A B,1\nX,A B,2\nX,C D,3\n")
    assert [len(draft.copies) for draft in drafts] == [2, 1]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, mark: str) -> None:
    (draft,) = table(tmp_path, f"Title{mark}Year\nSố đỏ{mark}1936\n")
    assert (draft.title, draft.year) == ("Số đỏ", 1936)


@pytest.mark.parametrize("name", ["NHAN DE", "nhan đề", " Title ", "Tên sách", "Nhan\u00a0đề"])
def test_header_names_are_taken_kindly(tmp_path: Path, name: str) -> None:
    assert table(tmp_path, f"{name}\nSố đỏ\n")[0].title == "Số đỏ"


def test_missing_title_column_is_refused_naming_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        table(tmp_path, "Tựa,Năm\nX,1936\n")
    assert refusal.value.trouble is FileTrouble.missing_column
    assert "Tựa" in refusal.value.detail


def test_unknown_columns_are_named_and_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "bang.csv"
    path.write_text("Nhan đề,Giá bìa,Màu,Nhan đề\nX,1,2,Y\n", encoding="utf-8")
    with open_file(path) as opened:
        assert opened.unknown_columns == ("Giá bìa", "Màu")
        assert opened.doubled_columns == ("Nhan đề",)
        assert [one.title for one in opened.records if not isinstance(one, BadRecord)] == ["X"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-8"])
def test_unicode_encodings(tmp_path: Path, encoding: str) -> None:
    text = HEADER + "1,Tuổi thơ dữ dội,Phùng Quán,A1,KM\n" * 1
    (draft,) = both(tmp_path, text.encode(encoding), "bang.csv")[0]
    assert (draft.title, draft.copies[0].barcode) == ("Tuổi thơ dữ dội", "A1")


def _tone_apart(letter: str) -> str:
    """As code page 1258 writes it: the vowel whole, the tone mark after it."""
    marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
    rest = unicodedata.normalize("NFC", marks.replace(tone, "", 1)) if tone else letter
    return rest + tone


def test_windows_1258(tmp_path: Path) -> None:
    text = HEADER + "1,Một làng quê,Nguyễn Tuân,A1,KM\n"
    content = "".join(map(_tone_apart, text)).encode("cp1258")
    (draft,) = both(tmp_path, content, "bang.csv")[0]
    assert draft.title == "Một làng quê"
    assert draft.encoding == "cp1258"


def test_old_fonts_in_a_table(tmp_path: Path) -> None:
    text = "Title,Author\nCéng hßa X· héi,Tè H÷u\nTruyÖn KiÒu,NguyÔn Du\n"
    first, second = both(tmp_path, text.encode("latin-1"), "bang.csv")[0]
    assert (first.title, second.title) == ("Cộng hòa Xã hội", "Truyện Kiều")
    assert second.agents[0].name == "Nguyễn Du"


def test_one_broken_byte_spoils_one_cell(tmp_path: Path) -> None:
    rows = "".join(f"{number},Tuổi thơ dữ dội,,A{number},\n" for number in range(5))
    content = HEADER.encode() + rows.encode() + "9,Số ".encode() + b"\xff" + " đỏ,,A9,\n".encode()
    good, bad = both(tmp_path, content, "bang.csv")
    assert (len(good), bad) == (6, [])
    assert [doubt.kind for doubt in good[-1].doubts] == [DoubtKind.encoding]
    assert not good[0].doubts


def test_unclosed_quote_costs_one_row(tmp_path: Path) -> None:
    rows = "".join(f"{number},Sách {number},,A{number},\n" for number in range(3000))
    good, bad = both(tmp_path, (HEADER + '0,"Hỏng,,A0,\n' + rows).encode(), "bang.csv")
    assert len(good) == 3000
    (broken,) = bad
    assert (broken.reason, broken.place.number) == (Reason.unclosed_quote, 2)
    assert broken.raw.decode() == '0,"Hỏng,,A0,\n'


@pytest.mark.parametrize("start", [b"\r\x01", b'"' + b"x" * 700_000])
def test_a_file_without_a_line_of_headings_is_refused(tmp_path: Path, start: bytes) -> None:
    with pytest.raises(FileRefused):
        both(tmp_path, start, "bang.csv")


def test_enormous_cell_is_one_bad_row(tmp_path: Path) -> None:
    content = HEADER + f"1,{'x' * 700_000},,A1,\n2,Số đỏ,,A2,\n"
    good, bad = both(tmp_path, content.encode(), "bang.csv")
    assert [draft.title for draft in good] == ["Số đỏ"]
    assert len(bad) == 1


def test_a_row_without_a_title_is_refused_with_its_line(tmp_path: Path) -> None:
    good, bad = both(tmp_path, (HEADER + "1,,,A1,\n2,Số đỏ,,A2,\n").encode(), "bang.csv")
    assert len(good) == 1
    assert [(one.reason, one.place.number) for one in bad] == [(Reason.no_title, 2)]


@pytest.mark.parametrize("cell", ["=1+1", "+84 24", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_formulas_are_text(tmp_path: Path, cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    assert table(tmp_path, f"Title\n{quoted}\n")[0].title == cell


@pytest.mark.parametrize(
    ("word", "status", "lendable"),
    [
        ("Sẵn sàng", CopyStatus.available, None),
        ("", None, None),
        ("Đang được mượn", CopyStatus.on_loan, None),
        ("MẤT", CopyStatus.lost, None),
        ("Chỉ đọc tại chỗ", CopyStatus.available, False),
        ("gì đó", CopyStatus.unknown, None),
    ],
)
def test_status_words(
    tmp_path: Path, word: str, status: CopyStatus | None, lendable: bool | None
) -> None:
    (draft,) = table(tmp_path, f"Title,Barcode,Status\nX,1,{word}\n")
    assert (draft.copies[0].status, draft.copies[0].lendable) == (status, lendable)
    assert bool(draft.doubts) == (status is CopyStatus.unknown)


def test_material_words(tmp_path: Path) -> None:
    drafts = table(tmp_path, "Title,Material\nX,truyện tranh\nY,Bản đồ\nZ,\n")
    assert [draft.material for draft in drafts] == [Material.comic, Material.map, Material.book]


def test_empty_file_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"\n\n\n"):
        with pytest.raises(FileRefused):
            both(tmp_path, content, "bang.csv")


@given(content=st.binary(max_size=600))
@settings(max_examples=150)
def test_any_bytes_are_read_or_refused(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("csv") / "bang.csv"
    path.write_bytes("Nhan đề,ISBN,Số ĐKCB\n".encode() + content)
    list(read(path, file_format="csv"))


@given(titles=st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1, max_size=6))
@settings(max_examples=100)
def test_what_a_spreadsheet_writes_is_read_back(
    titles: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("csv") / "bang.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Nhan đề", "Mã"])
        writer.writerows([f"T{title}t", number] for number, title in enumerate(titles))
    found = list(read(path, file_format="csv", encoding="utf-8"))
    assert len(found) == len(titles)
    assert not any(isinstance(one, BadRecord) for one in found)
