"""Card numbers: whatever is typed or scanned wrong is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cards.numbers import (
    DIGITS,
    FIRST_PREFIX,
    LAST_PREFIX,
    LAST_SERIAL,
    check_digit,
    grouped,
    make_number,
    read_number,
)

numbers = st.builds(
    make_number,
    st.integers(FIRST_PREFIX, LAST_PREFIX).map(str),
    st.integers(0, LAST_SERIAL),
)


def test_the_check_digit_is_damms() -> None:
    assert check_digit("572") == "4"  # the example of Damm's own
    assert check_digit("5724") == "0"


@given(numbers)
def test_a_number_is_read_however_it_is_grouped(number: str) -> None:
    assert len(number) == DIGITS
    assert read_number(number) == number
    assert read_number(f" {grouped(number)} ") == number
    assert read_number(number[:4] + "-" + number[4:]) == number


@given(numbers, st.integers(0, DIGITS - 1), st.integers(1, 9))
def test_every_wrong_digit_is_found(number: str, place: int, shift: int) -> None:
    wrong = str((int(number[place]) + shift) % 10)
    assert read_number(number[:place] + wrong + number[place + 1 :]) is None


@given(numbers, st.integers(0, DIGITS - 2))
def test_neighbours_that_changed_places_are_found(number: str, place: int) -> None:
    left, right = number[place], number[place + 1]
    swapped = number[:place] + right + left + number[place + 2 :]
    assert read_number(swapped) == (number if left == right else None)


@given(st.text())
def test_anything_else_is_no_number(text: str) -> None:
    found = read_number(text)
    assert found is None or (len(found) == DIGITS and check_digit(found) == "0")


@pytest.mark.parametrize("text", ["001199000001", "0912345678", "", "１０２４０００１２３３"])
def test_what_is_something_else_is_no_card(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(("prefix", "serial"), [("0999", 1), ("12345", 1), ("1000", 10**6)])
def test_a_number_outside_every_range_is_not_made(prefix: str, serial: int) -> None:
    with pytest.raises(ValueError, match="no card number"):
        make_number(prefix, serial)
