"""A MARC record to a Draft."""

from __future__ import annotations

from portal.catalogue.reading.draft import Doubt, DoubtKind, Draft
from portal.catalogue.reading.editions import edition_number
from portal.catalogue.reading.fields import MarcRecord
from portal.catalogue.reading.mapping import Mapping
from portal.catalogue.reading.marc_agents import agents_of
from portal.catalogue.reading.marc_coded import (
    for_children,
    language_of,
    material_of,
    year_of_record,
)
from portal.catalogue.reading.marc_copies import copies_of
from portal.catalogue.reading.marc_subjects import (
    classification_of,
    isbns_of,
    issns_of,
    subjects_of,
)
from portal.catalogue.reading.marc_titles import (
    description,
    edition_of,
    notes_of,
    original_title,
    other_titles,
    publication,
    series_of,
    summary_of,
    title_of,
)
from portal.catalogue.reading.numbering import source_number
from portal.catalogue.reading.titles import TitleParts
from portal.catalogue.reading.trouble import Broken, Reason
from portal.vietnamese.language import guess_language


def draft_of(record: MarcRecord, raw: bytes, raw_format: str, mapping: Mapping) -> Draft:
    """The record cleaned; raises Broken when it names no title."""
    parts = title_of(record)
    if not parts.title:
        raise Broken(Reason.no_title)
    place, publisher, printed = publication(record)
    extent, size = description(record)
    series, series_number = series_of(record)
    isbns, bad_isbns = isbns_of(record)
    issns, bad_issns = issns_of(record)
    copies, bad_copies = copies_of(record, mapping)
    edition = edition_of(record) or parts.edition
    declared = language_of(record)
    language = declared or guess_language(_said(parts))
    return Draft(
        source_number=source_number(record.control.get("001") or _number_035(record), copies, raw),
        title=parts.title,
        raw=raw,
        raw_format=raw_format,
        encoding=record.encoding,
        subtitle=parts.subtitle,
        volume=parts.volume,
        part_title=parts.part_title,
        responsibility=parts.responsibility,
        agents=agents_of(record, parts.responsibility),
        edition=edition,
        edition_number=edition_number(edition),
        place=place,
        publisher=publisher,
        year=year_of_record(record, printed),
        year_text=printed,
        extent=extent,
        size=size,
        series=series,
        series_number=series_number,
        language=language,
        language_guessed=declared is None and language is not None,
        original_title=original_title(record),
        other_titles=other_titles(record, parts.title),
        isbns=isbns,
        issns=issns,
        ddc=classification_of(record),
        subjects=subjects_of(record),
        material=material_of(record),
        for_children=for_children(record),
        summary=summary_of(record),
        notes=notes_of(record),
        copies=copies,
        doubts=(*_worth_asking(record.doubts, declared), *bad_isbns, *bad_issns, *bad_copies),
    )


def _number_035(record: MarcRecord) -> str | None:
    return record.first("035", "a")


def _said(parts: TitleParts) -> str:
    return " ".join(text for text in (parts.title, parts.subtitle, parts.responsibility) if text)


def _worth_asking(doubts: list[Doubt], declared: str | None) -> list[Doubt]:
    """French words may look like an old Vietnamese font: there only lost letters matter."""
    if declared in (None, "vie"):
        return doubts
    return [doubt for doubt in doubts if doubt.kind is not DoubtKind.encoding or "�" in doubt.text]
