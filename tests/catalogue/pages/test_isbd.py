"""ISBD as a pure function: the punctuation of every element, alone and together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.isbd import Description, isbd, joined_areas, responsibility
from portal.catalogue.kinds import Role

ISLAND = Description(
    title="Đảo giấu vàng",
    subtitle="Tiểu thuyết",
    responsibility="Robert Louis Stevenson ; Nguỵ Thanh Tuyên dịch",
    edition="Tái bản lần thứ 1",
    place="H.",
    publisher="Văn học",
    year="2023",
    extent="345 tr.",
    size="21 cm",
)

CASES = [
    (
        ISLAND,
        "Đảo giấu vàng : Tiểu thuyết / Robert Louis Stevenson ; Nguỵ Thanh Tuyên dịch. "
        "- Tái bản lần thứ 1. - H. : Văn học, 2023. - 345 tr. ; 21 cm",
    ),
    (Description("Chí Phèo"), "Chí Phèo"),
    (Description("Chí Phèo", year="1996"), "Chí Phèo. - 1996"),
    (Description("Chí Phèo", place="H.", year="1996"), "Chí Phèo. - H., 1996"),
    (Description("Chí Phèo", extent="80 tr.", series="Văn"), "Chí Phèo. - 80 tr. - (Văn)"),
    (Description("Bộ", volume="2", part_title="Lửa"), "Bộ. T.2, Lửa"),
    (Description("Bộ", volume="Quyển hạ"), "Bộ. Quyển hạ"),
    (Description("Bộ", series="Kim Đồng", series_number="3"), "Bộ. - (Kim Đồng ; 3)"),
    (Description("Bộ", isbns=("9786042",)), "Bộ\nISBN 9786042"),
    (
        Description(
            "Bộ", original_title="Set", notes=("Song  ngữ", "Có đĩa"), issns=("1234-5678",)
        ),
        "Bộ\nTên sách nguyên bản: Set\nSong ngữ\nCó đĩa\nISSN 1234-5678",
    ),
]


@pytest.mark.parametrize(("described", "text"), CASES)
def test_the_description(described: Description, text: str) -> None:
    assert isbd(described) == text


@pytest.mark.parametrize(
    ("named", "text"),
    [
        ([("Tô Hoài", Role.author)], "Tô Hoài"),
        (
            [("Tô Hoài", Role.author), ("Tạ Huy Long", Role.illustrator)],
            "Tô Hoài ; Tạ Huy Long minh hoạ",
        ),
        ([("A", Role.translator), ("B", Role.translator)], "A, B dịch"),
        ([("A", Role.editor)], "A (ch.b.)"),
        ([(name, Role.author) for name in "ABCD"], "A... [et al.]"),
        ([], ""),
    ],
)
def test_names_without_a_statement(named: list[tuple[str, Role]], text: str) -> None:
    assert responsibility(named) == text


@given(st.lists(st.text(alphabet="aH. -", max_size=8), max_size=6))
def test_areas_never_double_the_mark_between_them(areas: list[str]) -> None:
    assert ".. - " not in joined_areas(areas)
