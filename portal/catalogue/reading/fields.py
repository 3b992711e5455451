"""A MARC record taken apart, the same from ISO 2709 and from MARCXML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.catalogue.reading.draft import Doubt


@dataclass(slots=True)
class DataField:
    """A field with its two indicators and its subfields, (code, value), in order."""

    tag: str
    indicators: str
    subfields: list[tuple[str, str]]

    def get(self, code: str) -> str | None:
        """The first subfield `code` that says anything."""
        for own, value in self.subfields:
            if own == code and value:
                return value
        return None

    def all(self, codes: str) -> list[str]:
        """Values of every subfield whose code is in `codes`, in the record's order."""
        return [value for own, value in self.subfields if own in codes and value]

    def joined(self, codes: str, between: str = " ") -> str | None:
        """Values of `codes` in the record's order in one text; None when there are none."""
        return between.join(self.all(codes)) or None


@dataclass(slots=True)
class MarcRecord:
    leader: str
    control: dict[str, str] = field(default_factory=dict)
    data: dict[str, list[DataField]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    encoding: str = "utf-8"

    def fields(self, *tags: str) -> Iterator[DataField]:
        """Fields of the given tags, tag by tag."""
        for tag in tags:
            yield from self.data.get(tag, ())

    def first(self, tag: str, code: str) -> str | None:
        """The first subfield `code` of any field `tag`."""
        for found in self.data.get(tag, ()):
            value = found.get(code)
            if value:
                return value
        return None

    def add(self, found: DataField) -> None:
        self.data.setdefault(found.tag, []).append(found)

    @property
    def coded(self) -> str:
        """Field 008, always 40 characters."""
        return self.control.get("008", "").ljust(40)[:40]
