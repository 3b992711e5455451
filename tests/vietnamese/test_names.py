"""One name out of the forms that catalogues hold."""

import pytest
from hypothesis import given

from portal.vietnamese.names import (
    direct_form,
    family_name,
    is_vietnamese_name,
    name_key,
    name_parts,
    strip_titles,
)
from tests.vietnamese.speech import wild


@pytest.mark.parametrize(
    ("entered", "spoken"),
    [
        ("Nguyễn Minh Châu", "Nguyễn Minh Châu"),
        ("Nguyễn, Minh Châu", "Nguyễn Minh Châu"),
        ("Châu, Nguyễn Minh", "Nguyễn Minh Châu"),
        ("Châu, Nguyễn Minh.", "Nguyễn Minh Châu"),
        ("Nguyen, Minh Chau", "Nguyen Minh Chau"),
        ("Chau, Nguyen Minh", "Nguyen Minh Chau"),
        ("Trần, Lê Văn", "Trần Lê Văn"),
        ("Lê, Hoàng Anh", "Lê Hoàng Anh"),
        ("Lan, Bùi Thị", "Bùi Thị Lan"),
        ("Vũ, Nguyễn Quang", "Nguyễn Quang Vũ"),
        ("Vũ, Trọng Phụng", "Vũ Trọng Phụng"),
        ("Hà, Nguyễn Thị", "Nguyễn Thị Hà"),
        ("Tùng, Tôn Thất", "Tôn Thất Tùng"),
        ("Tôn Thất, Tùng", "Tôn Thất Tùng"),
        ("Xuân, Diệu", "Xuân Diệu"),
        ("Verne, Jules", "Jules Verne"),
        ("Verne, Jules, 1828-1905.", "Jules Verne"),
        ("Saint-Exupéry, Antoine de", "Antoine de Saint-Exupéry"),
        ("Tolkien, J. R. R.", "J. R. R. Tolkien"),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
        ("Tô Hoài (1920-2014)", "Tô Hoài"),
        ("Nguyễn Du, 1765-1820", "Nguyễn Du"),
        ("Hồ Xuân Hương, ?-1822", "Hồ Xuân Hương"),
        ("PGS.TS. Châu, Nguyễn Minh", "Nguyễn Minh Châu"),
        ("Nguyễn Minh Châu, Trần Văn An", "Nguyễn Minh Châu, Trần Văn An"),
        ("Nguyễn,", "Nguyễn"),
        ("", ""),
    ],
)
def test_direct_form(entered: str, spoken: str) -> None:
    assert direct_form(entered) == spoken


@pytest.mark.parametrize(
    ("titled", "plain"),
    [
        ("PGS.TS. Nguyễn Văn An", "Nguyễn Văn An"), ("GS. TS Trần Quốc Vượng", "Trần Quốc Vượng"),
        ("TS Trần Văn An", "Trần Văn An"), ("ThS. Lê Lan", "Lê Lan"), ("Th.S Lê Lan", "Lê Lan"),
        ("Nhà văn Tô Hoài", "Tô Hoài"), ("Đại tướng Võ Nguyên Giáp", "Võ Nguyên Giáp"),
        ("Đỗ Hồng Ngọc, TS.", "Đỗ Hồng Ngọc"), ("Thích Nhất Hạnh", "Thích Nhất Hạnh"),
        ("Dr. Seuss", "Seuss"), ("Cn", "Cn"), ("Nhã Ca", "Nhã Ca"),
    ],
)  # fmt: skip
def test_titles_of_honour_go(titled: str, plain: str) -> None:
    assert strip_titles(titled) == plain


def test_parts_of_a_name() -> None:
    assert name_parts("Châu, Nguyễn Minh") == ("Nguyễn", "Minh", "Châu", True)
    assert name_parts("Công Tằng Tôn Nữ Hỷ Khương")[:3] == ("Công Tằng Tôn Nữ", "Hỷ", "Khương")
    assert name_parts("Verne, Jules") == ("Verne", "", "Jules", False)
    assert family_name("Martin Luther King Jr.") == "King"
    assert family_name("Ngọc") == ""
    assert name_parts("") == ("", "", "", False)


@pytest.mark.parametrize("name", ["Nguyễn Du", "Nguyen Du", "Tô Hoài", "Trần Văn B", "Nam Cao"])
def test_vietnamese_names(name: str) -> None:
    assert is_vietnamese_name(name)


@pytest.mark.parametrize("name", ["Jules Verne", "J. K. Rowling", "José Saramago", "莫言", ""])
def test_other_names(name: str) -> None:
    assert not is_vietnamese_name(name)


def test_every_form_of_a_name_has_one_key() -> None:
    forms = ["Nguyễn Thúy Hoà", "Nguyễn, Thuý Hòa", "Hòa, Nguyễn Thúy", "ThS. Nguyễn Thúy Hòa."]
    assert len(set(map(name_key, forms))) == 1
    assert name_key("Nguyễn Văn Tú") != name_key("Nguyễn Văn Tư")


@given(wild)
def test_any_field_can_be_read_as_a_name(field: str) -> None:
    parts = name_parts(field)
    assert " ".join(part for part in parts[:3] if part).count(",") == 0
