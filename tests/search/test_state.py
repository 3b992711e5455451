"""A search and its address are one and the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from portal.search.engine import SORTS
from portal.search.facets import FACETS
from portal.search.query import FIELD_NAMES
from portal.search.state import LONGEST_VALUE, MOST_VALUES, SearchState

_words = st.text(st.characters(codec="utf-8"), max_size=30).map(str.strip)
_values = st.lists(_words.filter(bool), min_size=1, max_size=MOST_VALUES, unique=True).map(tuple)
_year = st.none() | st.integers(1, 9999)

states = st.builds(
    SearchState,
    q=_words,
    field=st.sampled_from(["", *FIELD_NAMES]),
    chosen=st.dictionaries(st.sampled_from(list(FACETS)), _values, max_size=3),
    year_from=_year,
    year_to=_year,
    available=st.booleans(),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 999_999),
    per_page=st.integers(1, 100),
    exact=st.booleans(),
)


@given(states)
def test_reading_an_address_gives_the_state_it_was_written_from(state: SearchState) -> None:
    assert SearchState.read(MultiDict(state.parameters())) == (state, [])


@given(st.dictionaries(
    st.sampled_from(["q", "field", "page", "per_page", "sort", "available", "exact", "year_from",
                     *FACETS]),
    st.lists(st.text(max_size=100), max_size=3),
))  # fmt: skip
def test_any_address_is_read_and_cleaned_once(given_: dict[str, list[str]]) -> None:
    state, _ = SearchState.read(MultiDict(given_))
    assert SearchState.read(MultiDict(state.parameters())) == (state, [])


def test_what_cannot_be_taken_is_named() -> None:
    arguments = MultiDict(
        [("page", "-1"), ("per_page", "101"), ("sort", "x"), ("year_from", "１９９０"),
         ("available", "yes"), ("field", "DROP TABLE"), ("author", "1" * (LONGEST_VALUE + 1))]
    )  # fmt: skip
    state, complaints = SearchState.read(arguments)
    assert state == SearchState()
    assert {one.parameter for one in complaints} == set(arguments)
    assert all(one.wanted and one.value for one in complaints)


@given(states, st.sampled_from(list(FACETS)), _words.filter(bool))
def test_a_value_goes_on_and_off_and_leads_to_the_first_page(
    state: SearchState, name: str, value: str
) -> None:
    if len(state.chosen.get(name, ())) == MOST_VALUES or state.has(name, value):
        return
    chosen = state.toggled(name, value)
    assert chosen.has(name, value)
    assert chosen.page == 1
    assert chosen.toggled(name, value) == state.with_page(1)
