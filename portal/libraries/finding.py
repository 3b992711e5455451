"""Finds libraries by what readers call them: name, former name, old district, ward then or now."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.libraries.branches import Branch, Network
from portal.libraries.folding import fold
from portal.libraries.places import PlaceMatch, communes, find_places

LONGEST = 200  # characters of a question worth reading


@dataclass(frozen=True, slots=True)
class Found:
    """Libraries in the order of how well they fit, and the places the text was read as."""

    branches: tuple[Branch, ...]
    places: tuple[PlaceMatch, ...]


def find_branches(network: Network, text: str) -> Found:
    """The libraries a free text means; empty text means all of them.

    First those whose own words hold every word of the text, then those in a commune it names,
    then those that served an old district it names or that the named ward once lay in.
    """
    text = text[:LONGEST]
    words = fold(text).split()
    if not words:
        return Found(network.branches if not text.strip() else (), ())
    places = tuple(places_in(text))
    ranked = [
        (rank, place, branch)
        for place, branch in enumerate(network.branches)
        if (rank := _rank(branch, words, places)) is not None
    ]
    return Found(tuple(branch for *_order, branch in sorted(ranked, key=lambda r: r[:2])), places)


def places_in(text: str) -> list[PlaceMatch]:
    """The text as one place, else the places between its commas ("Bách Khoa, Hai Bà Trưng")."""
    text = re.sub(r"\b(cũ|mới|cu|moi)\s*$", " ", text, flags=re.IGNORECASE)
    whole = find_places(text)
    if whole:
        return whole
    return [match for part in text.split(",")[:5] for match in find_places(part)]


def _rank(branch: Branch, words: list[str], places: tuple[PlaceMatch, ...]) -> int | None:
    if set(words) <= set(fold(_names(branch)).split()):
        return 0 if set(words) <= set(fold(branch.name).split()) else 1
    codes = {place.code for match in places for place in match.communes}
    if branch.commune_code in codes:
        return 2
    if served_districts(branch) & {name for match in places for name in match.districts}:
        return 3
    return None


def _names(branch: Branch) -> str:
    place = communes().get(branch.commune_code or "")
    former = (period.name for period in branch.former_names)
    parts = (branch.code, branch.name, branch.short_name, *branch.aliases, *former)
    return " ".join((*parts, branch.address or "", place.full_name if place else ""))


_DISTRICT = re.compile(r"\b(?:quận|huyện|thị xã) [^;\n(]+")


def served_districts(branch: Branch) -> set[str]:
    """Old districts ("quận Tây Hồ") in its other and former names."""
    names = (*branch.aliases, *(period.name for period in branch.former_names))
    return {found.strip() for name in names for found in _DISTRICT.findall(name)}
