"""Tables of the union catalogue.

A `Record` describes one edition for the whole network. What each library sent stands beside it as a
`SourceRecord`, byte for byte, so that a merge can be undone and a better reading made later.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.catalogue.kinds import AgentKind, CopyStatus, Material, Role, SubjectKind
from portal.catalogue.types import IntEnumType, partial_index
from portal.db import Base, UtcDateTime


class Work(Base):
    """The text that editions share: every printing and translation of one original."""

    __tablename__ = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(300), unique=True)
    title: Mapped[str] = mapped_column(Text)

    records: Mapped[list[Record]] = relationship(back_populates="work", lazy="raise")


class Record(Base):
    """One edition, described once for all libraries that hold it."""

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_changed", "changed_at"),
        Index("ix_record_title_order", "title_order", "id"),
        Index("ix_record_created", "created_at", "id"),
        Index("ix_record_series_key", "series_key"),
        Index("ix_record_ddc", "ddc", "id"),
        Index("ix_record_loans", "loan_count", "id"),
        # What waits for the search index is asked for all the time, in these very words. With
        # `changed_at` in it PostgreSQL need not look at the table.
        partial_index("ix_record_not_indexed", "id", "changed_at",
                      where="indexed_at IS NULL OR indexed_at != changed_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), index=True)

    title: Mapped[str] = mapped_column(Text)
    subtitle: Mapped[str | None] = mapped_column(Text)
    volume: Mapped[str | None] = mapped_column(Text)
    part_title: Mapped[str | None] = mapped_column(Text)
    responsibility: Mapped[str | None] = mapped_column(Text)
    original_title: Mapped[str | None] = mapped_column(Text)
    other_titles: Mapped[str | None] = mapped_column(Text)  # one a line
    edition: Mapped[str | None] = mapped_column(Text)
    edition_number: Mapped[int | None] = mapped_column(SmallInteger)
    place: Mapped[str | None] = mapped_column(Text)
    publisher: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None] = mapped_column(SmallInteger)
    year_text: Mapped[str | None] = mapped_column(Text)
    extent: Mapped[str | None] = mapped_column(Text)
    size: Mapped[str | None] = mapped_column(Text)
    series: Mapped[str | None] = mapped_column(Text)
    series_number: Mapped[str | None] = mapped_column(Text)
    series_key: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(3))  # ISO 639-2/B, as MARC 008 has it
    language_guessed: Mapped[bool] = mapped_column(default=False)
    ddc: Mapped[str | None] = mapped_column(String(40))
    material: Mapped[Material] = mapped_column(IntEnumType(Material), default=Material.book)
    for_children: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)  # one a line

    title_order: Mapped[bytes] = mapped_column(LargeBinary)  # vietnamese.order.sort_key(full title)
    match_key: Mapped[str] = mapped_column(String(300), index=True)
    loan_count: Mapped[int] = mapped_column(default=0)  # all libraries, all time: "mượn nhiều"
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The `changed_at` that the search index has; another one, or none, is waiting for the index.
    indexed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    work: Mapped[Work] = relationship(back_populates="records", lazy="raise")
    agents: Mapped[list[RecordAgent]] = relationship(
        back_populates="record",
        lazy="raise",
        order_by="RecordAgent.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    subjects: Mapped[list[RecordSubject]] = relationship(
        back_populates="record",
        lazy="raise",
        order_by="RecordSubject.position",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    identifiers: Mapped[list[Identifier]] = relationship(
        back_populates="record",
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    copies: Mapped[list[Copy]] = relationship(back_populates="record", lazy="raise")
    sources: Mapped[list[SourceRecord]] = relationship(
        back_populates="record", lazy="raise", foreign_keys="SourceRecord.record_id"
    )


class Agent(Base):
    """A person or body, once for all records. `key` is what tells two of them apart."""

    __tablename__ = "agent"
    __table_args__ = (
        UniqueConstraint("key", "kind"),
        Index("ix_agent_sort_order", "sort_order", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)  # direct order, no comma
    kind: Mapped[AgentKind] = mapped_column(Enum(AgentKind, native_enum=False, length=12))
    key: Mapped[str] = mapped_column(String(250))
    sort_order: Mapped[bytes] = mapped_column(LargeBinary)


class RecordAgent(Base):
    __tablename__ = "record_agent"
    __table_args__ = (Index("ix_record_agent_agent", "agent_id", "record_id"),)

    record_id: Mapped[int] = mapped_column(
        ForeignKey("record.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    role: Mapped[Role] = mapped_column(Enum(Role, native_enum=False, length=16))

    record: Mapped[Record] = relationship(back_populates="agents", lazy="raise")
    agent: Mapped[Agent] = relationship(lazy="raise")


class Subject(Base):
    __tablename__ = "subject"
    __table_args__ = (
        UniqueConstraint("key", "kind"),
        Index("ix_subject_sort_order", "sort_order", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(Text)
    kind: Mapped[SubjectKind] = mapped_column(Enum(SubjectKind, native_enum=False, length=12))
    key: Mapped[str] = mapped_column(String(250))
    sort_order: Mapped[bytes] = mapped_column(LargeBinary)


class RecordSubject(Base):
    __tablename__ = "record_subject"
    __table_args__ = (Index("ix_record_subject_subject", "subject_id", "record_id"),)

    record_id: Mapped[int] = mapped_column(
        ForeignKey("record.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))

    record: Mapped[Record] = relationship(back_populates="subjects", lazy="raise")
    subject: Mapped[Subject] = relationship(lazy="raise")


class Identifier(Base):
    """An ISBN as its 13 digits, or an ISSN as its 8 characters without the hyphen."""

    __tablename__ = "identifier"
    __table_args__ = (
        Index("ix_identifier_value", "value"),
        CheckConstraint("kind IN ('isbn', 'issn')", name="kind"),
    )

    record_id: Mapped[int] = mapped_column(
        ForeignKey("record.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(4), primary_key=True)
    value: Mapped[str] = mapped_column(String(13), primary_key=True)

    record: Mapped[Record] = relationship(back_populates="identifiers", lazy="raise")


class SourceRecord(Base):
    """What one library sent for one edition, kept as it came."""

    __tablename__ = "source_record"
    __table_args__ = (
        UniqueConstraint("library_id", "number"),
        Index("ix_source_record_last_run", "library_id", "last_run_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id"))
    number: Mapped[str] = mapped_column(String(200))  # MARC 001, "Mã biểu ghi", or a made-up digest
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    format: Mapped[str] = mapped_column(String(12))
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    encoding: Mapped[str | None] = mapped_column(String(12))  # what it was read as
    first_run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    last_run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))

    record: Mapped[Record] = relationship(
        back_populates="sources", lazy="raise", foreign_keys=[record_id]
    )


class Copy(Base):
    """A physical item: who owns it, where it stands, whether it can be had."""

    __tablename__ = "copy"
    __table_args__ = (
        # Two items of one library that carry one barcode are both kept; the second is numbered.
        UniqueConstraint("owner_library_id", "barcode", "duplicate_no"),
        Index("ix_copy_record", "record_id", "holding_library_id"),
        Index("ix_copy_shelf", "holding_library_id", "call_number_order", "id"),
        Index("ix_copy_barcode", "barcode"),
        Index("ix_copy_source", "source_record_id"),
        Index("ix_copy_added", "added_on", "holding_library_id", "record_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    source_record_id: Mapped[int | None] = mapped_column(ForeignKey("source_record.id"))
    owner_library_id: Mapped[int] = mapped_column(ForeignKey("library.id"))
    holding_library_id: Mapped[int] = mapped_column(ForeignKey("library.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    barcode: Mapped[str] = mapped_column(String(60))  # số ĐKCB
    duplicate_no: Mapped[int] = mapped_column(SmallInteger, default=0)
    call_number: Mapped[str | None] = mapped_column(String(120))
    call_number_order: Mapped[str | None] = mapped_column(String(160))
    volume: Mapped[str | None] = mapped_column(Text)
    lendable: Mapped[bool] = mapped_column(default=True)
    status: Mapped[CopyStatus] = mapped_column(
        IntEnumType(CopyStatus), default=CopyStatus.available
    )
    due_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    added_on: Mapped[date | None]

    record: Mapped[Record] = relationship(back_populates="copies", lazy="raise")


class AvailabilityChange(Base):
    """One row whenever a copy's status or place changed; search workers read on from the last id.

    Written by the same transaction as the change (see `availability.py`), pruned after a day.
    """

    __tablename__ = "availability_change"
    __table_args__ = ({"sqlite_autoincrement": True},)  # workers count on numbers that only grow

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DeletedRecord(Base):
    """A record that is gone (merged away): the index takes it out, old links lead to its heir."""

    __tablename__ = "deleted_record"
    __table_args__ = (
        partial_index("ix_deleted_record_not_indexed", "record_id", where="indexed_at IS NULL"),
    )

    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    heir_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    indexed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ImportRun(Base):
    """One reading of one library's files."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id"), index=True)
    files: Mapped[str] = mapped_column(Text)  # names, one a line
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created: Mapped[int] = mapped_column(default=0)
    joined: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    vanished: Mapped[int] = mapped_column(default=0)


class Doubt(Base):
    """A question only a person can settle: are these two the same; what does this field say?"""

    __tablename__ = "doubt"
    __table_args__ = (
        CheckConstraint("kind IN ('match', 'text')", name="kind"),
        partial_index("ix_doubt_open", "kind", "id", where="resolved_at IS NULL"),
        UniqueConstraint("source_record_id", "kind", "field", "other_record_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(5))
    source_record_id: Mapped[int] = mapped_column(ForeignKey("source_record.id"))
    other_record_id: Mapped[int | None] = mapped_column(
        ForeignKey("record.id", ondelete="CASCADE"), index=True
    )
    field: Mapped[str] = mapped_column(String(40), default="")
    detail: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolution: Mapped[str | None] = mapped_column(String(20))
    resolved_by: Mapped[str | None] = mapped_column(Text)


class Merge(Base):
    """A source record that was moved from one union record to another, and can be moved back."""

    __tablename__ = "merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_record_id: Mapped[int] = mapped_column(ForeignKey("source_record.id"), index=True)
    from_record_id: Mapped[int]
    to_record_id: Mapped[int]
    loans: Mapped[int] = mapped_column(default=0)  # of the record that went, given back by a split
    how: Mapped[str] = mapped_column(String(20))
    by: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
