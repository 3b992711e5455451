"""Column names of a table: Vietnamese first, English and the usual variants understood.

Case, marks and punctuation do not count. `docs/import-format.md` lists the same names; a test
holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from portal.catalogue.reading.words import folded, spoken


class Column(Enum):
    """A column the import understands; the value is its name in the template."""

    number = "Mã biểu ghi"
    title = "Nhan đề"
    subtitle = "Phần còn lại của nhan đề"
    original_title = "Nhan đề gốc"
    other_title = "Nhan đề khác"
    responsibility = "Thông tin trách nhiệm"
    author = "Tác giả"
    edition = "Lần xuất bản"
    place = "Nơi xuất bản"
    publisher = "Nhà xuất bản"
    year = "Năm xuất bản"
    extent = "Mô tả vật lý"
    size = "Khổ"
    series = "Tùng thư"
    volume = "Tập"
    part_title = "Nhan đề tập"
    language = "Ngôn ngữ"
    isbn = "ISBN"
    issn = "ISSN"
    ddc = "Chỉ số phân loại"
    subject = "Chủ đề"
    keyword = "Từ khóa"
    material = "Dạng tài liệu"
    audience = "Đối tượng"
    summary = "Tóm tắt"
    note = "Ghi chú"
    barcode = "Số ĐKCB"
    library = "Thư viện"
    room = "Kho"
    call_number = "Ký hiệu xếp giá"
    status = "Tình trạng"
    lendable = "Cho mượn"


COPY_COLUMNS = frozenset(
    {
        Column.barcode,
        Column.library,
        Column.room,
        Column.call_number,
        Column.status,
        Column.lendable,
    }
)
"""These describe a copy; all others describe the record."""

SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.number: ("Record ID", "Mã tài liệu", "Mã", "ID", "Control number", "MFN"),
    Column.title: ("Title", "Tên sách", "Tên tài liệu", "Nhan đề chính"),
    Column.subtitle: ("Remainder of title", "Subtitle", "Phụ đề", "Tên phụ", "Nhan đề phụ"),
    Column.original_title: ("Original title", "Tên gốc", "Nguyên tác"),
    Column.other_title: ("Other title", "Variant title", "Nhan đề song song", "Parallel title"),
    Column.responsibility: (
        "Statement of responsibility",
        "Responsibility",
        "Trách nhiệm",
    ),
    Column.author: ("Author", "Authors", "Tác giả chính", "Tên tác giả"),
    Column.edition: ("Edition", "Lần tái bản", "Tái bản"),
    Column.place: ("Place", "Place of publication", "Nơi XB"),
    Column.publisher: ("Publisher", "NXB", "Nhà XB"),
    Column.year: ("Year", "Năm", "Năm XB", "Publication year", "Year of publication"),
    Column.extent: ("Extent", "Số trang", "Pages", "Physical description"),
    Column.size: ("Size", "Khổ sách", "Khổ cỡ", "Kích thước", "Dimensions"),
    Column.series: ("Series", "Tủ sách", "Bộ sách", "Tùng thư bộ sách"),
    Column.volume: ("Volume", "Số tập", "Tập số"),
    Column.part_title: ("Volume title", "Part title", "Tên tập"),
    Column.language: ("Language", "Tiếng", "Mã ngôn ngữ"),
    Column.isbn: ("Mã ISBN", "Số ISBN"),
    Column.issn: ("Mã ISSN", "Số ISSN"),
    Column.ddc: ("DDC", "Phân loại", "Ký hiệu phân loại", "Classification", "Dewey", "Số DDC"),
    Column.subject: ("Subject", "Subjects", "Đề mục chủ đề", "Đề mục"),
    Column.keyword: ("Keyword", "Keywords", "Từ khoá tự do"),
    Column.material: ("Material", "Loại tài liệu", "Type", "Loại hình"),
    Column.audience: ("Audience", "Lứa tuổi", "Đối tượng bạn đọc"),
    Column.summary: ("Summary", "Abstract", "Nội dung", "Giới thiệu nội dung"),
    Column.note: ("Note", "Notes", "Phụ chú"),
    Column.barcode: (
        "Barcode",
        "ĐKCB",
        "Số đăng ký cá biệt",
        "Mã vạch",
        "Số đăng kí cá biệt",
        "Đăng ký cá biệt",
        "Accession number",
        "Mã xếp giá",
    ),
    Column.library: ("Library", "Chi nhánh", "Mã thư viện", "Branch"),
    Column.room: ("Room", "Mã kho", "Phòng", "Location", "Shelving location"),
    Column.call_number: ("Call number", "Ký hiệu kho", "Kí hiệu xếp giá", "Shelf mark"),
    Column.status: ("Status", "Trạng thái"),
    Column.lendable: ("Lendable", "Được mượn về", "Cho mượn về", "For loan"),
}

_NAMES = [(name, column) for column in Column for name in (column.value, *SYNONYMS[column])]
_BY_NAME = {spoken(name): column for name, column in _NAMES}
_BY_FOLDED = {folded(name): column for name, column in reversed(_NAMES)}


@dataclass(frozen=True, slots=True)
class Header:
    """What the first row of a table says: index of each known column, names of the others."""

    columns: dict[Column, int]
    unknown: tuple[str, ...]
    doubled: tuple[str, ...]
    raw: bytes = b""


def column_named(name: str) -> Column | None:
    """The column a header cell means: Khổ is not Kho, but "nhan de" is Nhan đề."""
    return _BY_NAME.get(spoken(name)) or _BY_FOLDED.get(folded(name))


def read_header(cells: Sequence[str], raw: bytes = b"") -> Header:
    """Match the cells of the first row; the first of two columns of one name counts."""
    columns: dict[Column, int] = {}
    unknown: list[str] = []
    doubled: list[str] = []
    for index, cell in enumerate(cells):
        column = column_named(cell)
        if column is None:
            unknown.extend([cell.strip()] if cell.strip() else [])
        elif column in columns:
            doubled.append(cell.strip())
        else:
            columns[column] = index
    return Header(columns, tuple(unknown), tuple(doubled), raw)
