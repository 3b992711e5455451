"""Communes of Hà Nội since 1 July 2025, and the wards and districts before (pure, from data/).

Readers still say "quận Tây Hồ" and "phường Bách Khoa"; neither exists any more. A free text is
read as a present commune, a former commune or a former district, with or without marks.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from portal.libraries.folding import fold

_KINDS = ("thị trấn", "thị xã", "phường", "huyện", "quận", "xã")


@dataclass(frozen=True, slots=True)
class Commune:
    """A present commune-level unit: its official code, name and kind (phường or xã)."""

    code: str
    name: str
    kind: str

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A ward, commune or town up to 30 June 2025 and where its parts lie now, main part first."""

    name: str
    kind: str
    district: str
    present_codes: tuple[str, ...]

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What a text may mean.

    `said` is the name it was read as, `communes` the present units, `districts` the old districts
    ("quận Tây Hồ") these lay in, the most likely first.
    """

    said: str
    communes: tuple[Commune, ...]
    districts: tuple[str, ...]
    former: bool


@cache
def communes() -> Mapping[str, Commune]:
    """The 126 present units by code."""
    return {row["code"]: Commune(**row) for row in _rows("communes.csv")}


@cache
def former_communes() -> tuple[FormerCommune, ...]:
    """The 526 units of June 2025."""
    parts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in _rows("former_communes.csv"):
        parts[row["name"], row["kind"], row["district"]].append(row["present_code"])
    return tuple(FormerCommune(*key, tuple(codes)) for key, codes in parts.items())


@cache
def districts() -> Mapping[str, tuple[str, ...]]:
    """Codes of present communes by old district, the one with most of its wards first.

    Only communes that the main part of some ward went to: slivers over a border would put the
    library of one district into another.
    """
    wards: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in former_communes():
        wards[unit.district][unit.present_codes[0]] += 1
    return {
        district: tuple(sorted(codes, key=lambda code: (-codes[code], code)))
        for district, codes in wards.items()
    }


@cache
def _districts_by_commune() -> Mapping[str, tuple[str, ...]]:
    """Old districts a present commune was mainly made of; the largest contributor first."""
    wards: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in former_communes():
        wards[unit.present_codes[0]][unit.district] += 1
    return {
        code: tuple(sorted(found, key=lambda name: (-found[name], name)))
        for code, found in wards.items()
    }


def districts_of(code: str) -> tuple[str, ...]:
    """Old districts whose wards went mainly into a present commune, the largest part first."""
    return _districts_by_commune().get(code, ())


def communes_of_district(name: str) -> list[Commune]:
    """Present communes of an old district given in free text; empty when there is no such one."""
    return [
        place
        for match in find_places(name)
        if match.said in districts()
        for place in match.communes
    ]


def find_places(text: str) -> list[PlaceMatch]:
    """What a free text may mean: present communes first, then former ones, then old districts.

    The whole name must be there; the kind ("phường", "q.") may be left out, and narrows when given.
    Typed marks narrow too: "Từ Liêm" is not "Tư Liêm". Nothing found: an empty list.
    """
    key = fold(text)
    found = [match for match in _by_key().get(key, ()) if _marks_agree(text, match.said)]
    return found or list(_by_key().get(key, ()))


@cache
def _by_key() -> Mapping[str, tuple[PlaceMatch, ...]]:
    index: dict[str, list[PlaceMatch]] = defaultdict(list)
    for match in _all_matches():
        for key in _keys(match.said):
            index[key].append(match)
    return {key: tuple(matches) for key, matches in index.items()}


def _all_matches() -> Iterator[PlaceMatch]:
    for place in communes().values():
        yield PlaceMatch(place.full_name, (place,), districts_of(place.code), former=False)
    for unit in former_communes():
        yield PlaceMatch(unit.full_name, _resolve(unit.present_codes), (unit.district,), True)
    for district, codes in districts().items():
        yield PlaceMatch(district, _resolve(codes), (district,), former=True)


def _resolve(codes: Iterable[str]) -> tuple[Commune, ...]:
    return tuple(communes()[code] for code in codes)


def _keys(full_name: str) -> set[str]:
    """The full name, the bare name, and the usual abbreviations of the kind."""
    kind = next(kind for kind in _KINDS if full_name.startswith(kind))
    name = fold(full_name.removeprefix(kind))
    initials = "".join(word[0] for word in kind.split())
    return {fold(full_name), name, f"{initials} {name}"}


def _marks_agree(text: str, said: str) -> bool:
    """Every word typed with a mark is the word of the name (both in any Unicode form)."""
    typed, names = _words(text), set(_words(said))
    return all(word in names or word.isascii() for word in typed)


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).lower().replace("-", " ").split()


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("portal.libraries").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
