"""Subjects, keywords, classification and standard numbers of a MARC record."""

from __future__ import annotations

from portal.catalogue.kinds import SubjectKind
from portal.catalogue.reading.classification import ddc_number
from portal.catalogue.reading.draft import Doubt, DoubtKind, DraftSubject
from portal.catalogue.reading.fields import DataField, MarcRecord
from portal.catalogue.reading.identifiers import isbn13, issn8
from portal.catalogue.reading.punctuation import trimmed
from portal.vietnamese.names import direct_form

_KINDS = {
    "600": SubjectKind.person, "610": SubjectKind.topic, "611": SubjectKind.topic,
    "630": SubjectKind.topic, "648": SubjectKind.topic, "650": SubjectKind.topic,
    "651": SubjectKind.place, "653": SubjectKind.keyword, "655": SubjectKind.genre,
    "690": SubjectKind.topic, "691": SubjectKind.place, "693": SubjectKind.keyword,
}  # fmt: skip
BETWEEN = " -- "
_MAX_LABEL = 200


def subjects_of(record: MarcRecord) -> tuple[DraftSubject, ...]:
    """Headings as one label each ("Hà Nội -- Lịch sử -- Thế kỷ 20"), keywords one by one."""
    found: list[DraftSubject] = []
    for tag, kind in _KINDS.items():
        for field in record.fields(tag):
            found.extend(DraftSubject(label, kind) for label in _labels(field, kind))
    return tuple(dict.fromkeys(found))


def _labels(field: DataField, kind: SubjectKind) -> list[str]:
    if kind is SubjectKind.keyword:
        return [label[:_MAX_LABEL] for text in field.all("a") if (label := trimmed(text))]
    main = trimmed(field.joined("abcd" if kind is not SubjectKind.person else "ab"))
    if main is None:
        return []
    if kind is SubjectKind.person:
        main = direct_form(main)
    if title := trimmed(field.get("t")):
        main = f"{main}. {title}"
    further = [label for text in field.all("vxyz") if (label := trimmed(text))]
    return [BETWEEN.join([main, *further])[:_MAX_LABEL]]


def classification_of(record: MarcRecord) -> str | None:
    """DDC from 082, else from the local fields where Vietnamese libraries put it."""
    for found in record.fields("082", "092", "084", "090"):
        for text in found.all("a"):
            if number := ddc_number(text):
                return number
    return None


def isbns_of(record: MarcRecord) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    """Valid ISBNs as 13 digits, and what 020$a holds instead: row numbers, prices, misprints."""
    good: list[str] = []
    doubts: list[Doubt] = []
    for text in (text for found in record.fields("020") for text in found.all("a")):
        number = isbn13(text)
        if number:
            good.append(number)
        else:
            doubts.append(Doubt("020$a", DoubtKind.isbn, text[:80]))
    return tuple(dict.fromkeys(good)), tuple(doubts)


def issns_of(record: MarcRecord) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    good: list[str] = []
    doubts: list[Doubt] = []
    for text in (text for found in record.fields("022") for text in found.all("a")):
        number = issn8(text)
        if number:
            good.append(number)
        else:
            doubts.append(Doubt("022$a", DoubtKind.issn, text[:80]))
    return tuple(dict.fromkeys(good)), tuple(doubts)
