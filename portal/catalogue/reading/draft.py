"""One bibliographic record as it was read and cleaned, before it meets the union catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.catalogue.kinds import AgentKind, CopyStatus, Material, Role, SubjectKind


class DoubtKind(StrEnum):
    """Why a value was kept as it came, or left out; the report counts them by kind."""

    encoding = "encoding"  # the letters may be wrong: a librarian must look
    isbn = "isbn"
    issn = "issn"
    barcode = "barcode"
    status = "status"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value the reader would not vouch for. `field` is the tag and code, or the column."""

    field: str
    kind: DoubtKind
    text: str


@dataclass(frozen=True, slots=True)
class DraftAgent:
    """A person or body in direct order ("Nguyễn Minh Châu", "Mark Twain")."""

    name: str
    role: Role = Role.author
    kind: AgentKind = AgentKind.person


@dataclass(frozen=True, slots=True)
class DraftSubject:
    label: str
    kind: SubjectKind = SubjectKind.topic


@dataclass(frozen=True, slots=True)
class DraftCopy:
    """One item. Branch and room are the library's own codes until the importer knows better."""

    barcode: str | None  # None: the file names a copy without a number
    branch: str | None = None
    holding_branch: str | None = None
    room: str | None = None
    call_number: str | None = None
    status: CopyStatus | None = None  # None: the file does not say
    lendable: bool | None = None
    volume: str | None = None
    note: str | None = None
    due_on: date | None = None
    added_on: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What one record of a file says. Text is NFC, without ISBD punctuation at the ends."""

    source_number: str
    title: str
    raw: bytes = field(repr=False)
    raw_format: str
    encoding: str | None = None
    subtitle: str | None = None
    volume: str | None = None
    part_title: str | None = None
    responsibility: str | None = None
    agents: tuple[DraftAgent, ...] = ()
    edition: str | None = None
    edition_number: int | None = None
    place: str | None = None
    publisher: str | None = None
    year: int | None = None
    year_text: str | None = None
    extent: str | None = None
    size: str | None = None
    series: str | None = None
    series_number: str | None = None
    language: str | None = None
    language_guessed: bool = False
    original_title: str | None = None
    other_titles: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    ddc: str | None = None
    subjects: tuple[DraftSubject, ...] = ()
    material: Material = Material.book
    for_children: bool = False
    summary: str | None = None
    notes: tuple[str, ...] = ()
    copies: tuple[DraftCopy, ...] = ()
    doubts: tuple[Doubt, ...] = ()
