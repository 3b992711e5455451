"""Numbers, dates, words: the small rules of cleaning."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.reading import FileRefused, FileTrouble, read, read_mapping
from portal.catalogue.reading.dates import day_of, year_of
from portal.catalogue.reading.identifiers import isbn13, issn8
from portal.catalogue.reading.languages import language_code
from portal.catalogue.reading.punctuation import trimmed
from portal.catalogue.reading.titles import TitleParts, taken_apart
from tests.catalogue.reading.files import book


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0-8044-2957-X", "9780804429573"),
        ("080442957x (bìa mềm)", "9780804429573"),
        ("978-604-1-00000-0", None),
        ("ISBN 978-0-306-40615-7", "9780306406157"),
        ("9780306406158", None),
        ("8901452100503", None),
        ("1", None),
        ("", None),
        ("45000đ", None),
    ],
)
def test_isbn(text: str, number: str | None) -> None:
    assert isbn13(text) == number


@given(st.integers(0, 999_999_999))
def test_isbn_10_and_13_of_one_book_meet(body: int) -> None:
    digits = f"{body:09d}"
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits))
    number = isbn13(digits + "0123456789X"[-total % 11])
    assert number is not None
    assert isbn13(number) == number


@given(st.text(max_size=40))
def test_any_text_may_stand_for_a_number(text: str) -> None:
    isbn13(text)
    issn8(text)
    year_of(text)
    day_of(text)
    trimmed(text)
    taken_apart(TitleParts(text, text))


@pytest.mark.parametrize(
    ("text", "number"), [("0866-7349", "08667349"), ("0866-7340", None), ("2434561x", "2434561X")]
)
def test_issn(text: str, number: str | None) -> None:
    assert issn8(text) == number


@pytest.mark.parametrize(
    ("text", "year"),
    [("c1998", 1998), ("[2003?]", 2003), ("cop. 2010", 2010), ("19--", None), ("2008-2010", 2008),
     ("[s.a.]", None), (None, None), ("12345", None), ("Quý IV/2019", 2019)],
)  # fmt: skip
def test_year(text: str | None, year: int | None) -> None:
    assert year_of(text) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024-03-01", date(2024, 3, 1)), ("20240301", date(2024, 3, 1)),
     ("1/3/2024", date(2024, 3, 1)), ("2024-13-01", None), ("", None)],
)  # fmt: skip
def test_day(text: str, day: date | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [("Tiếng Việt", "vie"), ("vi", "vie"), ("VIE", "vie"), ("fra", "fre"), ("und", None),
     ("|||", None), ("", None), ("Anh", "eng"), ("ukr", "ukr")],
)  # fmt: skip
def test_language(text: str, code: str | None) -> None:
    assert language_code(text) == code


@pytest.mark.parametrize(
    ("text", "clean"),
    [("Dế Mèn phiêu lưu ký /", "Dế Mèn phiêu lưu ký"), ("Hà Nội :", "Hà Nội"), ("Thơ.", "Thơ"),
     ("Và rồi...", "Và rồi..."), ("U.S.A.", "U.S.A."), (" : / ", None), ("345 tr.", "345 tr.")],
)  # fmt: skip
def test_isbd_marks(text: str, clean: str | None) -> None:
    assert trimmed(text) == clean


def test_edition_behind_the_title() -> None:
    parts = taken_apart(TitleParts("Mắt biếc (Tái bản 2019)"))
    assert (parts.title, parts.edition) == ("Mắt biếc", "Tái bản 2019")


def test_formats_are_told_by_bytes_before_names(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_bytes(book("1", "Số đỏ"))
    assert len(list(read(path))) == 1


@pytest.mark.parametrize(
    ("name", "content", "trouble"),
    [
        ("a.mrc", b"", FileTrouble.empty),
        ("a.html", b"<!DOCTYPE html><html></html>", FileTrouble.unknown_format),
        ("a.bin", b"\0\1\2\3" * 50, FileTrouble.unknown_format),
        ("a.xlsx", b"no workbook", FileTrouble.unknown_format),
    ],
)
def test_files_that_are_none(
    tmp_path: Path, name: str, content: bytes, trouble: FileTrouble
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileRefused) as refusal:
        list(read(tmp_path / name))
    assert refusal.value.trouble is trouble


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        list(read(tmp_path / "khong-co.mrc"))
    assert refusal.value.trouble is FileTrouble.not_found


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[copies]\nbarcode = 'p'", "tag"),
        ("[copies]\ntag = '952'\ncolour = 'x'", "colour"),
        ("[wrong]", "wrong"),
        ("[statuses]\n'1' = 'gone'", "gone"),
        ("not toml", "line 1"),
    ],
)
def test_mistakes_in_a_mapping_are_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "anh-xa.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused) as refusal:
        read_mapping(path)
    assert refusal.value.trouble is FileTrouble.bad_mapping
    assert named in refusal.value.detail
