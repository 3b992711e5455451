"""Tables of the network.

Minutes count from midnight in Hà Nội (0–1440), weekdays from Monday (0) to Sunday (6).
A library keeps its `id` and `code` for ever; what changes over time stands in `LibraryPeriod`.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.column_types import enum_text
from portal.db import Base
from portal.libraries.kinds import LibraryKind, RoomUse, Stacks


class Library(Base):
    """One library, bookcase or stop of the network, under its present name."""

    __tablename__ = "library"
    __table_args__ = (
        CheckConstraint("code <> ''", name="code_not_empty"),
        CheckConstraint("name <> ''", name="name_not_empty"),
        CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="whole_coordinates"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_range"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[LibraryKind] = mapped_column(enum_text(LibraryKind, "kind"))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(100), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("library.id"), index=True)
    address: Mapped[str | None] = mapped_column(String(300))
    commune_code: Mapped[str | None] = mapped_column(String(5), index=True)
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    about: Mapped[str] = mapped_column(Text, default="")
    aliases: Mapped[str] = mapped_column(Text, default="")
    """Other names readers search by, one a line: old districts, abbreviations."""
    closed_since: Mapped[date | None]

    parent: Mapped[Library | None] = relationship(remote_side="Library.id", lazy="raise")
    periods: Mapped[list[LibraryPeriod]] = relationship(
        foreign_keys="LibraryPeriod.library_id",
        back_populates="library",
        lazy="raise",
        cascade="all, delete-orphan",
    )
    rooms: Mapped[list[Room]] = relationship(
        back_populates="library", lazy="raise", cascade="all, delete-orphan"
    )
    hours: Mapped[list[OpeningHours]] = relationship(
        back_populates="library",
        foreign_keys="OpeningHours.library_id",
        lazy="raise",
        cascade="all, delete-orphan",
    )


class LibraryPeriod(Base):
    """A name and a parent the library had from `since` to the day before `until`."""

    __tablename__ = "library_period"
    __table_args__ = (
        CheckConstraint("since < until", name="forward_in_time"),
        UniqueConstraint("library_id", "name", "until", name="uq_library_period_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("library.id"))
    since: Mapped[date | None]
    until: Mapped[date | None]

    library: Mapped[Library] = relationship(
        foreign_keys=[library_id], back_populates="periods", lazy="raise"
    )


class Room(Base):
    """A room or a collection with its own shelves (kho)."""

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("library_id", "code", name="uq_room_code"),
        UniqueConstraint(
            "library_id", "id", name="uq_room_library_id"
        ),  # what the hours of a room point at
        CheckConstraint("code <> ''", name="code_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(100))
    stacks: Mapped[Stacks] = mapped_column(enum_text(Stacks, "stacks"))
    use: Mapped[RoomUse] = mapped_column(enum_text(RoomUse, "use"))
    position: Mapped[int] = mapped_column(default=0)

    library: Mapped[Library] = relationship(back_populates="rooms", lazy="raise")


class OpeningHours(Base):
    """One span of one weekday; a day closed over lunch has two. No row at all: hours unknown."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="span_in_day"),
        ForeignKeyConstraint(
            ["library_id", "room_id"],
            ["room.library_id", "room.id"],
            name="fk_opening_hours_room",
            ondelete="CASCADE",
        ),
        UniqueConstraint("room_id", "weekday", "opens", name="uq_opening_hours_room"),
        Index(
            "uq_opening_hours_whole_library",
            "library_id",
            "weekday",
            "opens",
            unique=True,
            sqlite_where=text("room_id IS NULL"),
            postgresql_where=text("room_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    room_id: Mapped[int | None]
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]

    library: Mapped[Library] = relationship(
        foreign_keys=[library_id], back_populates="hours", lazy="raise"
    )


class Closure(Base):
    """A dated exception from the weekly hours, both days included.

    Without `opens` the days are closed; with it the library opens in this span instead (several
    rows for the same days give several spans). No library: the whole network.
    """

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="forward_in_time"),
        CheckConstraint("(opens IS NULL) = (closes IS NULL)", name="whole_span"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="span_in_day"),
        Index("ix_closure_library_days", "library_id", "first_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int | None] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")
    opens: Mapped[int | None]
    closes: Mapped[int | None]


class NetworkVersion(Base):
    """One row whose stamp is new whenever anything above changed (see `versions`)."""

    __tablename__ = "network_version"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stamp: Mapped[str] = mapped_column(String(32))
