"""Two descriptions field by field: what agrees, what differs, what only one of them says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from portal.catalogue.kinds import Role
from portal.catalogue.models import Record
from portal.catalogue.reading.draft import Draft
from portal.catalogue.union.keys import volume_key, word_key

Description = Mapping[str, tuple[str, ...]]
"""What is said in each field; a field nothing is said in is left out."""

NUMBERS = ("isbn", "issn")
_SINGLE = (
    "title", "subtitle", "part_title", "volume", "edition", "place", "publisher", "extent", "size",
    "series", "series_number", "language", "ddc",
)  # fmt: skip
FIELDS = (
    "title", "subtitle", "volume", "part_title", "authors", "contributors", "edition", "year",
    "publisher", "place", "isbn", "issn", "language", "material", "extent", "size", "series",
    "series_number", "ddc",
)  # fmt: skip


class Verdict(IntEnum):
    """In the order in which a librarian wants to see them."""

    different = 1
    one_sided = 2
    same = 3


@dataclass(frozen=True, slots=True)
class Row:
    field: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    verdict: Verdict


def of_draft(draft: Draft) -> Description:
    """What one library said."""
    people = [(agent.name, agent.role) for agent in draft.agents]
    return _described(draft, people, {"isbn": draft.isbns, "issn": draft.issns})


def of_record(
    record: Record, people: Iterable[tuple[str, Role]], numbers: Mapping[str, Sequence[str]]
) -> Description:
    """What the union catalogue says; `numbers` by their kind."""
    return _described(record, people, numbers)


def _described(
    said: Draft | Record,
    people: Iterable[tuple[str, Role]],
    numbers: Mapping[str, Sequence[str]],
) -> Description:
    named = list(people)
    year = str(said.year) if said.year else said.year_text
    found: dict[str, Iterable[str | None]] = {
        **{name: (getattr(said, name),) for name in _SINGLE},
        **{name: numbers.get(name, ()) for name in NUMBERS},
        "authors": (name for name, role in named if role is Role.author),
        "contributors": (name for name, role in named if role is not Role.author),
        "year": (year,),
        "material": (said.material.name,),
    }
    kept = {name: tuple(one for one in values if one) for name, values in found.items()}
    return {name: values for name, values in kept.items() if values}


def compare(one: Description, other: Description) -> list[Row]:
    """A row for each field that either fills: the differing ones first."""
    pairs = [(name, one.get(name, ()), other.get(name, ())) for name in FIELDS]
    rows = [
        Row(name, left, right, _verdict(name, left, right))
        for name, left, right in pairs
        if left or right
    ]
    return sorted(rows, key=lambda row: row.verdict)


def shared_isbn(one: Description, other: Description) -> str | None:
    """An ISBN that both carry."""
    return min(set(one.get("isbn", ())) & set(other.get("isbn", ())), default=None)


def _verdict(name: str, left: tuple[str, ...], right: tuple[str, ...]) -> Verdict:
    if not left or not right:
        return Verdict.one_sided
    key = _KEYS.get(name, word_key)
    ours, theirs = ({key(value) or value for value in values} for values in (left, right))
    # A book has several numbers, and libraries note different ones of them.
    agree = ours & theirs if name in NUMBERS else ours == theirs
    return Verdict.same if agree else Verdict.different


_KEYS: Mapping[str, Callable[[str], str]] = {"volume": volume_key}
