"""Volumes, editions and Roman numerals as title pages write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.editions import Edition, edition
from portal.vietnamese.numerals import roman, settle_numerals, split_volume, volume_number
from tests.vietnamese.speech import wild

_ROMAN = "M CM D CD C XC L XL X IX V IV I"


def _write_roman(number: int) -> str:
    written = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        _ROMAN.split(),
        strict=True,
    ):
        while number >= value:
            written, number = written + letters, number - value
    return written


@given(st.integers(1, 3999))
def test_roman_numerals_are_read(number: int) -> None:
    assert roman(_write_roman(number)) == number
    assert roman(_write_roman(number).lower()) == number


@pytest.mark.parametrize("text", ["", "IIX", "VV", "ABC", "IIII", "12", "I V"])
def test_no_roman_numerals(text: str) -> None:
    assert roman(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Tập 2", "2"), ("T. II", "2"), ("t.12", "12"), ("Quyển 3", "3"), ("Q. 1", "1"),
        ("tập hai", "2"), ("Phần thứ nhất", "1"), ("tập mười", "10"), ("2", "2"), ("IV", "4"),
        ("Vol. 3", "3"), ("Tập A", "A"), ("Tập 1-2", "1-2"), ("Tập 05", "5"), ("Tập 14.5", "14.5"),
        ("Bài tập", None), ("tập thơ", None), ("Phần mềm", None), ("", None), ("Tome IX", "9"),
    ],
)  # fmt: skip
def test_volume_number(text: str, number: str | None) -> None:
    assert volume_number(text) == number


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Dế mèn. Tập 2: Ra khơi", ("Dế mèn", "2", "Ra khơi")),
        ("Kính vạn hoa. T.2. Những con gấu bông", ("Kính vạn hoa", "2", "Những con gấu bông")),
        ("Toán 1 tập 2", ("Toán 1", "2", None)),
        ("Ngữ văn 6, tập hai", ("Ngữ văn 6", "2", None)),
        ("Harry Potter (Tập 3)", ("Harry Potter", "3", None)),
        ("Doraemon - Tập 12 (Tái bản) (Bìa cứng)", ("Doraemon (Tái bản) (Bìa cứng)", "12", None)),
        ("Ký ức (Tập 1: Nguyệt lam)", ("Ký ức", "1", "Nguyệt lam")),
        ("Lịch sử - Phần II: Trung đại", ("Lịch sử", "2", "Trung đại")),
        ("Conan Tập 21 - 30", ("Conan", "21-30", None)),
        ("Bài tập 10", ("Bài tập 10", None, None)),
        ("Tuyển tập 2", ("Tuyển tập 2", None, None)),
        ("Tập 10 truyện ngắn", ("Tập 10 truyện ngắn", None, None)),
        ("Sách: Tập viết lớp 1", ("Sách: Tập viết lớp 1", None, None)),
        ("Văn học (Tập 1 và 2)", ("Văn học (Tập 1 và 2)", None, None)),
        ("Bộ 3 cuốn", ("Bộ 3 cuốn", None, None)),
        ("Tập 2", ("Tập 2", None, None)),
        ("Tắt đèn", ("Tắt đèn", None, None)),
    ],
)
def test_split_volume(title: str, parts: tuple[str, str | None, str | None]) -> None:
    assert split_volume(title) == parts


@given(wild)
def test_a_title_always_remains(text: str) -> None:
    parts = split_volume(f"Sách {text}")
    assert parts.title.startswith("Sách")


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("Thế kỷ XIX-XX", "Thế kỷ 19-20"), ("thế kỉ XXI", "thế kỉ 21"), ("the ky xix", "the ky 19"),
        ("tập II", "tập 2"), ("Quyển thứ IV", "Quyển thứ 4"), ("lớp XII", "lớp 12"),
        ("CHƯƠNG VI", "CHƯƠNG 6"), ("Phần VI: Đất", "Phần 6: Đất"), ("Phần VI Đất", "Phần 6 Đất"),
        ("Phần vi mạch", "Phần vi mạch"), ("PHẦN VI MẠCH", "PHẦN VI MẠCH"), ("lớp C", "lớp C"),
        ("phần CD", "phần CD"), ("Lê-nin V. I.", "Lê-nin V. I."), ("Louis XIV", "Louis XIV"),
        ("phần mi", "phần mi"), ("chương X", "chương 10"),
    ],
)  # fmt: skip
def test_roman_is_arabic_only_after_the_words_that_count(text: str, settled: str) -> None:
    assert settle_numerals(text) == settled


@given(wild)
def test_settling_twice_changes_nothing(text: str) -> None:
    assert settle_numerals(settle_numerals(text)) == settle_numerals(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Tái bản lần thứ 2", Edition(2, reprint=True)),
        ("Tái bản lần thứ hai, có sửa chữa", Edition(2, reprint=True, revised=True)),
        ("In lại lần 1", Edition(1, reprint=True)),
        ("In lần thứ 3", Edition(3, reprint=False)),
        ("Xuất bản lần 2", Edition(2, reprint=False)),
        ("Xuất bản lần thứ nhất", Edition(1, reprint=False)),
        ("Tái bản có sửa chữa, bổ sung", Edition(None, reprint=True, revised=True)),
        ("Tái bản 2023", Edition(None, reprint=True)),
        ("2nd ed.", Edition(2, reprint=False)),
        ("3rd rev. ed.", Edition(3, reprint=False, revised=True)),
        ("Second edition", Edition(2, reprint=False)),
        ("3e éd.", Edition(3, reprint=False)),
        ("Xuất bản năm 2000", None),
        ("In tại Hà Nội", None),
        ("", None),
    ],
)
def test_edition(text: str, read: Edition | None) -> None:
    assert edition(text) == read


def test_the_first_reprint_is_the_second_issue() -> None:
    assert Edition(1, reprint=True).issue == 2
    assert Edition(2, reprint=False).issue == 2
    assert Edition(None, reprint=True).issue is None
