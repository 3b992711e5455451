"""The pure parts: letters, neighbours, advice, months, weights."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue import ddc
from portal.catalogue.holdings import LibraryHoldings, Shelf
from portal.catalogue.letters import HEADINGS, Range, heading, letter_ranges, start_ranges
from portal.catalogue.months import Month
from portal.catalogue.neighbours import nearest
from portal.catalogue.similar import subject_weight
from portal.catalogue.today import Step, advice
from portal.libraries.branches import Branch, BranchRoom
from portal.libraries.hours import OpenState
from portal.libraries.kinds import LibraryKind, RoomUse, Stacks
from portal.vietnamese import initial, sort_key


def inside(key: bytes, ranges: list[Range]) -> bool:
    return any(one.first <= key and (one.end is None or key < one.end) for one in ranges)


@given(st.text(min_size=1, max_size=12))
def test_every_text_stands_under_one_heading_and_that_is_its_initial(text: str) -> None:
    key = sort_key(text)
    found = [letter for letter in HEADINGS if inside(key, letter_ranges(letter))]
    assert len(found) == 1
    if key:
        assert found == [initial(text)]


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [("Đ", "Đ"), ("đ", "Đ"), ("A\u0306", "Ă"), ("#", "#"), ("ab", None), ("1", None), (None, None)],
)
def test_headings_in_any_form(given_text: str | None, wanted: str | None) -> None:
    assert heading(given_text) == wanted


@pytest.mark.parametrize(
    ("start", "text", "found"),
    [
        ("ng", "Nguyễn Du", True),
        ("nguyen", "Nguyễn Du", True),
        ("Nguyễn", "Nguyễn Du", True),
        ("nguyễn d", "Nguyễn Du", True),
        ("de", "Dế Mèn", True),
        ("de", "Đế chế", True),
        ("dế", "Đế chế", False),
        ("hà", "Hà Nội", True),
        ("hà", "Hả hê", False),
        ("ng", "Na", False),
    ],
)
def test_what_begins_with(start: str, text: str, found: bool) -> None:
    assert inside(sort_key(text), start_ranges(start)) is found


@given(st.text(max_size=80))
def test_any_start_is_understood_or_empty(text: str) -> None:
    assert all(one.end is None or one.first < one.end for one in start_ranges(text))


def test_neighbours_are_the_nearest_works_each_once() -> None:
    rows = [(1, 11), (1, 12), (2, 21), (1, 13), (3, 31), (4, 41)]
    assert nearest(rows, 3) == [11, 21, 31]
    assert nearest([], 3) == []


def test_a_rarer_subject_weighs_more() -> None:
    weights = [subject_weight(count) for count in (1, 2, 20, 2000)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == weights[1] == 1


HERE = Branch(
    id=1, code="A", kind=LibraryKind.REGIONAL, name="A", short_name="", parent_id=None,
    address=None, commune_code=None, phone="", email="", website="", latitude=None,
    longitude=None, about="", aliases=(), closed_since=None,
)  # fmt: skip


def held(state: str, stacks: Stacks, due: date | None = None) -> LibraryHoldings:
    room = BranchRoom(1, "K", "Kho", stacks, RoomUse.LENDABLE)
    shelf = Shelf(room, "895", "", state, due, None, "", ("1",))
    return LibraryHoldings(
        HERE, False, int(state == "available"), int(state == "on_site"), 1, (shelf,)
    )


@pytest.mark.parametrize(
    ("state", "stacks", "due", "step"),
    [
        ("available", Stacks.OPEN, None, Step.come),
        ("available", Stacks.CLOSED, None, Step.slip),
        ("on_site", Stacks.OPEN, None, Step.read_there),
        ("on_site", Stacks.CLOSED, None, Step.read_there_slip),
        ("on_loan", Stacks.OPEN, date(2026, 12, 1), Step.wait),
        ("processing", Stacks.OPEN, None, Step.ask),
    ],
)
def test_advice(state: str, stacks: Stacks, due: date | None, step: Step) -> None:
    told = advice(held(state, stacks, due), OpenState.UNKNOWN)
    assert told.step is step
    assert told.call_first is (step not in (Step.wait, Step.ask))
    assert not advice(held(state, stacks, due), OpenState.OPEN).call_first


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "0000-01", "9999-12", "x-y", "2026-1-1", None]
)
def test_what_is_no_month(text: str | None) -> None:
    assert Month.parse(text) is None


def test_months_follow_each_other_over_the_year() -> None:
    december = Month(2026, 12)
    assert Month.parse("2026-12") == december
    assert december.next == Month(2027, 1)
    assert str(december.next) == "2027-01"


def test_the_tree_is_counted_from_its_sections() -> None:
    sections = {"005": 2, "895": 3, "891": 4, "823": 5}
    classes = ddc.branches(sections)
    assert [one.records for one in classes] == [2, 0, 0, 0, 0, 0, 0, 0, 12, 0]
    assert {one.digits: one.records for one in ddc.branches(sections, "8")}["89"] == 7
    assert [one.digits for one in ddc.branches(sections, "89")] == ["891", "895"]
    assert ddc.branches(sections, "895") == []


@pytest.mark.parametrize(
    ("number", "section"),
    [
        ("895.922334", "895"),
        ("895", "895"),
        ("89", None),
        ("V21", None),
        ("8951", "895"),
        (None, None),
    ],
)
def test_sections_of_class_numbers(number: str | None, section: str | None) -> None:
    assert ddc.section_of(number) == section
