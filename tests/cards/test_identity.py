"""Documents: what a number says must agree with the form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cards.identity import (
    LONGEST_KEY,
    BadNumber,
    bad_number,
    identity_key,
    is_cccd,
    name_key,
)
from portal.cards.words import Document, Gender
from tests.cards.people import cccd

CCCD, PASSPORT, PUPIL = Document
birthdays = st.dates(date(1900, 1, 1), date(2099, 12, 31))
genders = st.sampled_from([Gender.FEMALE, Gender.MALE])


@given(birthdays, genders, st.integers(0, 999_999))
def test_a_number_that_agrees_is_taken(birthday: date, gender: Gender, serial: int) -> None:
    number = cccd(birthday, gender, serial)
    assert bad_number(CCCD, number, birthday, gender) is None
    assert bad_number(CCCD, number, birthday) is None
    assert is_cccd(number)


@given(birthdays, birthdays, genders)
def test_another_year_is_found(birthday: date, said: date, gender: Gender) -> None:
    found = bad_number(CCCD, cccd(birthday, gender, 7), said, gender)
    assert (found is None) == (birthday.year == said.year)
    assert found in (None, BadNumber.YEAR)


@given(birthdays, genders)
def test_another_sex_is_found(birthday: date, gender: Gender) -> None:
    other = Gender.MALE if gender is Gender.FEMALE else Gender.FEMALE
    assert bad_number(CCCD, cccd(birthday, gender, 7), birthday, other) is BadNumber.GENDER


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("001190012345", None),
        ("00119001234", BadNumber.SHAPE),
        ("0011900123456", BadNumber.SHAPE),
        ("00119001234x", BadNumber.SHAPE),
        ("００１１９００１２３４５", BadNumber.SHAPE),
        ("003190012345", BadNumber.PROVINCE),  # no province has 003
        ("097190012345", BadNumber.PROVINCE),
        ("234190012345", None),  # born abroad
        ("001390012345", BadNumber.YEAR),  # 2090
        ("001189012345", BadNumber.YEAR),
        ("001090012345", BadNumber.GENDER),
    ],
)
def test_a_woman_born_in_1990(number: str, problem: BadNumber | None) -> None:
    assert bad_number(CCCD, number, date(1990, 5, 5), Gender.FEMALE) is problem


@pytest.mark.parametrize(
    ("kind", "number", "fine"),
    [
        (PASSPORT, "B1234567", True),
        (PASSPORT, "ABCDEFG", False),
        (PASSPORT, "B12", False),
        (PUPIL, "HS/2026/0012", True),
        (PUPIL, "H", False),
        (PUPIL, "<script>", False),
    ],
)
def test_other_documents_have_their_shapes(kind: Document, number: str, fine: bool) -> None:
    assert (bad_number(kind, number, date(2015, 1, 1)) is None) is fine


def test_a_document_is_the_same_however_it_is_typed() -> None:
    assert identity_key(PASSPORT, "b 1234567") == identity_key(PASSPORT, "B1234567")
    assert identity_key(PUPIL, "12", "THCS Chu Văn An") == identity_key(
        PUPIL, "12", "thcs chu van an"
    )
    assert identity_key(PUPIL, "12", "THCS Chu Văn An") != identity_key(
        PUPIL, "12", "THCS Nguyễn Du"
    )
    assert identity_key(CCCD, "001190012345", "any") == identity_key(CCCD, "001190012345")


def test_names_meet_without_marks_and_case() -> None:
    assert name_key("NGUYỄN  Thị Lý") == name_key("nguyen thi li") == "nguyen thi li"


def test_a_name_of_many_characters_is_compared_as_far_as_its_column_goes() -> None:
    assert len(name_key("王" * 150)) == LONGEST_KEY
    assert name_key("王" * 150) == name_key(" ".join("王" * 150))
