"""What can be wrong with a class list, as a whole and row by row. Sentences are in `texts`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.cards.class_file.columns import Column
from portal.refusals import Refusal


class Trouble(StrEnum):
    """Why a whole file was not read."""

    empty = "empty"
    too_large = "too_large"
    too_many_rows = "too_many_rows"
    old_excel = "old_excel"
    no_table = "no_table"
    no_headings = "no_headings"
    no_birthdays = "no_birthdays"


@dataclass(eq=False)
class ClassFileRefused(Refusal):
    """The file cannot be read at all. `detail` holds names and figures, not sentences."""

    trouble: Trouble
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.trouble}: {self.detail}" if self.detail else str(self.trouble)


class Why(StrEnum):
    """What is wrong with one cell."""

    missing = "missing"
    too_long = "too_long"
    letters_lost = "letters_lost"
    name_letters = "name_letters"
    day_unreadable = "day_unreadable"
    day_unknown = "day_unknown"
    day_month_first = "day_month_first"
    day_in_part = "day_in_part"
    day_to_come = "day_to_come"
    day_too_long_ago = "day_too_long_ago"
    gender_unknown = "gender_unknown"
    number_digits = "number_digits"
    number_shortened = "number_shortened"
    phone_digits = "phone_digits"
    email_shape = "email_shape"
    same_pupil = "same_pupil"
    same_number = "same_number"
    row_broken = "row_broken"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which row (as the spreadsheet counts), which column, and why.

    column: None when the row as a whole cannot be read. value: what stands there, at most 60
    letters. other_row: the row of which this one is a copy.
    """

    row: int
    column: Column | None
    why: Why
    value: str = ""
    other_row: int | None = None


class BadCell(Exception):
    """Inside the reader: this cell says nothing that can be used."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
