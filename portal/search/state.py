"""A search as a value that is the same as its address: everything a page links to comes from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Protocol
from urllib.parse import urlencode

from portal.search.engine import SORTS
from portal.search.facets import FACETS
from portal.search.query import FIELD_NAMES

PER_PAGE = 20
MOST_PER_PAGE = 100
MOST_PAGES = 10_000_000  # beyond it a page number is not a number anyone means
MOST_VALUES = 20  # of one facet, chosen together
LONGEST_VALUE = 80  # characters of one facet value
YEARS = range(1, 10_000)

Chosen = Mapping[str, tuple[str, ...]]


class Arguments(Protocol):
    """What is asked of a request's arguments; werkzeug's MultiDict has it."""

    def get(self, key: str) -> str | None: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Complaint:
    """A parameter that could not be taken as it was given. wanted: what would have been right."""

    parameter: str
    value: str
    wanted: str


@dataclasses.dataclass(frozen=True, slots=True)
class SearchState:
    """q: what was typed. field: the field chosen beside the box ("" for all).

    chosen: facet name → values as the address has them (library code, "vie", "book", DDC digits,
    "LIBRARY.ROOM", ids of authors and subjects). page counts from 1.
    exact: what was typed is looked for as it stands, even if nothing is found.
    """

    q: str = ""
    field: str = ""
    chosen: Chosen = dataclasses.field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    available: bool = False
    sort: str = "relevance"
    page: int = 1
    per_page: int = PER_PAGE
    exact: bool = False

    @classmethod
    def read(cls, arguments: Arguments) -> tuple[SearchState, list[Complaint]]:
        """The state an address stands for; what is not understood is left out and complained of."""
        reader = _Reader(arguments)
        state = cls(
            q=(arguments.get("q") or "").strip(),
            field=reader.one_of("field", ("", *FIELD_NAMES), ""),
            chosen={name: values for name in FACETS if (values := reader.values(name))},
            year_from=reader.number("year_from", YEARS),
            year_to=reader.number("year_to", YEARS),
            available=reader.one_of("available", ("", "0", "1"), "") == "1",
            sort=reader.one_of("sort", SORTS, "relevance"),
            page=reader.number("page", range(1, MOST_PAGES)) or 1,
            per_page=reader.number("per_page", range(1, MOST_PER_PAGE + 1)) or PER_PAGE,
            exact=reader.one_of("exact", ("", "0", "1"), "") == "1",
        )
        return state, reader.complaints

    def parameters(self) -> list[tuple[str, str]]:
        """The address's parameters, always in one order, defaults left out."""
        words = (
            ("q", self.q, ""),
            ("field", self.field, ""),
            ("exact", int(self.exact), 0),
        )
        limits = (
            ("year_from", self.year_from, None),
            ("year_to", self.year_to, None),
            ("available", int(self.available), 0),
            ("sort", self.sort, "relevance"),
            ("per_page", self.per_page, PER_PAGE),
            ("page", self.page, 1),
        )
        chosen = [(name, value) for name in FACETS for value in self.chosen.get(name, ())]
        first, last = (
            [(name, str(value)) for name, value, usual in part if value != usual]
            for part in (words, limits)
        )
        return [*first, *chosen, *last]

    def query_string(self) -> str:
        return urlencode(self.parameters())

    @property
    def narrowed(self) -> bool:
        """Anything beside the words and their field is set."""
        return bool(self.chosen or self.available or self.year_from or self.year_to)

    @property
    def empty(self) -> bool:
        return not (self.q or self.narrowed)

    def has(self, name: str, value: str) -> bool:
        return value in self.chosen.get(name, ())

    def with_value(self, name: str, value: str) -> SearchState:
        values = (*self.chosen.get(name, ()), value)
        return self._with_values(name, dict.fromkeys(values))

    def without_value(self, name: str, value: str) -> SearchState:
        return self._with_values(
            name, (kept for kept in self.chosen.get(name, ()) if kept != value)
        )

    def toggled(self, name: str, value: str) -> SearchState:
        change = self.without_value if self.has(name, value) else self.with_value
        return change(name, value)

    def only(self, name: str, *values: str) -> SearchState:
        """These values of a facet and no others; none takes the facet away."""
        return self._with_values(name, values)

    def with_query(self, q: str, field: str | None = None) -> SearchState:
        """Other words: whether they are to be taken as they stand was said of the former."""
        field = self.field if field is None else field
        return dataclasses.replace(self, q=q, field=field, page=1, exact=False)

    def with_exact(self, exact: bool) -> SearchState:
        return dataclasses.replace(self, exact=exact, page=1)

    def with_years(self, first: int | None, last: int | None) -> SearchState:
        return dataclasses.replace(self, year_from=first, year_to=last, page=1)

    def with_available(self, available: bool) -> SearchState:
        return dataclasses.replace(self, available=available, page=1)

    def with_sort(self, sort: str) -> SearchState:
        return dataclasses.replace(self, sort=sort, page=1)

    def with_page(self, page: int) -> SearchState:
        return dataclasses.replace(self, page=page)

    def without_filters(self) -> SearchState:
        return SearchState(
            q=self.q, field=self.field, sort=self.sort, per_page=self.per_page, exact=self.exact
        )

    def _with_values(self, name: str, values: Iterable[str]) -> SearchState:
        kept = {other: held for other, held in self.chosen.items() if other != name}
        if found := tuple(values)[:MOST_VALUES]:
            kept[name] = found
        return dataclasses.replace(self, chosen=kept, page=1)


class _Reader:
    def __init__(self, arguments: Arguments) -> None:
        self._arguments = arguments
        self.complaints: list[Complaint] = []

    def values(self, name: str) -> tuple[str, ...]:
        given = [value.strip() for value in self._arguments.getlist(name)]
        found = tuple(dict.fromkeys(value for value in given if value))
        long = [value for value in found if len(value) > LONGEST_VALUE]
        if long or len(found) > MOST_VALUES:
            self._complain(name, (long or found)[0], f"≤ {MOST_VALUES} × {LONGEST_VALUE}")
        return tuple(value for value in found if len(value) <= LONGEST_VALUE)[:MOST_VALUES]

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = (self._arguments.get(name) or "").strip()
        if not value or value in allowed:
            return value or default
        self._complain(name, value, " | ".join(choice for choice in allowed if choice))
        return default

    def number(self, name: str, allowed: range) -> int | None:
        value = (self._arguments.get(name) or "").strip()
        if not value:
            return None
        if value.isascii() and value.isdigit() and len(value) < 10 and int(value) in allowed:
            return int(value)
        self._complain(name, value, f"{allowed.start}–{allowed.stop - 1}")
        return None

    def _complain(self, name: str, value: str, wanted: str) -> None:
        self.complaints.append(Complaint(name, value[:LONGEST_VALUE], wanted))
