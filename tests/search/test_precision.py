"""What a reader gets first, query by query."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest
from sqlalchemy.orm import Session

from portal.search.maintenance import update_index
from tests import make
from tests.search.finding import Reader

TITLES = (
    "Đường xưa mây trắng", "Dương gian", "Đương đại", "Bản đồ đường bộ Việt Nam",
    "Ma chiến hữu", "Má", "Mà cà rồng", "Mạ non", "Mã Pí Lèng",
    "Lịch sử Việt Nam", "Việt sử", "Nam quốc sơn hà", "Hoà bình", "Hòa bình và chiến tranh",
    "Lý luận văn học", "Lí luận và thực hành", "Kỹ thuật điện", "Kĩ nghệ gỗ",
    "Ô tô", "Nghệ An", "Và", "Y học", "Lập trình C++", "1.000 câu hỏi", "三国演义",
)  # fmt: skip


@pytest.fixture
def reader(session: Session, tmp_path: Path) -> Reader:
    for title in TITLES:
        make.record(session, title)
    make.record(session, "Mắt biếc", authors=["Nguyễn Nhật Ánh"])
    make.record(session, "Nhật ký", authors=["Nguyễn Anh", "Trần Nhật"])
    return Reader(session, tmp_path / "index")


FOUND = {
    "đường": ["Đường xưa mây trắng", "Bản đồ đường bộ Việt Nam"],
    "duong": ["Dương gian", "Đương đại", "Đường xưa mây trắng", "Bản đồ đường bộ Việt Nam"],
    "viet nam": ["Lịch sử Việt Nam", "Bản đồ đường bộ Việt Nam"],
    "việt nam": ["Lịch sử Việt Nam", "Bản đồ đường bộ Việt Nam"],
    '"nam viet"': [],
    "hoà bình": ["Hoà bình", "Hòa bình và chiến tranh"],
    "hòa bình": ["Hoà bình", "Hòa bình và chiến tranh"],
    "lí luận": ["Lý luận văn học", "Lí luận và thực hành"],
    "ly luan": ["Lý luận văn học", "Lí luận và thực hành"],
    "kĩ thuật": ["Kỹ thuật điện"],
    "kỹ nghệ": ["Kĩ nghệ gỗ"],
    "má": ["Má"],
    "nguyễn nhat anh": ["Mắt biếc", "Nhật ký"],
    "tác giả:nguyễn nhật ánh": ["Mắt biếc"],
    "ánh nhật nguyễn": ["Mắt biếc"],
    '"nguyen nhat anh"': ["Mắt biếc"],
    "ô tô": ["Ô tô"],
    "nghe an": ["Nghệ An"],
    "y học": ["Y học"],
    "c++": ["Lập trình C++"],
    "1000 câu": ["1.000 câu hỏi"],
    "三国": ["三国演义"],
    "viet -nam": ["Việt sử"],
}  # fmt: skip


@pytest.mark.parametrize("q", FOUND)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_query_finds_its_books_and_no_others(reader: Reader, q: str, form: str) -> None:
    typed = normalize("NFD", q) if form == "NFD" else q
    assert sorted(reader.titles(typed)) == sorted(FOUND[q])


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("ma", "Ma chiến hữu"),
        ("viet nam", "Lịch sử Việt Nam"),
        ("nguyen nhat anh", "Mắt biếc"),
        ("và", "Và"),
        ("va", "Và"),
        ("hoa binh", "Hoà bình"),
    ],
)
def test_what_was_meant_comes_first(reader: Reader, q: str, first: str) -> None:
    assert reader.titles(q)[0] == first


def test_a_word_as_typed_comes_before_the_same_word_with_marks(reader: Reader) -> None:
    found = reader.titles("ma")
    assert found[0] == "Ma chiến hữu"
    assert {"Má", "Mà cà rồng", "Mạ non", "Mã Pí Lèng"} <= set(found)


def test_a_whole_title_comes_before_longer_ones(session: Session, tmp_path: Path) -> None:
    for title in ("Chí Phèo và những truyện khác", "Chí Phèo", "Đọc Chí Phèo"):
        make.record(session, title)
    assert Reader(session, tmp_path).titles("chi pheo")[0] == "Chí Phèo"


ORDERED = ["An", "Ăn", "Ân", "Bà", "Bả", "Bã", "Bá", "Bạ", "Da", "Đa", "Oanh", "Ô", "Ơn",
           "Tập 2", "Tập 10", "Uyên", "Ưng"]  # fmt: skip


@pytest.mark.parametrize("later", [0, 5, 8])
def test_titles_stand_in_vietnamese_order_however_they_came(
    session: Session, tmp_path: Path, later: int
) -> None:
    mixed = ORDERED[1::2] + ORDERED[::2]
    home = tmp_path / "index"
    for title in mixed[: len(mixed) - later]:
        make.record(session, title)
    Reader(session, home)
    for title in mixed[len(mixed) - later :]:
        make.record(session, title)
    session.commit()
    assert update_index(session, home) == later
    assert Reader(session, home, build=False).titles("", sort="title") == ORDERED


@pytest.fixture
def coded(session: Session, tmp_path: Path) -> Reader:
    here = make.library(session, "HN-A")
    book = make.record(session, "Số đỏ", isbn="9786041137462", ddc="895.922332")
    make.copy(session, book, here, barcode="HN.000777", call_number="895.922 S450Đ")
    make.record(session, "Năm 1954", isbn="9780306406157")
    return Reader(session, tmp_path / "index")


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("9786041137462", ["Số đỏ"]),
        ("978-604-1-13746-2", ["Số đỏ"]),
        ("0306406152", ["Năm 1954"]),
        ("0-306-40615-2", ["Năm 1954"]),
        ("isbn:978-604-1-13746-2", ["Số đỏ"]),
        ("isbn:0306406152", ["Năm 1954"]),
        ("HN.000777", ["Số đỏ"]),
        ("đkcb:HN.000777", ["Số đỏ"]),
        ("895.922", ["Số đỏ"]),
        ("895.922 S450Đ", ["Số đỏ"]),
        ("1954", ["Năm 1954"]),
        ("9786041137463", []),
    ],
)
def test_codes_are_understood_in_the_one_box(coded: Reader, q: str, found: list[str]) -> None:
    assert coded.titles(q) == found


def test_a_field_of_codes_takes_the_code_as_it_is(coded: Reader) -> None:
    assert coded.titles("978 604 1137462", field="isbn") == ["Số đỏ"]
    assert coded.titles("895.922 S450Đ", field="call") == ["Số đỏ"]
