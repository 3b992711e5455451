"""What can be wrong with a file, and with one record of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from portal.refusals import Refusal

KEPT_BYTES = 64 * 1024
"""So much of a broken record goes to the report; the rest of a runaway one would fill the disk."""


class Reason(StrEnum):
    """Why one record could not be read."""

    truncated = "truncated"
    no_leader = "no_leader"
    no_directory = "no_directory"
    bad_xml = "bad_xml"
    entities = "entities"
    unclosed_quote = "unclosed_quote"
    cell_too_long = "cell_too_long"
    no_title = "no_title"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its file a record stands.

    `number` counts records from 1 (for a table: the row of the sheet, the header being 1);
    `offset` is in bytes from the start of the file, where bytes mean something.
    """

    file: str
    number: int
    offset: int | None = None

    def __str__(self) -> str:
        at = "" if self.offset is None else f" @{self.offset}"
        return f"{self.file} #{self.number}{at}"


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that was passed over, with what a person needs to find and mend it."""

    place: Place
    reason: Reason
    raw: bytes = field(repr=False)
    detail: str = ""


class FileTrouble(StrEnum):
    """Why a whole file was refused."""

    empty = "empty"
    unknown_format = "unknown_format"
    not_found = "not_found"
    missing_column = "missing_column"
    bomb = "bomb"
    not_a_workbook = "not_a_workbook"
    bad_mapping = "bad_mapping"


@dataclass(eq=False)
class FileRefused(Refusal):
    """The file cannot be read at all. `detail` holds names and figures, not sentences."""

    file: str
    trouble: FileTrouble
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.trouble}" + (f" ({self.detail})" if self.detail else "")


class Broken(Exception):
    """Inside the readers: this one record is unreadable."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
