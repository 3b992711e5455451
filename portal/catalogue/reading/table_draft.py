"""The rows of one record to a Draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from portal.catalogue.kinds import Material, Role, SubjectKind
from portal.catalogue.reading.cells import Cells
from portal.catalogue.reading.classification import ddc_number
from portal.catalogue.reading.dates import year_of
from portal.catalogue.reading.draft import Doubt, DoubtKind, Draft, DraftAgent, DraftSubject
from portal.catalogue.reading.editions import edition_number
from portal.catalogue.reading.headers import Column
from portal.catalogue.reading.identifiers import isbn13, issn8
from portal.catalogue.reading.languages import language_code
from portal.catalogue.reading.mapping import Mapping
from portal.catalogue.reading.materials import material_named
from portal.catalogue.reading.numbering import source_number
from portal.catalogue.reading.person_names import agent_of, agent_of_heading
from portal.catalogue.reading.punctuation import (
    marks_off,
    place_name,
    publisher_name,
    trimmed,
)
from portal.catalogue.reading.responsibility import agents_of_statement, without_repeats
from portal.catalogue.reading.roles import is_statement
from portal.catalogue.reading.table_copies import copies_of
from portal.catalogue.reading.titles import TitleParts, taken_apart
from portal.catalogue.reading.trouble import Broken, Reason
from portal.catalogue.reading.words import folded
from portal.vietnamese.language import guess_language
from portal.vietnamese.names import name_key

_CHILD_WORDS = ("thieu nhi", "tre em", "nhi dong", "mam non", "children", "juvenile", "kids")


def draft_of(rows: list[Cells], raw_format: str, encoding: str, mapping: Mapping) -> Draft:
    """What the rows say, the first of them describing the record; Broken without a title."""
    cells = rows[0]
    parts = _title(cells)
    if not parts.title:
        raise Broken(Reason.no_title)
    raw = raw_of(rows, raw_format)
    copies = copies_of(rows, mapping)
    isbns, bad_isbns = _numbers(cells, Column.isbn, isbn13, DoubtKind.isbn)
    issns, bad_issns = _numbers(cells, Column.issn, issn8, DoubtKind.issn)
    edition = trimmed(cells.get(Column.edition)) or parts.edition
    declared = language_code(cells.get(Column.language))
    language = declared or guess_language(_said(parts))
    material = material_named(cells.get(Column.material) or "")
    return Draft(
        source_number=source_number(cells.get(Column.number), copies, raw),
        title=parts.title,
        raw=raw,
        raw_format=raw_format,
        encoding=encoding,
        subtitle=parts.subtitle,
        volume=parts.volume,
        part_title=parts.part_title,
        responsibility=parts.responsibility,
        agents=_agents(cells, parts.responsibility),
        edition=edition,
        edition_number=edition_number(edition),
        place=place_name(cells.get(Column.place)),
        publisher=publisher_name(cells.get(Column.publisher)),
        year=year_of(cells.get(Column.year)),
        year_text=trimmed(cells.get(Column.year)),
        extent=_extent(cells),
        size=trimmed(cells.get(Column.size)),
        series=_series(cells)[0],
        series_number=_series(cells)[1],
        language=language,
        language_guessed=declared is None and language is not None,
        original_title=trimmed(cells.get(Column.original_title)),
        other_titles=tuple(dict.fromkeys(cells.values(Column.other_title))),
        isbns=isbns,
        issns=issns,
        ddc=ddc_number(cells.get(Column.ddc)),
        subjects=_subjects(cells),
        material=material or Material.book,
        for_children=_for_children(cells),
        summary=cells.get(Column.summary),
        notes=tuple(cells.values(Column.note)),
        copies=copies,
        doubts=(*(doubt for row in rows for doubt in row.doubts), *bad_isbns, *bad_issns),
    )


def raw_of(rows: list[Cells], raw_format: str) -> bytes:
    """The rows as they came, the header before them: without it nobody could read them again."""
    parts = [rows[0].header.raw, *(cells.row.raw for cells in rows)]
    return (b"\n" if raw_format == "xlsx" else b"").join(parts)


def _title(cells: Cells) -> TitleParts:
    return taken_apart(
        TitleParts(
            title=cells.get(Column.title),
            subtitle=cells.get(Column.subtitle),
            volume=cells.get(Column.volume),
            part_title=cells.get(Column.part_title),
            responsibility=cells.get(Column.responsibility),
        )
    )


def _said(parts: TitleParts) -> str:
    return " ".join(text for text in (parts.title, parts.subtitle, parts.responsibility) if text)


def _agents(cells: Cells, responsibility: str | None) -> tuple[DraftAgent, ...]:
    """Authors of their own column, with the roles the statement of responsibility gives them."""
    printed = agents_of_statement(responsibility)
    said = {name_key(agent.name): agent.role for agent in reversed(printed)}
    found: list[DraftAgent] = []
    for text in cells.values(Column.author):
        several = agents_of_statement(text) if is_statement(text) else ()
        if several:
            found.extend(several)
        elif agent := agent_of(text) or agent_of_heading(text):
            found.append(replace(agent, role=said.get(name_key(agent.name), Role.author)))
    known = {name_key(agent.name) for agent in found}
    found.extend(agent for agent in printed if name_key(agent.name) not in known)
    return without_repeats(found)


def _numbers(
    cells: Cells, column: Column, read: Callable[[str], str | None], kind: DoubtKind
) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    good: list[str] = []
    bad: list[Doubt] = []
    for text in cells.values(column):
        number = read(text)
        if number:
            good.append(number)
        else:
            bad.append(Doubt(column.value, kind, text[:80]))
    return tuple(dict.fromkeys(good)), tuple(bad)


def _extent(cells: Cells) -> str | None:
    text = marks_off(cells.get(Column.extent))
    return f"{text} tr." if text and text.isdigit() else text


def _series(cells: Cells) -> tuple[str | None, str | None]:
    """A series and the number in it: "Tủ sách Vàng ; 12"."""
    text = cells.get(Column.series) or ""
    name, _mark, number = text.partition(" ; ")
    return trimmed(name), trimmed(number)


def _subjects(cells: Cells) -> tuple[DraftSubject, ...]:
    topics = [DraftSubject(text) for text in cells.values(Column.subject)]
    keywords = [DraftSubject(text, SubjectKind.keyword) for text in cells.values(Column.keyword)]
    return tuple(dict.fromkeys(topics + keywords))


def _for_children(cells: Cells) -> bool:
    text = folded(cells.get(Column.audience) or "")
    return any(word in text for word in _CHILD_WORDS)
