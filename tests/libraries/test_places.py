"""Old districts and wards lead to the communes of today."""

import pytest

from portal.libraries import places
from portal.libraries.places import find_places


def said(text: str) -> list[str]:
    return [match.said for match in find_places(text)]


def test_the_units_of_hanoi_are_all_there() -> None:
    kinds = [commune.kind for commune in places.communes().values()]
    assert (kinds.count("phường"), kinds.count("xã")) == (51, 75)
    assert len(places.former_communes()) == 526
    assert len(places.districts()) == 30
    known = set(places.communes())
    assert all(set(unit.present_codes) <= known for unit in places.former_communes())


@pytest.mark.parametrize("text", ["quan tay ho", "quận Tây Hồ", "QUẬN TÂY HỒ", "q. tây hồ"])
def test_an_old_district_however_typed(text: str) -> None:
    assert said(text) == ["quận Tây Hồ"]
    assert "phường Tây Hồ" in [c.full_name for c in find_places(text)[0].communes]


def test_an_old_ward_leads_to_the_present_one() -> None:
    (match,) = find_places("phường Bách Khoa")
    assert match.former
    assert [commune.full_name for commune in match.communes] == ["phường Bạch Mai"]
    assert match.districts == ("quận Hai Bà Trưng",)


def test_a_present_ward_comes_before_an_old_one_of_the_same_name() -> None:
    assert [match.former for match in find_places("Ngọc Hà")] == [False, True]


def test_the_kind_narrows() -> None:
    assert said("xã Sóc Sơn") == ["xã Sóc Sơn"]
    assert set(said("soc son")) == {"xã Sóc Sơn", "thị trấn Sóc Sơn", "huyện Sóc Sơn"}


def test_typed_marks_narrow_only_while_something_is_left() -> None:
    assert said("Thuỵ Khuê") == ["phường Thụy Khuê"]  # the other placement of the tone mark


@pytest.mark.parametrize("text", ["", "   ", "Sài Gòn", "%", "a" * 1000])
def test_no_such_place(text: str) -> None:
    assert find_places(text) == []


def test_communes_of_a_district_are_those_its_wards_went_to() -> None:
    names = {commune.name for commune in places.communes_of_district("nam từ liêm")}
    assert {"Từ Liêm", "Tây Mỗ", "Đại Mỗ", "Xuân Phương"} <= names
    assert "Hà Đông" not in names  # only a sliver went there
    assert places.communes_of_district("quận Một") == []
