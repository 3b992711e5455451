"""What is compared when two descriptions are held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.catalogue.kinds import Material
from portal.catalogue.reading.draft import Draft
from portal.catalogue.union.extents import Extent, extent_of
from portal.catalogue.union.keys import match_key, tells_enough, title_key, volume_key, word_key


@dataclass(frozen=True, slots=True)
class Facts:
    """A description reduced to what speaks for and against its being another one."""

    title: str
    title_key: str
    volume_key: str
    year: int | None
    edition_number: int | None
    language: str | None  # only when declared
    material: Material
    match_key: str
    isbns: frozenset[str]
    part_key: str
    extent: Extent
    tells_enough: bool


def facts_of_draft(draft: Draft) -> Facts:
    return Facts(
        title=draft.title,
        title_key=title_key(draft.title),
        volume_key=volume_key(draft.volume),
        year=draft.year,
        edition_number=draft.edition_number,
        language=None if draft.language_guessed else draft.language,
        material=draft.material,
        match_key=match_key(draft),
        isbns=frozenset(draft.isbns),
        part_key=word_key(draft.part_title),
        extent=extent_of(draft.extent),
        tells_enough=tells_enough(draft),
    )


def facts_of_row(row: Any, isbns: frozenset[str]) -> Facts:
    """From a row with the columns of `Record` that `FACT_COLUMNS` in lookups.py names."""
    return Facts(
        title=row.title,
        title_key=title_key(row.title),
        volume_key=volume_key(row.volume),
        year=row.year,
        edition_number=row.edition_number,
        language=None if row.language_guessed else row.language,
        material=row.material,
        match_key=row.match_key,
        isbns=isbns,
        part_key=word_key(row.part_title),
        extent=extent_of(row.extent),
        tells_enough=True,
    )
