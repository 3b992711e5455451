"""What was scanned or typed into the box of the desk is read as what it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cards.numbers import make_number
from portal.cards.scanning import (
    CardScan,
    DocumentScan,
    NameScan,
    Scan,
    Unread,
    read_birthday,
    read_document,
    read_identity_card,
    read_scan,
    said_gender,
)
from portal.cards.words import Document, Gender

LAN = "001190012345"
CODE = f"{LAN}|012345678|Nguyễn Thị Lan|14031990|Nữ|Số 1, Tây Hồ, Hà Nội|01012022"

numbers = st.builds(make_number, st.just("1024"), st.integers(0, 999_999))
gaps = st.lists(st.sampled_from(["", " ", "-", ".", "  "]), min_size=11, max_size=11)


@given(st.text(max_size=600))
def test_nothing_typed_is_too_odd(text: str) -> None:
    assert isinstance(read_scan(text), CardScan | DocumentScan | NameScan | Unread)


@given(numbers, gaps)
def test_a_card_with_whatever_gaps(number: str, between: list[str]) -> None:
    typed = "".join(digit + gap for digit, gap in zip(number, between, strict=True))
    assert read_scan(typed) == CardScan(number)


@given(numbers, st.integers(0, 10), st.integers(1, 9))
def test_any_wrong_digit_is_told_as_that(number: str, at: int, more: int) -> None:
    digit = str((int(number[at]) + more) % 10)
    wrong = number[:at] + digit + number[at + 1 :]
    assert read_scan(wrong) is Unread.CHECK_DIGIT


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (LAN, DocumentScan(Document.CCCD, LAN)),
        ("001-1900 12345", DocumentScan(Document.CCCD, LAN)),
        (CODE, DocumentScan(Document.CCCD, LAN)),
        ("c1234567", DocumentScan(Document.PASSPORT, "C1234567")),
        ("X4RTBPFW4", DocumentScan(Document.PASSPORT, "X4RTBPFW4")),
        ("Nguyễn Thị Lan 14/3/1990", NameScan("Nguyễn Thị Lan", date(1990, 3, 14))),
        ("Nguyễn Thị Lan,14-03-1990", NameScan("Nguyễn Thị Lan", date(1990, 3, 14))),
        ("O'Brien  Ann 14031990", NameScan("O'Brien Ann", date(1990, 3, 14))),
        ("003190012345", Unread.CCCD),
        ("012345678", Unread.LENGTH),
        ("Nguyễn Thị Lan", Unread.BIRTHDAY),
        ("Nguyễn Thị Lan 30/2/1990", Unread.BIRTHDAY),
        ("١٢٣٤٥٦٧٨٩٠١", Unread.BIRTHDAY),
        (" \u00a0 ", Unread.EMPTY),
    ],
)
def test_each_kind(typed: str, read: Scan) -> None:
    assert read_scan(typed) == read


def test_the_code_of_an_identity_card() -> None:
    card = read_identity_card(CODE + "|Bố|Mẹ|thêm")
    assert card is not None
    assert (card.number, card.full_name) == (LAN, "Nguyễn Thị Lan")
    assert (card.birthday, card.gender) == (date(1990, 3, 14), Gender.FEMALE)
    assert card.address == "Số 1, Tây Hồ, Hà Nội"
    assert read_document(CODE) == LAN
    assert read_document("b 765-4321") == "B7654321"
    assert read_identity_card("a|b|c|d|e|f") is None
    assert read_identity_card(LAN) is None


def test_birthdays_and_what_a_number_says() -> None:
    assert read_birthday(" 1.2.2003 ") == date(2003, 2, 1)
    assert read_birthday("2003-02-01") is None
    assert said_gender(Document.CCCD, LAN) is Gender.FEMALE
    assert said_gender(Document.CCCD, "001090012345") is Gender.MALE
    assert said_gender(Document.PASSPORT, "C1234567") is Gender.UNSAID
