"""Lists in pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.paging import LAST_NUMBER, Page, offset, page_number


def page(number: int, total: int, per_page: int = 10) -> Page[int]:
    start = offset(number, per_page)
    return Page(list(range(total))[start : start + per_page], number, per_page, total)


def test_a_page_knows_where_it_stands() -> None:
    middle = page(2, 25)
    assert (middle.first, middle.last, middle.pages) == (11, 20, 3)
    assert (middle.previous, middle.next) == (1, 3)
    end = page(3, 25)
    assert (end.first, end.last, end.next) == (21, 25, None)


def test_an_empty_list_is_one_empty_page() -> None:
    empty = page(1, 0)
    assert (empty.pages, empty.first, empty.last, empty.next, empty.previous) == (
        1,
        0,
        0,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, [1, 2, 3, None, 20]),
        (5, [1, 2, 3, 4, 5, 6, 7, None, 20]),
        (10, [1, None, 8, 9, 10, 11, 12, None, 20]),
        (20, [1, None, 18, 19, 20]),
    ],
)
def test_links_show_the_ends_and_the_near(number: int, shown: list[int | None]) -> None:
    assert page(number, 200).around() == shown


@given(st.integers(1, 500), st.integers(0, 5000), st.integers(1, 100))
def test_links_are_in_order_and_lead_somewhere(number: int, total: int, per_page: int) -> None:
    links = [one for one in Page([], number, per_page, total).around() if one is not None]
    assert links == sorted(set(links))
    assert links[0] == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (None, 1),
        ("", 1),
        ("7", 7),
        ("-1", 1),
        ("0", 1),
        ("1e9", 1),
        ("trang", 1),
        ("1" * 5000, 1),
        ("1000000000", LAST_NUMBER),
        ("٣", 3),
    ],
)
def test_whatever_stands_in_the_address_is_a_page(text: str | None, number: int) -> None:
    assert page_number(text) == number


@given(st.text())
def test_no_address_breaks_it(text: str) -> None:
    assert 1 <= page_number(text) <= LAST_NUMBER
