"""The record of the union catalogue as MARC 21, for libraries that sent a table and for copying."""

from __future__ import annotations

from collections.abc import Iterator

from pymarc import Field, Indicators, Record, Subfield

from portal.catalogue.describing import Credit, Described, Topic
from portal.catalogue.kinds import AgentKind, Role, SubjectKind

LONGEST_VALUE = 2000  # characters: a field may have 9,999 bytes
MOST_NOTES = 30

_NAME_TAGS = {AgentKind.person: "00", AgentKind.corporate: "10", AgentKind.meeting: "11"}
_SUBJECT_TAGS = {
    SubjectKind.topic: ("650", " 4"),
    SubjectKind.place: ("651", " 4"),
    SubjectKind.person: ("600", "14"),
    SubjectKind.genre: ("655", " 4"),
    SubjectKind.keyword: ("653", "  "),
}


def marc_of(described: Described) -> Record:
    """A MARC 21 record in UTF-8."""
    record = Record(force_utf8=True)
    record.fields = [
        Field("001", data=str(described.record.id)),
        Field("008", data=_coded(described)),
        *_fields(described),
    ]
    return record


def _coded(described: Described) -> str:
    """Field 008: 40 characters, of which date, kind of date and language are known."""
    own = described.record
    year = f"{own.year:04}" if own.year and own.year < 10_000 else "uuuu"
    entered = own.created_at.strftime("%y%m%d")
    audience = "j" if own.for_children else " "
    return f"{entered}s{year}    vm {'':4}{audience}{'':12}{own.language or 'und':3.3} d"


def _fields(described: Described) -> Iterator[Field]:
    own = described.record
    yield from (_field("020", "  ", a=isbn) for isbn in described.isbns)
    yield from (_field("022", "  ", a=f"{issn[:4]}-{issn[4:]}") for issn in described.issns)
    if own.ddc:
        yield _field("082", "04", a=own.ddc)
    main, *added = described.credits or (None,)
    if main:
        yield _name("1" if main.role is Role.author else "7", main)
    yield _title(described, bool(main and main.role is Role.author))
    yield from _given(
        _field("250", "  ", a=own.edition),
        _field("260", "  ", a=own.place, b=own.publisher, c=own.year_text or _text(own.year)),
        _field("300", "  ", a=own.extent, c=own.size),
        _field("490", "0 ", a=own.series, v=own.series_number),
    )
    yield from (_field("500", "  ", a=note) for note in (own.notes or "").split("\n")[:MOST_NOTES])
    yield from _given(_field("520", "  ", a=own.summary))
    yield from (_subject(topic) for topic in described.topics)
    yield from (_name("7", credit) for credit in added)
    yield from _given(_field("765", "0 ", t=own.original_title))


def _title(described: Described, has_main: bool) -> Field:
    own = described.record
    return _field(
        "245",
        "10" if has_main else "00",
        a=own.title,
        b=own.subtitle,
        n=own.volume,
        p=own.part_title,
        c=own.responsibility,
    )


def _name(block: str, credit: Credit) -> Field:
    tag = block + _NAME_TAGS[credit.kind]
    return _field(tag, "0 " if credit.kind is AgentKind.person else "2 ", a=credit.name,
                  e=credit.role.value)  # fmt: skip


def _subject(topic: Topic) -> Field:
    tag, indicators = _SUBJECT_TAGS[topic.kind]
    return _field(tag, indicators, a=topic.label)


def _field(tag: str, indicators: str, **values: str | None) -> Field:
    return Field(
        tag,
        Indicators(indicators[0], indicators[1]),
        [Subfield(code, value[:LONGEST_VALUE]) for code, value in values.items() if value],
    )


def _given(*fields: Field) -> Iterator[Field]:
    return (field for field in fields if field.subfields)


def _text(year: int | None) -> str | None:
    return None if year is None else str(year)
