"""The columns of a class list, by the many names that schools give them.

Case, marks and punctuation do not count: "HỌ VÀ TÊN", "Họ và tên" and "ho va ten" are one. A name
may stand in two columns (họ đệm, tên), or under a heading that was merged over both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from portal.catalogue.reading.words import folded


class Column(Enum):
    """A column that is understood; the value is its heading in the template."""

    full_name = "Họ và tên"
    birthday = "Ngày sinh"
    gender = "Giới tính"
    class_name = "Lớp"
    number = "Số định danh"
    address = "Địa chỉ"
    phone = "Điện thoại"
    email = "Email"
    guardian_name = "Họ tên người giám hộ"
    guardian_relation = "Quan hệ với học sinh"
    guardian_number = "Số định danh người giám hộ"
    guardian_phone = "Điện thoại người giám hộ"


REQUIRED = (Column.full_name, Column.birthday)

_SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.full_name: (
        "Họ tên", "Họ tên học sinh", "Họ và tên học sinh", "Tên học sinh", "Học sinh",
        "Full name", "Name", "Pupil",
    ),
    Column.birthday: ("Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "NTNS", "Birthday", "Born",
                      "Date of birth"),
    Column.gender: ("Giới", "Nam/Nữ", "Phái", "Gender", "Sex"),
    Column.class_name: ("Tên lớp", "Lớp học", "Class"),
    Column.number: (
        "Số định danh cá nhân", "Mã định danh", "Số CCCD", "CCCD", "Căn cước", "Số căn cước",
        "Số định danh học sinh", "ID number", "Personal number",
    ),
    Column.address: ("Nơi ở", "Chỗ ở hiện nay", "Nơi ở hiện nay", "Nơi cư trú", "Address"),
    Column.phone: ("Số điện thoại", "SĐT", "ĐT", "Di động", "Phone", "Telephone"),
    Column.email: ("E-mail", "Thư điện tử", "Địa chỉ email"),
    Column.guardian_name: (
        "Người giám hộ", "Họ và tên người giám hộ", "Phụ huynh", "Họ tên phụ huynh",
        "Họ và tên phụ huynh", "Cha mẹ", "Bố mẹ", "Họ tên cha mẹ", "Guardian", "Guardian name",
    ),
    Column.guardian_relation: (
        "Quan hệ", "Quan hệ với trẻ", "Mối quan hệ", "Relation", "Relation to pupil",
    ),
    Column.guardian_number: (
        "CCCD người giám hộ", "Số CCCD người giám hộ", "CCCD phụ huynh", "Số CCCD phụ huynh",
        "Số định danh phụ huynh", "Guardian ID number",
    ),
    Column.guardian_phone: (
        "SĐT người giám hộ", "Số điện thoại người giám hộ", "ĐT phụ huynh", "SĐT phụ huynh",
        "Điện thoại phụ huynh", "Số điện thoại phụ huynh", "Guardian phone",
    ),
}  # fmt: skip

_BY_NAME = {
    folded(name): column for column in Column for name in (column.value, *_SYNONYMS[column])
}
_FAMILY_PART = {folded(name) for name in ("Họ", "Họ đệm", "Họ và đệm", "Họ và tên đệm", "Họ lót")}
_GIVEN_PART = folded("Tên")
_COUNTING = {folded(name) for name in ("STT", "TT", "Số TT", "Số thứ tự", "No", "#")}


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column stands, by its index in a row; a name may stand in several pieces."""

    places: dict[Column, tuple[int, ...]]
    unknown: tuple[str, ...]

    def cell(self, row: Sequence[str], column: Column) -> str:
        """The text of a column in a row, empty when there is none."""
        found = (row[place] for place in self.places.get(column, ()) if place < len(row))
        return " ".join(filter(None, map(str.strip, found)))


def read_header(cells: Sequence[str]) -> Header | None:
    """What a row of headings says; None when it is not one: no name, or nothing else known.

    Of two columns of one name the first counts, the other is as good as unknown.
    """
    names = [folded(cell) for cell in cells]
    places: dict[Column, tuple[int, ...]] = {}
    if name := _name_places(names):
        places[Column.full_name] = name
    unknown = []
    for place, heading in enumerate(names):
        column = _BY_NAME.get(heading)
        if column is not None and column not in places:
            places[column] = (place,)
        elif heading and heading not in _COUNTING and place not in name:
            unknown.append(cells[place].strip())
    if Column.full_name not in places or len(places) < 2:
        return None
    return Header(places, tuple(unknown))


def _name_places(names: Sequence[str]) -> tuple[int, ...]:
    """The columns that make up the pupil's name: one, or two beside each other."""
    for place, heading in enumerate(names):
        after = names[place + 1] if place + 1 < len(names) else None
        if heading in _FAMILY_PART and after == _GIVEN_PART:
            return place, place + 1
        if _BY_NAME.get(heading) is Column.full_name:
            return (place, place + 1) if after == "" else (place,)
    return (names.index(_GIVEN_PART),) if _GIVEN_PART in names else ()
