"""Whether two descriptions are one edition: a yes needs full agreement, a maybe goes to a person.

The order of the evidence: the same ISBN and title; then the same title, first author, year,
publisher and volume. (The same source number of the same library comes before both and is no
question: it is the same source record.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

from portal.catalogue.union.extents import apart
from portal.catalogue.union.facts import Facts

MAX_DOUBTS = 3
"""Questions about one source record; a fourth would not be read."""

T = TypeVar("T")


class Verdict(Enum):
    same = auto()
    maybe = auto()
    different = auto()


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """A candidate that a person must look at, and what speaks against it (names of fields)."""

    candidate: T
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    """The one record to join, or none and the questions left."""

    join: T | None
    questions: tuple[Question[T], ...] = ()


def contradictions(one: Facts, other: Facts) -> tuple[str, ...]:
    """Fields in which both say something else; the volume also where only one says any."""
    found = [
        name
        for name, left, right in (
            ("year", one.year, other.year),
            ("edition", one.edition_number, other.edition_number),
            ("language", one.language, other.language),
        )
        if left is not None and right is not None and left != right
    ]
    if one.material is not other.material:
        found.append("material")
    if one.volume_key != other.volume_key:
        found.append("volume")
    if one.part_key and other.part_key and one.part_key != other.part_key:
        found.append("part")
    if apart(one.extent, other.extent):
        found.append("extent")
    if one.isbns and other.isbns and not one.isbns & other.isbns:
        found.append("isbn")
    return tuple(found)


def still_fits(one: Facts, other: Facts) -> bool:
    """Whether a corrected description may stay with the record it shares with others."""
    return one.title_key == other.title_key and not contradictions(one, other)


def by_isbn(one: Facts, other: Facts) -> tuple[Verdict, tuple[str, ...]]:
    """Two descriptions that share an ISBN. Sets and reprints share them too, hence the care."""
    against = contradictions(one, other)
    if one.volume_key and other.volume_key and "volume" in against:
        return Verdict.different, against
    if one.title_key != other.title_key:
        against = ("title", *against)
    return (Verdict.maybe if against else Verdict.same), against


def by_key(one: Facts, other: Facts) -> tuple[Verdict, tuple[str, ...]]:
    """Two descriptions with the same title, author, year, publisher and volume."""
    against = contradictions(one, other)
    if {"edition", "material"} & set(against):
        return Verdict.different, against
    if not one.tells_enough:
        return Verdict.maybe, ("little", *against)
    return (Verdict.maybe if against else Verdict.same), against


def decide(
    facts: Facts, with_isbn: Iterable[tuple[T, Facts]], with_key: Iterable[tuple[T, Facts]]
) -> Decision[T]:
    """Weigh all candidates. Two that both fit are a question, for one of them would be a guess."""
    questions: list[Question[T]] = []
    asked: list[T] = []
    for judge, candidates in ((by_isbn, with_isbn), (by_key, with_key)):
        fitting: list[T] = []
        for candidate, other in candidates:
            if candidate in asked:
                continue
            verdict, against = judge(facts, other)
            if verdict is Verdict.same:
                fitting.append(candidate)
            elif verdict is Verdict.maybe:
                asked.append(candidate)
                questions.append(Question(candidate, against))
        if len(fitting) == 1:
            return Decision(fitting[0])
        if fitting:
            several = [Question(candidate, ("several",)) for candidate in fitting]
            return Decision(None, tuple((several + questions)[:MAX_DOUBTS]))
    return Decision(None, tuple(questions[:MAX_DOUBTS]))
